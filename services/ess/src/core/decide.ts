import type { CallAnswered, Decision, Effect, FeedObserved, FleetEvent, Input, Woken } from "@quantum/types";
import { NAME } from "./alert.ts";
import { announce, latchAgain } from "./announce.ts";
import { pauseAsked } from "./asked-pause.ts";
import { coolDown } from "./cause.ts";
import { answerCycle, openCycle } from "./cycle.ts";
import { checkEquityAge, takeEquity } from "./equity-unknown.ts";
import { type EssSettings, LIMITS, type ModeRecord } from "./limits.ts";
import { countTrade } from "./losing-streak.ts";
import { stopByHand } from "./manual-stop.ts";
import { ownFailure } from "./own-failure.ts";
import { rearm } from "./rearm.ts";
import type { EssState } from "./state.ts";
import { sweepAgain, sweepAsNeeded, swept } from "./sweep.ts";
import { checkErrors, isSystemError, noteError } from "./system-errors.ts";
import { cycleFailed } from "./trading-cycle-error.ts";

/** What each input does. An event that is delivered again leads to the same words again and to nothing else. */
export function decide(state: EssState, input: Input, settings: EssSettings): Decision<EssState> {
  if (input.type === "feed") return { state, effects: judged(state, input, { settings, effects: onFeed(state, input, settings) }) };
  if (input.type === "call.answered") return { state, effects: judged(state, input, { settings, effects: swept(state, input) }) };
  if (input.type === "wake" || input.source === NAME) return { state, effects: [] };
  if (state.seenIds.includes(input.id)) return { state, effects: state.said.find(({ id }) => id === input.id)?.effects ?? [] };
  state.seenIds = [...state.seenIds, input.id].slice(-LIMITS.seenMemory);
  state.marketAt = Math.max(state.marketAt, input.at);
  const effects = judged(state, input, { settings, effects: onEvent(state, input, settings) });
  if (effects.length > 0) state.said = [...state.said, { id: input.id, effects }].slice(-LIMITS.saidMemory);
  return { state, effects };
}

type Heard = Exclude<Input, FeedObserved | CallAnswered | Woken>;

/**
 * Ends every input in the same steps: errors are counted, the level is said, the exchange is swept if need be, and a cycle that waits is answered. With
 * the clock of cycles what the fleet says is only noted until the next cycle, so that it does not matter who was faster; a person's word counts at once.
 */
function judged(state: EssState, input: Input, { settings, effects }: { settings: EssSettings; effects: Effect[] }): Effect[] {
  const cycle = settings.clock === "cycles" && input.type === "portfolio.valued";
  if (settings.clock === "cycles" && !cycle && !isPersons(input)) return [...effects, ...answerCycle(state, settings)];
  checkErrors(state, settings);
  effects.push(...announce(state, input, rearmedBy(state, input)), ...sweepAsNeeded(state, input));
  // Nobody looks at resting orders in real time then: it is made sure of once a cycle that nothing rests which may not.
  if (cycle && state.answering) effects.push(...sweepAgain(state, input));
  return [...effects, ...answerCycle(state, settings)];
}

const OF_A_PERSON = ["stop", "rearm", "mode", "failure"];

function isPersons(input: Input): boolean {
  return input.type === "feed" && OF_A_PERSON.includes(input.data.name);
}

/** Who re-armed with this input, and why; null when it was no re-arm. A refused one leaves the level as it is. */
function rearmedBy({ rearmed }: EssState, input: Input): string | null {
  return input.type === "feed" && input.data.name === "rearm" && rearmed ? `${rearmed.by}: ${rearmed.reason}` : null;
}

function onFeed(state: EssState, input: FeedObserved, settings: EssSettings): Effect[] {
  const { name, data } = input.data;
  if (settings.clock === "real") state.clockAt = input.at;
  switch (name) {
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
    default:
      return settings.clock === "real" ? onWatch(state, input, settings) : onWatchInCycles(state, name);
  }
}

/** What is seen in real time. */
function onWatch(state: EssState, input: FeedObserved, settings: EssSettings): Effect[] {
  const { name, data } = input.data;
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
    case "entriesRest":
      return sweepAgain(state, input);
    default:
      // "error", and whatever this core does not know: both are errors of our own.
      noteError(state, "own", input.at);
      return [];
  }
}

const OF_REAL_TIME = ["looking", "marketTime", "tick", "equity", "entriesRest"];

/** With the clock of cycles nothing that is seen in real time counts, but errors do. */
function onWatchInCycles(state: EssState, name: string): Effect[] {
  if (!OF_REAL_TIME.includes(name)) noteError(state, "own", state.clockAt);
  return [];
}

function onEvent(state: EssState, input: Heard, settings: EssSettings): Effect[] {
  switch (input.type) {
    case "portfolio.valued":
      return openCycle(state, input, settings);
    case "trade.closed":
      countTrade(state, input.data.netPnlUsd, settings);
      return [];
    case "alert.raised":
      if (isSystemError(input.data)) noteError(state, "market", input.at);
      return [];
    case "trading.cycleFailed":
      if (settings.clock === "real") cycleFailed(state, input.data.reason);
      else state.cycleFailure ??= { at: input.at, reason: input.data.reason };
      return [];
    case "pause.asked":
      if (settings.clock === "real") pauseAsked(state, input);
      return [];
    case "killLatch.changed":
      return onForeignLatch(state, input);
    default:
      return [];
  }
}

/** Somebody else cleared the latch while the desk is stopped here: it is set again. */
function onForeignLatch(state: EssState, input: FleetEvent<"killLatch.changed">): Effect[] {
  return !input.data.set && state.latchSaid ? latchAgain(state, input) : [];
}
