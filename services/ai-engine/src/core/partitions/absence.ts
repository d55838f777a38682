import { isGone } from "@quantum/roster";
import { type Effect, type EventData, emit } from "@quantum/types";
import { LIMITS } from "../limits.ts";
import { type LeadState, type OpenCycle, workersOf } from "./lead-state.ts";
import { workerName } from "./owner.ts";

/** Why a partition's symbols abstain in a cycle; null when its part can be used. */
export function whyAbsent(state: Readonly<LeadState>, { parts }: Readonly<OpenCycle>, partition: number): string | null {
  const part = parts[partition];
  if (part !== undefined) return "problem" in part ? part.problem : null;
  const name = workerName(partition);
  return isGone(state.roster, name) ? `${name} was stopped or is OFF` : `${name} said nothing in time`;
}

/**
 * AI-09: an alert when a partition begins to be missing, and one when it is back: when it was there in some cycles in a row, so that a worker
 * which comes and goes is one trouble and not many.
 */
export function noteAbsences(state: LeadState, cycle: Readonly<OpenCycle>, partitions: number): Effect[] {
  return workersOf(partitions).flatMap((partition) => {
    const reason = whyAbsent(state, cycle, partition);
    const about = { name: `partition ${partition} of ${partitions}`, partition };
    return reason === null ? notePresent(state, about) : noteAbsent(state, cycle, { ...about, reason });
  });
}

interface About {
  readonly partition: number;
  readonly name: string;
}

function noteAbsent(
  state: LeadState,
  { at, parts }: Readonly<OpenCycle>,
  { partition, name, reason }: About & { reason: string },
): Effect[] {
  const known = state.absences[partition];
  const silent = parts[partition] === undefined && !isGone(state.roster, workerName(partition));
  state.absences[partition] = { since: known?.since ?? at, reason, silent, goodCycles: 0 };
  if (known) return [];
  return alert({
    severity: "WARNING",
    code: "AI_PARTITION_MISSING",
    message: `${name} is missing: ${reason}; its symbols abstain`,
    action: `Start ${workerName(partition)} as the lead is set (PARTITIONS, models, weights); the others go on meanwhile.`,
  });
}

function notePresent(state: LeadState, { partition, name }: About): Effect[] {
  const absence = state.absences[partition];
  if (!absence) return [];
  absence.goodCycles++;
  if (absence.goodCycles < LIMITS.backAfterCycles) return [];
  delete state.absences[partition];
  return alert({
    severity: "INFO",
    code: "AI_PARTITION_BACK",
    message: `${name} is back: ${workerName(partition)} was there for ${LIMITS.backAfterCycles} cycles`,
    action: "Nothing.",
  });
}

function alert(about: Omit<EventData<"alert.raised">, "service">): Effect[] {
  return [emit("alert.raised", { service: "ai_engine", ...about })];
}
