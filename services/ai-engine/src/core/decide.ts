import { type Decision, type Effect, type EventData, emit, type Input, type Signal } from "@quantum/types";
import { WARM_UP_BARS } from "./limits.ts";
import { type Ensemble, signalOf } from "./signal.ts";
import { type AiEngineState, addBar, addHistory, adoptInterval } from "./state.ts";

/** How the core is set up. */
export interface Rules {
  readonly ensemble: Ensemble;
  readonly horizonBars: number;
}

/** History warms up; a bar that opens a cycle is answered with exactly one `signals.generated`; other bars are not for this service. */
export function decide(state: AiEngineState, input: Input, rules: Rules): Decision<AiEngineState> {
  if (input.type === "bars.backfilled") takeHistory(state, input.data);
  const effects = input.type === "bars.closed" && input.data.opensCycle ? answerCycle(state, input.data, rules) : [];
  return { state, effects };
}

/** Warms one symbol up. */
export function takeHistory(state: AiEngineState, { symbol, interval, bars }: EventData<"bars.backfilled">): void {
  if (state.interval === null) adoptInterval(state, interval);
  if (state.interval === interval) addHistory(state, symbol, bars, WARM_UP_BARS);
}

function answerCycle(state: AiEngineState, data: EventData<"bars.closed">, { ensemble, horizonBars }: Rules): Effect[] {
  if (!takeBars(state, data)) return [];
  state.partitions = 1;
  return [emit("signals.generated", { signals: signalsOf(state, ensemble), horizonBars }, data.closeAt)];
}

/** Takes the bars of a new cycle in. False when it, or a newer one, was taken before. */
export function takeBars(
  state: AiEngineState,
  { closeAt, interval, bars }: Pick<EventData<"bars.closed">, "closeAt" | "interval" | "bars">,
): boolean {
  if (closeAt <= state.lastCycleAt) return false;
  state.lastCycleAt = closeAt;
  adoptInterval(state, interval);
  for (const { symbol, bar } of bars) addBar(state, symbol, bar);
  state.inCycle = bars.map(({ symbol }) => symbol).filter((symbol) => state.symbols[symbol]?.closeAt === closeAt);
  return true;
}

/** The signals of the newest cycle, read off the state. */
export function signalsOf(state: Readonly<AiEngineState>, ensemble: Ensemble): Signal[] {
  return state.inCycle.flatMap((symbol) => {
    const known = state.symbols[symbol];
    return known === undefined ? [] : [signalOf(symbol, known, ensemble)];
  });
}
