import { describe, expect, it } from "@jest/globals";
import { desk, proposal, T0 } from "../../test/scenario.ts";
import { completeData } from "./complete-data.ts";
import { LIMITS } from "./limits.ts";

const { state } = desk(null);
const ask = (symbol = "BTCUSDT", part = {}, about = {}) =>
  completeData(state, { intent: proposal(symbol, "10", part).intent, at: T0, portfolioDoubt: null, ...about }).missing;

describe("PBA-07: what is missing never counts as fine", () => {
  it("everything known is complete", () => expect(ask()).toEqual([]));
  it("no portfolio", () => expect(ask("BTCUSDT", {}, { portfolioDoubt: "portfolio" })).toEqual(["portfolio"]));
  it("a symbol without sector, price and contract", () => expect(ask("UNHEARDUSDT")).toEqual(["sector", "price", "contract"]));
  it("a name that every object has is no contract", () => {
    const odd = { ...proposal("BTCUSDT", "10").intent, symbol: "constructor" };
    expect(completeData(state, { intent: odd, at: T0, portfolioDoubt: null }).missing).toContain("contract");
  });
  it("a price of two bars ago is known, an older one is not", () => {
    expect(ask("BTCUSDT", {}, { at: T0 + LIMITS.maxPriceAgeMs })).toEqual([]);
    expect(ask("BTCUSDT", {}, { at: T0 + LIMITS.maxPriceAgeMs + 1 })).toEqual(["price"]);
  });
  it("figures of the order that are no use", () => {
    expect(ask("BTCUSDT", { quantity: "0" })).toEqual(["quantity or price of the order"]);
    expect(ask("BTCUSDT", { referencePrice: "-1" })).toEqual(["quantity or price of the order"]);
    expect(ask("BTCUSDT", { leverage: 0 })).toEqual(["leverage"]);
  });
  it("the highest price the order could mean counts", () => {
    const priceOf = (part: object) =>
      completeData(state, { intent: proposal("BTCUSDT", "1", part).intent, at: T0, portfolioDoubt: null }).price.toNumber();
    expect([priceOf({}), priceOf({ referencePrice: "0.9" }), priceOf({ referencePrice: "1.1" }), priceOf({ price: "1.2" })]).toEqual([
      1, 1, 1.1, 1.2,
    ]);
  });
});
