import { type Case, Exact, found, type Rule } from "./rule.ts";
import type { ClearedTrade } from "./state.ts";

/**
 * RS-18: the stop of a trade only ever moves closer to the price: against the last one that was cleared and not known to have failed. A trade
 * whose entry was not cleared here has no stop to compare with.
 */
export const stopNotLoosened: Rule = {
  id: "RS-18",
  code: "STOP_LOOSENED",
  applies: ["PROTECT"],
  check: (order) => {
    const { intent, state } = order;
    const trade = state.trades[intent.tradeId];
    if (trade === undefined || trade.symbol !== intent.symbol) return found(false, null, "no entry of this trade was cleared");
    if (intent.stopPrice === null) return found(false, null, "no stop-loss");
    const standing = nearestStop(order, trade);
    const loosens = trade.side === "BUY" ? standing.gt(intent.stopPrice) : standing.lt(intent.stopPrice);
    return { passed: !loosens, observed: intent.stopPrice, limit: standing.toFixed(), reason: "the new stop against the one before" };
  },
};

/** The nearest to the price of the stop that rests and those on their way. */
function nearestStop({ intent, state }: Case, trade: ClearedTrade): Exact {
  return Object.values(state.reservations)
    .filter(({ tradeId, purpose, stopPrice }) => tradeId === intent.tradeId && purpose === "PROTECT" && stopPrice !== null)
    .map(({ stopPrice }) => new Exact(stopPrice as string))
    .reduce((nearest, stop) => ((trade.side === "BUY") === stop.gt(nearest) ? stop : nearest), new Exact(trade.stop));
}
