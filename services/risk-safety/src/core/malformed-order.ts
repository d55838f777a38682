import { PURPOSES } from "@quantum/types";
import { Exact, type Finding, found, type Rule } from "./rule.ts";

/** RS-01: every figure of an order is a usable number: quantity and prices positive, a price exactly where the type needs one. */
export const malformedOrder: Rule = {
  id: "RS-01",
  code: "MALFORMED_ORDER",
  applies: "ALL",
  check: ({ intent }) => {
    const prices = [intent.referencePrice, intent.price, intent.stopPrice, intent.takeProfitPrice].filter((price) => price !== null);
    for (const figure of [intent.quantity, ...prices]) {
      if (new Exact(figure).lte(0)) return bad(figure, "is not positive");
    }
    if ((intent.type === "LIMIT") !== (intent.price !== null))
      return bad(intent.type, "a limit order needs a price and a market order has none");
    if (!Number.isInteger(intent.leverage) || intent.leverage < 1) return bad(intent.leverage, "leverage is not a whole number from 1");
    if (!PURPOSES.includes(intent.purpose)) return bad(String(intent.purpose), "is no purpose of an order");
    if (intent.side !== "BUY" && intent.side !== "SELL") return bad(String(intent.side), "is not a side");
    return found(true, intent.quantity, "all figures are usable");
  },
};

function bad(observed: Finding["observed"], reason: string): Finding {
  return found(false, observed, reason);
}
