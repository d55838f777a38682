import { ENLARGING, Exact, found, lastPriceOf, type Rule } from "./rule.ts";

/**
 * RS-08: an entry or an addition carries a stop-loss on the losing side of every price it may be filled at, and a take-profit only on the
 * winning side; so does the wish to move them.
 */
export const protectiveStop: Rule = {
  id: "RS-08",
  code: "MISSING_STOP",
  applies: [...ENLARGING, "PROTECT"],
  check: ({ intent, state }) => {
    if (intent.stopPrice === null) return found(false, null, "no stop-loss");
    const prices = [lastPriceOf(state, intent.symbol), new Exact(intent.referencePrice), new Exact(intent.price ?? intent.referencePrice)];
    const long = (intent.side === "BUY") !== (intent.purpose === "PROTECT");
    const beyond = (level: string, losing: boolean): boolean =>
      prices.every((price) => (long === losing ? price.gt(level) : price.lt(level)));
    if (!beyond(intent.stopPrice, true)) return found(false, intent.stopPrice, "the stop-loss is not on the losing side of the price");
    const target = intent.takeProfitPrice;
    if (target !== null && !beyond(target, false)) return found(false, target, "the take-profit is not on the winning side of the price");
    return found(true, intent.stopPrice, "the stop-loss is on the losing side");
  },
};
