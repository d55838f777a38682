import { deriveId, type Effect } from "@quantum/types";
import { alert } from "./alert.ts";
import { sweepsEntries } from "./levels.ts";
import type { EssState, SweepReport } from "./state.ts";

/** Starts, widens or forgets the sweep of the exchange, as the level demands. */
export function sweepAsNeeded(state: EssState, inputId: string): Effect[] {
  if (!sweepsEntries(state.level)) {
    state.sweep = null;
    return [];
  }
  const close = state.causes.some((cause) => cause.binding && cause.close);
  if (state.sweep && (state.sweep.close || !close)) return [];
  return [startSweep(state, inputId, close)];
}

/** Entries rest again although the level forbids it: sweep again. */
export function sweepAgain(state: EssState, inputId: string): Effect[] {
  if (state.sweep?.phase !== "DONE") return [];
  return [startSweep(state, inputId, state.sweep.close)];
}

function startSweep(state: EssState, inputId: string, close: boolean): Effect {
  const sweepId = deriveId("ess", "sweep", inputId);
  state.sweep = { sweepId, close, requestedAt: state.clockAt, phase: "RUNNING", attempts: 0, report: null };
  return { kind: "call", callId: sweepId, name: "sweep", request: { sweepId, close } };
}

/** What came of a sweep. Not done: it stays RUNNING and is tried again, and a person hears of the first failure. */
export function swept(state: EssState, answer: { sweepId: string; report: SweepReport }): Effect[] {
  const { sweep } = state;
  if (sweep?.sweepId !== answer.sweepId) return [];
  sweep.attempts += 1;
  sweep.report = answer.report;
  if (answer.report.ok) sweep.phase = "DONE";
  const { ok, cancelled, entriesLeft, positionsLeft, unprotected, reason } = answer.report;
  const bare = unprotected.length > 0 ? ` Positions without a protective stop: ${unprotected.join(", ")}.` : "";
  if (ok) {
    const message = `${cancelled} entry orders cancelled${sweep.close ? ", all positions closed" : ""}, verified twice.${bare}`;
    return [alert(unprotected.length > 0 ? "CRITICAL" : "WARNING", "ESS_SWEPT", message)];
  }
  if (sweep.attempts > 1) return [];
  const left = `${entriesLeft} entry orders and ${positionsLeft} positions are left: ${reason}. Trying again.${bare}`;
  return [alert("CRITICAL", "ESS_SWEEP_FAILED", left)];
}
