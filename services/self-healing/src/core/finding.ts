import type { Fault } from "@quantum/types";
import type { SeenService } from "./seen.ts";
import type { Watched } from "./state.ts";

/** What a rule found wrong with a service. `remedy` NONE: somebody else is at it already. */
export interface Finding {
  readonly fault: Fault;
  readonly rule: string;
  readonly sinceMs: number;
  readonly evidence: string;
  readonly remedy: "RESTART" | "RECONNECT" | "QUARANTINE" | "NONE";
}

/** One service in one look, and how long a fault must hold. */
export interface Patient {
  readonly seen: SeenService;
  readonly watched: Readonly<Watched>;
  readonly nowMs: number;
  readonly holds: { readonly frozenMs: number; readonly wedgedMs: number; readonly dependencyMs: number; readonly startMs: number };
}
