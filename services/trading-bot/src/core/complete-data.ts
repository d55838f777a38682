import { Exact } from "@quantum/exact";
import type { Signal } from "@quantum/types";
import type { Desk, Finding } from "./desk.ts";
import { type Contract, lookUp } from "./state.ts";

const DECIMAL = /^\d+(\.\d+)?$/;

/** TB-05: a trade needs its bar, its range, its contract and the equity; what is missing or unusable never counts as fine. */
export function completeData(signal: Signal, desk: Desk): Finding {
  const missing: string[] = [];
  if (lookUp(desk.closes, signal.symbol) === null) missing.push("bar");
  if (signal.atrRatio === null || !(signal.atrRatio > 0)) missing.push("average true range");
  if (!isUsable(lookUp(desk.state.contracts, signal.symbol))) missing.push("contract");
  if (desk.portfolio === null || !new Exact(desk.portfolio.equityUsd).gt(0)) missing.push("equity");
  const reason = missing.length > 0 ? `not known: ${missing.join(", ")}` : "bar, average true range, contract and equity are known";
  return { rule: "TB-05", passed: missing.length === 0, observed: missing.join(", "), limit: "", reason };
}

/** Whether every figure that is computed with is a number above zero; minima may be zero. */
function isUsable(contract: Contract | null): boolean {
  if (contract === null) return false;
  const { tickSize, stepSize, maxQuantity, minQuantity, minNotionalUsd, maxLeverage } = contract;
  const above = [tickSize, stepSize, maxQuantity].every((figure) => DECIMAL.test(figure) && Number(figure) > 0);
  return above && [minQuantity, minNotionalUsd].every((figure) => DECIMAL.test(figure)) && maxLeverage > 0;
}
