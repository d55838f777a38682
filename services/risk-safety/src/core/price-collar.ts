import { atMost, type Case, ENLARGING, Exact, type Finding, lastPriceOf, type Rule } from "./rule.ts";

/** RS-07: reference and limit price are near the last known price, and the stop is not absurdly far from it. */
export const priceCollar: Rule = {
  id: "RS-07",
  code: "PRICE_COLLAR",
  applies: ENLARGING,
  check: (order) => {
    const { intent, settings } = order;
    const findings = [away(order, intent.referencePrice, { limit: settings.collarRatio, what: "reference" })];
    if (intent.price !== null) findings.push(away(order, intent.price, { limit: settings.collarRatio, what: "limit" }));
    if (intent.stopPrice !== null) findings.push(away(order, intent.stopPrice, { limit: settings.stopCollarRatio, what: "stop" }));
    return findings.find((finding) => !finding.passed) ?? (findings[0] as Finding);
  },
};

function away({ intent, state }: Case, price: string, bound: { limit: number; what: string }): Finding {
  const last = lastPriceOf(state, intent.symbol);
  const distance = new Exact(price).minus(last).abs();
  const { passed } = atMost(distance, last.times(bound.limit), "");
  return {
    passed,
    observed: distance.div(last).toNumber(),
    limit: bound.limit,
    reason: `distance of the ${bound.what} price from the last price`,
  };
}
