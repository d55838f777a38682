import { orderNotional, totalNotional } from "./exposure.ts";
import { atMost, ENLARGING, equityOf, type Rule } from "./rule.ts";

/** RS-12: all positions, pending entries and this order are worth at most a multiple of equity. */
export const maxTotalNotional: Rule = {
  id: "RS-12",
  code: "MAX_TOTAL_NOTIONAL",
  applies: ENLARGING,
  check: (order) => {
    const after = totalNotional(order.state).plus(orderNotional(order));
    return atMost(after, equityOf(order.state).times(order.settings.maxTotalNotionalRatio), "value of all symbols after the order in USD");
  },
};
