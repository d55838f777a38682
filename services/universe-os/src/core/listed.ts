import type { Candidate } from "./candidate.ts";
import { type Finding, finding } from "./finding.ts";

/** UOS-01: only what the exchange lists and trades. What it delists leaves at once. */
export function listed({ symbol, status }: Candidate): Finding {
  const passed = status === "TRADING";
  const reason = status === null ? `${symbol} is not listed` : `the exchange says ${status}`;
  return finding("UOS-01", { passed, observed: status, limit: "TRADING", reason });
}
