import type { Mode } from "@quantum/types";

/** What a mode allows. SAFE restarts and reconnects only; OBSERVE and OFF do nothing. */
export interface Powers {
  readonly restarts: boolean;
  readonly all: boolean;
}

/** The powers of a mode. */
export function powersOf(mode: Mode): Powers {
  const all = mode === "ENFORCED" || mode === "DEFENSIVE";
  return { restarts: all || mode === "SAFE", all };
}
