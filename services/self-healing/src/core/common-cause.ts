import type { Finding } from "./finding.ts";
import { LIMITS } from "./limits.ts";

/** SH-07: what befalls many at once in the same way is not theirs (Redis, Postgres, the machine): nobody is restarted for it. */
export function haveCommonCause(findings: readonly Finding[], finding: Finding, running: number): boolean {
  if (finding.fault === "DEAD" || finding.fault === "CORRUPT_STATE") return false;
  const alike = findings.filter(({ fault }) => fault === finding.fault).length;
  return alike >= LIMITS.commonAtLeast && alike >= running * LIMITS.commonShare;
}
