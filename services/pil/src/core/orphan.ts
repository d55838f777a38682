import type { ClassRule } from "./case.ts";

/** How portfolio_intelligence names trades that nobody claims. */
const ORPHAN_PREFIX = "orphan-";
/** How a position is named here that the exchange holds and the ledger does not know at all. */
export const UNKNOWN_PREFIX = "unclaimed-";

/** PIL-01: ORPHAN: the exchange holds it and nobody claims it, so nobody looks after its stop. */
export const orphan: ClassRule = {
  id: "PIL-01",
  class: "ORPHAN",
  applies: ({ position: { tradeId } }) =>
    tradeId.startsWith(ORPHAN_PREFIX) || tradeId.startsWith(UNKNOWN_PREFIX)
      ? { observed: tradeId, limit: null, reason: "on the exchange, claimed by nobody" }
      : null,
};
