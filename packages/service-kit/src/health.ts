import type { Mode } from "@quantum/types";

/** What /health says and what is written to the fleet's hash once a second. */
export interface Health {
  readonly service: string;
  readonly status: "HEALTHY" | "DEGRADED" | "UNHEALTHY";
  /** Why it is not HEALTHY; empty when it is. */
  readonly reasons: readonly string[];
  /** What should be otherwise and does not make it ill, such as a Redis that evicts. */
  readonly warnings?: readonly string[];
  readonly mode: Mode;
  readonly modeFrom: string;
  readonly phase: number;
  readonly version: string;
  readonly startedAt: number;
  readonly at: number;
  readonly uptimeMs: number;
  /** Real time of the last processed input; null before the first. */
  readonly lastEventAt: number | null;
  readonly lastEventAgeMs: number | null;
  readonly marketAt: number | null;
  /** Entries on its streams it has not read, and read but not finished. */
  readonly lag: number | null;
  readonly rowsBacklog: number;
  readonly rssBytes: number;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** What the judgement rests on. */
export interface Vitals {
  readonly active: boolean;
  readonly redisReady: boolean;
  /** Why Redis cannot be used, when that will not end by itself. */
  readonly redisProblem: string | null;
  /** Why Redis answers and takes no writes; null when it does. */
  readonly busProblem: string | null;
  /** Why it cannot go on from what is saved; null when it can. */
  readonly stateProblem: string | null;
  readonly databaseProblem: string | null;
  readonly lag: number | null;
  readonly lostStreams: readonly string[];
  /** How long there has been work without any progress; 0 when there is none waiting. */
  readonly stuckMs: number;
  readonly stuckAfterMs: number;
  readonly mode: Mode;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** Health is progress: work that waits and is not done is UNHEALTHY, a missing dependency DEGRADED. */
export function judge(vitals: Vitals): { status: Health["status"]; reasons: string[] } {
  const fatal: string[] = [];
  const reasons: string[] = [];
  if (vitals.stuckMs > vitals.stuckAfterMs && vitals.mode !== "OFF")
    fatal.push(`work has waited ${Math.round(vitals.stuckMs / 1000)} s without progress`);
  if (vitals.stateProblem !== null) fatal.push(vitals.stateProblem);
  if (!vitals.redisReady) reasons.push(vitals.redisProblem ?? "Redis is not reachable; trying again");
  else if (vitals.busProblem !== null) reasons.push(`Redis takes no writes, so nothing is decided: ${vitals.busProblem}`);
  else if (!vitals.active && vitals.stateProblem === null) reasons.push("waiting for the lease: another instance is (or was just) active");
  if (vitals.databaseProblem !== null) reasons.push(`Postgres cannot be written, rows wait in Redis: ${vitals.databaseProblem}`);
  if (vitals.lostStreams.length > 0) reasons.push(`events of ${vitals.lostStreams.join(", ")} were trimmed before they were read`);
  for (const [name, state] of Object.entries(vitals.dependencies)) if (state !== "ok") reasons.push(`${name}: ${state}`);
  const status = fatal.length > 0 ? "UNHEALTHY" : reasons.length > 0 ? "DEGRADED" : "HEALTHY";
  return { status, reasons: [...fatal, ...reasons] };
}
