import { orderNotional } from "./exposure.ts";
import { atMost, ENLARGING, equityOf, type Rule } from "./rule.ts";

/** RS-10: one order is worth at most a share of equity. */
export const maxOrderNotional: Rule = {
  id: "RS-10",
  code: "MAX_ORDER_NOTIONAL",
  applies: ENLARGING,
  check: (order) =>
    atMost(orderNotional(order), equityOf(order.state).times(order.settings.maxOrderNotionalRatio), "value of the order in USD"),
};
