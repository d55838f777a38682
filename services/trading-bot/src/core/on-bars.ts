import { type Effect, type FleetEvent, INTERVAL_MS } from "@quantum/types";
import { watchStops } from "./act.ts";
import { alertEffects } from "./alert.ts";
import { completeIfSettled, cycleEnd, supersede } from "./complete.ts";
import { CYCLE_DEADLINE, deadlineWake } from "./deadline.ts";
import type { TradingBotSettings } from "./limits.ts";
import { decideWhenComplete } from "./on-answers.ts";
import { type Cycle, rememberBar, type TradingBotState } from "./state.ts";

type Bars = FleetEvent<"bars.closed">;

/** Every bar begins a step that ends in exactly one `cycle.completed`; one that is delivered again begins nothing. */
export function onBars(state: TradingBotState, input: Bars, settings: TradingBotSettings): Effect[] {
  const { closeAt, opensCycle } = input.data;
  if (!rememberBar(state, closeAt)) return [];
  if (closeAt < state.lastBarAt) return outOfOrder(state, input);
  state.lastBarAt = closeAt;
  return opensCycle ? openCycle(state, input, settings) : watch(state, input, settings);
}

function openCycle(state: TradingBotState, input: Bars, settings: TradingBotSettings): Effect[] {
  const by = { settings, input };
  const ended = [...supersede(state, state.watch, by), ...supersede(state, state.trading, by)];
  const cycle = newCycle(input, "TRADING");
  state.trading = cycle;
  if (state.early?.at === cycle.at) cycle.answers = state.early.answers;
  if (state.early && state.early.at <= cycle.at) state.early = null;
  return [...ended, deadlineWake({ name: CYCLE_DEADLINE, cycle: cycle.at }, settings), ...decideWhenComplete(state, cycle, by)];
}

function watch(state: TradingBotState, input: Bars, settings: TradingBotSettings): Effect[] {
  const ended = supersede(state, state.watch, { settings, input });
  const cycle = newCycle(input, "WATCH");
  state.watch = cycle;
  return [...ended, ...watchStops(state, cycle, settings), ...completeIfSettled(state, cycle, input)];
}

function newCycle({ data }: Bars, kind: Cycle["kind"]): Cycle {
  return {
    at: data.closeAt,
    kind,
    interval: data.interval,
    phase: "GATHERING",
    closes: Object.fromEntries(data.bars.map(({ symbol, bar }) => [symbol, bar.close])),
    answers: {},
    said: [],
    missing: [],
    expired: false,
    signals: 0,
    skips: [],
    pending: [],
    amplify: [],
    additions: {},
    requested: [],
    settled: 0,
    working: 0,
  };
}

/** A bar from before the newest one can only mean that the market's clock went back: nothing may be decided on it. */
function outOfOrder(state: Readonly<TradingBotState>, input: Bars): Effect[] {
  const { closeAt, interval } = input.data;
  const behindBars = Math.round((state.lastBarAt - closeAt) / INTERVAL_MS[interval]);
  const message = `A bar that closed at ${new Date(closeAt).toISOString()} came ${behindBars} bars too late; nothing was decided on it.`;
  const action = "See whether the exchange's clock or its data started over; if so, start the fleet with fresh state.";
  const ended = { at: closeAt, outcome: "EXPIRED", signals: 0, requested: 0, settled: 0, skips: [], missing: [], said: [] } as const;
  const [event] = cycleEnd({ ...ended, skips: [], missing: [], said: [] }) as [Effect];
  return [event, ...alertEffects(input, { severity: "WARNING", code: "BAR_OUT_OF_ORDER", message, action }, closeAt)];
}
