import type { Candidate, Desk, Finding } from "./desk.ts";
import { lookUp } from "./state.ts";

/**
 * TB-06: no entry where our books and the exchange differ (a difference without a symbol is about all of them), and none in a
 * contract that does not trade normally.
 */
export function reconciled({ symbol }: Candidate, { portfolio, state }: Pick<Desk, "portfolio" | "state">): Finding {
  const difference = portfolio?.differences.find((one) => one.symbol === null || one.symbol === symbol);
  const status = lookUp(state.contracts, symbol)?.status ?? "unknown";
  const limit = "no difference, TRADING";
  if (portfolio === null)
    return { rule: "TB-06", passed: false, observed: "unknown", limit, reason: "no comparison of the books is known" };
  if (difference) {
    const { kind, ours, theirs } = difference;
    const reason = `books and exchange differ in ${kind}: ours ${ours}, theirs ${theirs}`;
    return { rule: "TB-06", passed: false, observed: kind, limit, reason };
  }
  const passed = status === "TRADING";
  return { rule: "TB-06", passed, observed: status, limit, reason: `books and exchange agree; the contract is ${status}` };
}
