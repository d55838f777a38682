import { describe, expect, it } from "@jest/globals";
import { DAY, HOUR_MS } from "../../test/scenario.ts";
import { costsOf, totalOf, whyNoCosts } from "./costs.ts";
import type { QuoteFigures } from "./state.ts";

const QUOTE: QuoteFigures = { bid: 99.99, ask: 100.01, fundingRatio: 0.0001, nextFundingAt: DAY + HOUR_MS, at: DAY };
const CONTRACT = { takerFeeRatio: 0.0005, status: "TRADING" } as const;
const inputs = (changes: Partial<QuoteFigures>, horizonMs = HOUR_MS) => {
  return { takerFeeRatio: 0.0005, quote: { ...QUOTE, ...changes }, at: DAY, horizonMs };
};

describe("OR-01: costs", () => {
  it("are the taker fee twice and the spread once", () => {
    expect(costsOf("LONG", inputs({ nextFundingAt: DAY + 2 * HOUR_MS }))).toEqual({ feesBps: 10, spreadBps: 2, fundingBps: 0 });
  });

  it("hold the funding that falls exactly on the end of the horizon, and not one a millisecond later", () => {
    expect(costsOf("LONG", inputs({})).fundingBps).toBe(1);
    expect(costsOf("LONG", inputs({ nextFundingAt: DAY + HOUR_MS + 1 })).fundingBps).toBe(0);
  });

  it("let the short receive what the long pays, and the other way round", () => {
    expect(costsOf("SHORT", inputs({})).fundingBps).toBe(-1);
    expect(costsOf("SHORT", inputs({ fundingRatio: -0.0003 })).fundingBps).toBe(3);
    expect(totalOf(costsOf("SHORT", inputs({})))).toBe(11);
  });

  it("count every payment of a long horizon, and move a payment that is past on to the next", () => {
    expect(costsOf("LONG", inputs({}, 24 * HOUR_MS)).fundingBps).toBe(3);
    expect(costsOf("LONG", inputs({ nextFundingAt: DAY }, 8 * HOUR_MS - 1)).fundingBps).toBe(0);
    expect(costsOf("LONG", inputs({ nextFundingAt: DAY }, 8 * HOUR_MS)).fundingBps).toBe(1);
  });

  it("are unknown, never zero, when contract, quote, book or funding is missing", () => {
    const why = (changes: Partial<QuoteFigures> | null, contract: Parameters<typeof whyNoCosts>[0] = CONTRACT) =>
      whyNoCosts(contract, changes === null ? null : { ...QUOTE, ...changes }, DAY);
    expect(why({})).toBeNull();
    expect(why({}, null)).toMatch(/not listed/);
    expect(why({}, { takerFeeRatio: 0.0005, status: "SETTLING" })).toMatch(/SETTLING/);
    expect(why(null)).toMatch(/no quote/);
    expect(why({ at: DAY - 1 })).toMatch(/too old/);
    expect(why({ ask: 99.99 })).toMatch(/crossed/);
    expect(why({ nextFundingAt: 0 })).toMatch(/funding/);
  });
});
