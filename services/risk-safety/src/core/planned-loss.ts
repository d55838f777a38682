import { initialRiskOf, lossAt } from "./cleared-trades.ts";
import { atMost, type Case, Exact, found, type Rule } from "./rule.ts";
import type { ClearedTrade } from "./state.ts";

/**
 * RS-19: an addition goes to a trade whose entry was cleared here, on its side, at a limit; and with it, at that limit and at the stop that is
 * known to rest, no more is lost than was risked at first. While another order of the trade that makes it larger has no end, nobody can say.
 */
export const plannedLoss: Rule = {
  id: "RS-19",
  code: "PLANNED_LOSS",
  applies: ["ADD"],
  check: (order) => {
    const { intent, state } = order;
    const trade = state.trades[intent.tradeId];
    if (trade === undefined || trade.symbol !== intent.symbol || trade.side !== intent.side)
      return found(false, null, "no entry of this trade was cleared on this side");
    if (!trade.sure || !new Exact(trade.quantity).gt(0)) return found(false, trade.quantity, "what the trade holds is not known for sure");
    if (isGrowing(order)) return found(false, null, "another order that makes it larger is on its way");
    if (intent.price === null || intent.stopPrice === null) return found(false, null, "no limit price, or no stop-loss");
    const stop = looser(trade, intent.stopPrice);
    const added = { side: trade.side, quantity: intent.quantity, costUsd: new Exact(intent.price).times(intent.quantity).toFixed() };
    const lossUsd = lossAt(trade, stop).plus(lossAt(added, stop));
    return atMost(lossUsd, initialRiskOf(trade), "loss at the stop with the addition, against the initial risk, in USD");
  },
};

/** The order's word for the stop counts only when it is the more careful one. */
function looser({ side, stop }: ClearedTrade, asked: string): Exact {
  const [known, said] = [new Exact(stop), new Exact(asked)];
  return (side === "BUY" ? said.lt(known) : said.gt(known)) ? said : known;
}

function isGrowing({ intent, state }: Case): boolean {
  return Object.values(state.reservations).some(
    ({ tradeId, purpose }) => tradeId === intent.tradeId && (purpose === "ENTRY" || purpose === "ADD"),
  );
}
