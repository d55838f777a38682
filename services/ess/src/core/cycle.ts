import { binds, type Effect, emit, type FleetEvent, type Verdict } from "@quantum/types";
import { NAME } from "./alert.ts";
import { coolDown } from "./cause.ts";
import { takeEquity } from "./equity-unknown.ts";
import type { EssSettings } from "./limits.ts";
import type { Cause, EssState } from "./state.ts";
import { cycleFailed } from "./trading-cycle-error.ts";

/**
 * A cycle begins to wait for its answer; one that still waits, because nobody waited for it, is answered before. In real time the level is what it is at this moment. With the clock of cycles it is judged now: by the
 * portfolio's equity, by what was heard since the last cycle, and by market time.
 */
export function openCycle(state: EssState, input: FleetEvent<"portfolio.valued">, settings: EssSettings): Effect[] {
  const cycle = input.cycle ?? input.at;
  if (cycle <= state.cycle) return [];
  const before = state.cycle;
  const overdue = state.answering ? [answer(state)] : [];
  Object.assign(state, { cycle, answering: true });
  if (settings.clock === "real") return overdue;
  state.errorsSince = before;
  state.clockAt = Math.max(state.clockAt, input.at);
  takeEquity(state, input.data.equityUsd, settings);
  if (state.cycleFailure && state.cycleFailure.at < cycle) {
    cycleFailed(state, state.cycleFailure.reason);
    state.cycleFailure = null;
  }
  coolDown(state, settings.coolDownMs);
  return overdue;
}

/**
 * ESS-09: exactly one answer to every cycle, in every mode: the level, and what holds it there. With the clock of cycles it comes once the exchange
 * has been swept for it: nobody decides on a book that is being cleared.
 */
export function answerCycle(state: EssState, settings: EssSettings): Effect[] {
  if (!state.answering) return [];
  if (settings.clock === "cycles" && state.sweep?.phase === "RUNNING" && state.sweep.attempts === 0) return [];
  return [answer(state)];
}

function answer(state: EssState): Effect {
  state.answering = false;
  const bound = binds(state.mode.mode);
  const causes = state.causes.filter((cause) => cause.binding || !bound);
  const data = {
    level: bound ? state.level : state.wouldBe,
    latched: causes.some(({ latched }) => latched),
    closing: causes.some(({ close }) => close),
    verdicts: causes.map(verdictOf),
  };
  return emit("emergency.judged", data, state.cycle);
}

function verdictOf({ rule, observed, limit, reason }: Cause): Verdict {
  return { module: NAME, rule, passed: false, observed, limit, reason };
}
