import type { Signal } from "@quantum/types";
import { Exact } from "./decimals.ts";
import type { Desk, Finding } from "./desk.ts";
import { lookUp } from "./state.ts";

/** TB-05: a trade needs its bar, its range, its contract and the equity; what is missing or unusable never counts as fine. */
export function completeData(signal: Signal, desk: Desk): Finding {
  const missing: string[] = [];
  if (lookUp(desk.closes, signal.symbol) === null) missing.push("bar");
  if (signal.atrRatio === null || !(signal.atrRatio > 0)) missing.push("average true range");
  if (lookUp(desk.state.contracts, signal.symbol) === null) missing.push("contract");
  if (desk.portfolio === null || !new Exact(desk.portfolio.equityUsd).gt(0)) missing.push("equity");
  const reason = missing.length > 0 ? `not known: ${missing.join(", ")}` : "bar, average true range, contract and equity are known";
  return { rule: "TB-05", passed: missing.length === 0, observed: missing.join(", "), limit: "", reason };
}
