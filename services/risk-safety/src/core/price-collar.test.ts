import { describe, expect, it } from "@jest/globals";
import { ask, codeOf, event, intent, ready, requested, T0 } from "../../test/scenario.ts";

describe("RS-07: price collar", () => {
  it("a reference 5 % away passes, a hair more does not", () => {
    expect(ask({ referencePrice: "105" })).toBeNull();
    expect(ask({ referencePrice: "105.0000001" })).toBe("PRICE_COLLAR");
    expect(ask({ referencePrice: "95", stopPrice: "90" })).toBeNull();
    expect(ask({ referencePrice: "94.9999999", stopPrice: "90" })).toBe("PRICE_COLLAR");
  });
  it("so does a limit price", () => {
    expect(ask({ type: "LIMIT", price: "95", stopPrice: "90" })).toBeNull();
    expect(ask({ type: "LIMIT", price: "94.99", stopPrice: "90" })).toBe("PRICE_COLLAR");
  });
  it("a stop 20 % away passes, more does not", () => {
    expect(ask({ stopPrice: "80" })).toBeNull();
    expect(ask({ stopPrice: "79.99" })).toBe("PRICE_COLLAR");
  });
  it("holds against the quote when that is newer than the bar", () => {
    const quote = {
      symbol: "BTCUSDT",
      bid: 119,
      ask: 121,
      bidQuantity: 1,
      askQuantity: 1,
      markPrice: 120,
      fundingRatio: 0,
      nextFundingAt: T0,
    };
    expect(codeOf([...ready(), event("quotes.observed", T0, { quotes: [quote] }), requested(intent())])).toBe("PRICE_COLLAR");
  });
});
