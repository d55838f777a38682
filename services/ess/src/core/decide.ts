import type { Decision, Effect, FeedObserved, FleetEvent, Input } from "@quantum/types";
import { NAME } from "./alert.ts";
import { announce, latch } from "./announce.ts";
import { coolDown } from "./cause.ts";
import { checkEquityAge, takeEquity } from "./equity-unknown.ts";
import { type EssSettings, LIMITS, type ModeRecord } from "./limits.ts";
import { countTrade } from "./losing-streak.ts";
import { stopByHand } from "./manual-stop.ts";
import { ownFailure } from "./own-failure.ts";
import { rearm } from "./rearm.ts";
import type { EssState, SweepReport } from "./state.ts";
import { sweepAgain, sweepAsNeeded, swept } from "./sweep.ts";
import { checkErrors, isSystemError, noteError } from "./system-errors.ts";
import { cycleFailed } from "./trading-cycle-error.ts";

/** What each input does. Every input ends in the same three steps: errors are counted, the level is said, the exchange is swept if need be. */
export function decide(state: EssState, input: Input, settings: EssSettings): Decision<EssState> {
  const effects = input.type === "feed" ? onFeed(state, input, settings) : onEvent(state, input, settings);
  checkErrors(state, settings);
  effects.push(...announce(state, rearmedBy(state, input)), ...sweepAsNeeded(state, input.id));
  return { state, effects };
}

/** Who re-armed with this input, and why; null when it was no re-arm. A refused one leaves the level as it is. */
function rearmedBy({ rearmed }: EssState, input: Input): string | null {
  return input.type === "feed" && input.data.name === "rearm" && rearmed ? `${rearmed.by}: ${rearmed.reason}` : null;
}

function onFeed(state: EssState, input: FeedObserved, settings: EssSettings): Effect[] {
  const { name, data } = input.data;
  state.clockAt = input.at;
  switch (name) {
    case "looking":
      Object.assign(state, { lookingSince: input.at, equityAt: null });
      return [];
    case "marketTime":
      state.marketAt = Math.max(state.marketAt, Number(data) || 0);
      return [];
    case "tick":
      checkEquityAge(state, settings);
      coolDown(state, settings.coolDownMs);
      return [];
    case "equity":
      takeEquity(state, data, settings);
      return [];
    case "stop":
      stopByHand(state, data);
      return [];
    case "rearm":
      rearm(state, data);
      return [];
    case "mode":
      state.mode = data as ModeRecord;
      return [];
    case "failure":
      ownFailure(state, data);
      return [];
    case "swept":
      return swept(state, data as { sweepId: string; report: SweepReport });
    case "entriesRest":
      return sweepAgain(state, input.id);
    default:
      // "error", and whatever this core does not know: both are errors of our own.
      noteError(state, "own", input.at);
      return [];
  }
}

/** An event of the fleet counts once, however often it is delivered, and never when it is our own. */
function onEvent(state: EssState, input: Exclude<Input, FeedObserved>, settings: EssSettings): Effect[] {
  if (input.source === NAME || state.seenIds.includes(input.id)) return [];
  state.seenIds = [...state.seenIds, input.id].slice(-LIMITS.seenMemory);
  state.marketAt = Math.max(state.marketAt, input.at);
  switch (input.type) {
    case "trade.closed":
      countTrade(state, input.data.netPnlUsd, settings);
      return [];
    case "alert.raised":
      if (isSystemError(input.data)) noteError(state, "market", input.at);
      return [];
    case "trading.cycleFailed":
      cycleFailed(state, input.data.reason);
      return [];
    case "killLatch.changed":
      return onForeignLatch(state, input);
    default:
      return [];
  }
}

/** Somebody else cleared the latch while the desk is stopped here: it is set again. */
function onForeignLatch(state: EssState, input: FleetEvent<"killLatch.changed">): Effect[] {
  return !input.data.set && state.latchSaid ? [latch(state)] : [];
}
