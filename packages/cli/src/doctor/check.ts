/** What one look of the doctor found. */
export interface Finding {
  readonly check: string;
  readonly verdict: "ok" | "warning" | "problem";
  readonly found: string;
  /** What to do; empty when all is well. */
  readonly fix: string;
}

export function ok(check: string, found: string): Finding {
  return { check, verdict: "ok", found, fix: "" };
}

export function warning(check: string, found: string, fix: string): Finding {
  return { check, verdict: "warning", found, fix };
}

export function problem(check: string, found: string, fix: string): Finding {
  return { check, verdict: "problem", found, fix };
}
