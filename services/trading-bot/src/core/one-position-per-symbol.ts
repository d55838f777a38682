import type { Signal } from "@quantum/types";
import type { Desk, Finding } from "./desk.ts";

/** TB-02: one position or open order per symbol, whoever opened it; an orphan is never added to. */
export function onePositionPerSymbol({ symbol }: Signal, { occupied }: Pick<Desk, "occupied">): Finding {
  const taken = occupied.has(symbol);
  const reason = taken ? "a position or an order in this symbol is open" : "no position and no order in this symbol";
  return { rule: "TB-02", passed: !taken, observed: taken, limit: false, reason };
}
