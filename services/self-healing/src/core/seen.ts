/** What the supervisor (launcher or Docker) says of a process. gone: it ended and nobody starts it again. */
export type Run = "running" | "starting" | "restarting" | "stopped" | "gone" | "unknown";

/** What a service says of itself once a second. */
export interface SeenRow {
  readonly at: number;
  readonly status: "HEALTHY" | "DEGRADED" | "UNHEALTHY";
  readonly mode: string;
  readonly lag: number | null;
  readonly lastEventAt: number | null;
  readonly reasons: readonly string[];
  /** Names of dependencies that are not "ok". */
  readonly missing: readonly string[];
}

/** One service as it was seen in one look. Times are real time, epoch ms. */
export interface SeenService {
  readonly name: string;
  readonly run: Run;
  /** What it cannot work without. */
  readonly needs: readonly string[];
  /** How often the supervisor has started it again. */
  readonly restarts: number;
  readonly startedAt: number | null;
  readonly row: SeenRow | null;
  /** Whether /health answered in time, and how; null when it was not asked, because its line in the hash is fresh. */
  readonly answer: "HEALTHY" | "DEGRADED" | "UNHEALTHY" | "NONE" | null;
  /** Entries on its streams that it has not finished, as the watcher counts them; null when unknown. */
  readonly unfinished: number | null;
  /** How far it has read, as text that changes with every entry; null when unknown. */
  readonly position: string | null;
  /** What of its saved state cannot be read. */
  readonly corrupt: "core" | "outbox" | null;
}

/** One look at the whole fleet. */
export interface FleetSeen {
  readonly nowMs: number;
  readonly services: readonly SeenService[];
}
