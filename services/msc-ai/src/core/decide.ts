import { type Decision, type Effect, type EventData, emit, type Input } from "@quantum/types";
import { judgementOf } from "./classify.ts";
import { LIMITS } from "./limits.ts";
import { judgeMarket } from "./market-state.ts";
import { addBar, addHistory, adoptInterval, type MscAiState } from "./state.ts";

/** History warms up; a bar that opens a cycle is answered with exactly one `regime.classified`; other bars are not for this service. */
export function decide(state: MscAiState, input: Input): Decision<MscAiState> {
  if (input.type === "bars.backfilled") takeHistory(state, input.data);
  const effects = input.type === "bars.closed" && input.data.opensCycle ? answerCycle(state, input.data) : [];
  return { state, effects };
}

function takeHistory(state: MscAiState, { symbol, interval, bars }: EventData<"bars.backfilled">): void {
  if (state.interval === null) adoptInterval(state, interval);
  if (state.interval === interval) addHistory(state, symbol, bars);
}

function answerCycle(state: MscAiState, data: EventData<"bars.closed">): Effect[] {
  if (data.closeAt <= state.lastCycleAt) return [];
  state.lastCycleAt = data.closeAt;
  adoptInterval(state, data.interval);
  for (const { symbol, bar } of data.bars) addBar(state, symbol, bar);
  state.inCycle = [...new Set([...data.bars.map(({ symbol }) => symbol), ...data.missing])];
  const before = state.market.hold.state;
  judgeMarket(state, data.closeAt);
  const announce = state.market.hold.state !== before || data.closeAt - state.announcedAt >= LIMITS.announceEveryMs;
  if (announce) state.announcedAt = data.closeAt;
  return [emit("regime.classified", { ...judgementOf(state), announce }, data.closeAt)];
}
