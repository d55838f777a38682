import { orderNotional, symbolNotional } from "./exposure.ts";
import { atMost, ENLARGING, equityOf, type Rule } from "./rule.ts";

/** RS-11: position, pending entries and this order in one symbol are worth at most a share of equity. */
export const maxPositionNotional: Rule = {
  id: "RS-11",
  code: "MAX_POSITION_NOTIONAL",
  applies: ENLARGING,
  check: (order) => {
    const after = symbolNotional(order.state, order.intent.symbol).plus(orderNotional(order));
    return atMost(
      after,
      equityOf(order.state).times(order.settings.maxPositionNotionalRatio),
      "value of the symbol after the order in USD",
    );
  },
};
