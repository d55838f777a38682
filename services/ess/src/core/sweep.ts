import { type CallAnswered, deriveId, type Effect, type Input } from "@quantum/types";
import { alert } from "./alert.ts";
import { sweepsEntries } from "./levels.ts";
import type { EssState, SweepReport } from "./state.ts";

/** Starts, widens or forgets the sweep of the exchange, as the level demands. */
export function sweepAsNeeded(state: EssState, input: Input): Effect[] {
  if (!sweepsEntries(state.level)) {
    state.sweep = null;
    return [];
  }
  const close = state.causes.some((cause) => cause.binding && cause.close);
  if (state.sweep && (state.sweep.close || !close)) return [];
  return [startSweep(state, input, { close, again: false })];
}

/** Entries rest again although the level forbids it: sweep again. */
export function sweepAgain(state: EssState, input: Input): Effect[] {
  if (state.sweep?.phase !== "DONE") return [];
  return [startSweep(state, input, { close: state.sweep.close, again: true })];
}

function startSweep(state: EssState, { id, at, cycle }: Input, { close, again }: { close: boolean; again: boolean }): Effect {
  const sweepId = deriveId("ess", "sweep", id);
  state.sweep = { sweepId, close, again, asked: { cause: id, at, cycle: cycle ?? null }, phase: "RUNNING", attempts: 0, report: null };
  return { kind: "call", callId: sweepId, name: "sweep", request: { sweepId, close } };
}

/** What came of a sweep. Not done: it stays RUNNING and is tried again, and a person hears of the first failure. */
export function swept(state: EssState, { data: answer }: CallAnswered): Effect[] {
  const { sweep } = state;
  if (sweep?.sweepId !== answer.callId) return [];
  const report = answer.ok ? (answer.answer as SweepReport) : failed(answer.error.message);
  sweep.attempts += 1;
  sweep.report = report;
  if (report.ok) sweep.phase = "DONE";
  const { ok, cancelled, entriesLeft, positionsLeft, unprotected, reason } = report;
  const bare = unprotected.length > 0 ? ` Positions without a protective stop: ${unprotected.join(", ")}.` : "";
  if (ok) {
    if (sweep.again && cancelled === 0) return [];
    const message = `${cancelled} entry orders cancelled${sweep.close ? ", all positions closed" : ""}, verified twice.${bare}`;
    return [alert(unprotected.length > 0 ? "CRITICAL" : "WARNING", "ESS_SWEPT", message)];
  }
  if (sweep.attempts > 1) return [];
  const left = `${entriesLeft} entry orders and ${positionsLeft} positions are left: ${reason}. Trying again.${bare}`;
  return [alert("CRITICAL", "ESS_SWEEP_FAILED", left)];
}

/** Nobody could sweep. */
function failed(reason: string): SweepReport {
  return { ok: false, cancelled: 0, entriesLeft: 0, positionsLeft: 0, unprotected: [], cancelledMs: 0, flatMs: null, reason };
}
