import type { Decision, Effect, EventData, Input } from "@quantum/types";
import { JOB_FAILED, tellFailure } from "./job-failed.ts";
import { labelDue } from "./label.ts";
import { takeLateCloses } from "./late-closes.ts";
import { remember } from "./remember.ts";
import type { ClmState } from "./state.ts";

/** Predictions are remembered, closes label them, closed trades are counted. */
export function decide(state: ClmState, input: Input): Decision<ClmState> {
  switch (input.type) {
    case "signals.generated":
      return { state, effects: remember(state, input.data, input.cycle ?? input.at) };
    case "bars.backfilled":
      takeLateCloses(state, input.data);
      return { state, effects: [] };
    case "bars.closed":
      return { state, effects: onClose(state, input.data) };
    case "trade.closed":
      countTrade(state, input.data);
      return { state, effects: [] };
    case "feed":
      return { state, effects: input.data.name === JOB_FAILED ? tellFailure(state, input.data.data) : [] };
    default:
      return { state, effects: [] };
  }
}

function onClose(state: ClmState, { opensCycle, closeAt, interval, bars }: EventData<"bars.closed">): Effect[] {
  if (!opensCycle || closeAt <= state.lastCloseAt) return [];
  state.lastCloseAt = closeAt;
  state.interval = interval;
  return labelDue(state, { closeAt, interval, closes: Object.fromEntries(bars.map(({ symbol, bar }) => [symbol, bar.close])) });
}

function countTrade(state: ClmState, { netPnlUsd, rMultiple }: EventData<"trade.closed">): void {
  state.trades.closed++;
  if (!netPnlUsd.startsWith("-") && /[1-9]/.test(netPnlUsd)) state.trades.won++;
  if (rMultiple === null) return;
  state.trades.rKnown++;
  state.trades.rSum += rMultiple;
}
