import { describe, expect, it } from "@jest/globals";
import { bar, openExchange, play } from "../../test/exchange-fixture.ts";
import { type Exchange, nextFundingAt, place } from "./index.ts";

const EIGHT = Date.UTC(2023, 6, 13, 8);
const flat = { BTCUSDT: bar(30_000, 30_000, 30_000, 30_000) };

/** An exchange with a BTC position five minutes before a settlement. */
function beforeSettlement(side: "BUY" | "SELL"): Exchange {
  const exchange = openExchange({ startAt: EIGHT - 600_000 });
  expect(place(exchange, { symbol: "BTCUSDT", side, type: "MARKET", quantity: "0.1" }).accepted).toBe(true);
  return exchange;
}

describe("funding", () => {
  it("with a positive rate longs pay and shorts receive, on the mark price at the close", () => {
    const long = beforeSettlement("BUY");
    play(long, flat, { funding: [{ symbol: "BTCUSDT", ratio: 0.0003 }] });
    expect(long.totals.fundingUsd).toBe("-0.9");
    const short = beforeSettlement("SELL");
    play(short, flat, { funding: [{ symbol: "BTCUSDT", ratio: 0.0003 }] });
    expect(short.totals.fundingUsd).toBe("0.9");
  });

  it("without a known rate the default of 0.01 % is paid at a settlement time", () => {
    const exchange = beforeSettlement("BUY");
    play(exchange, flat);
    expect(exchange.marketAt).toBe(EIGHT);
    expect(exchange.income.at(-1)).toMatchObject({ type: "FUNDING_FEE", amountUsd: "-0.3", at: EIGHT });
  });

  it("nothing is paid between settlement times, nor twice at one", () => {
    const exchange = beforeSettlement("BUY");
    play(exchange, flat);
    play(exchange, flat);
    expect(exchange.income.filter((entry) => entry.type === "FUNDING_FEE")).toHaveLength(1);
  });

  it("who holds nothing pays nothing", () => {
    const exchange = openExchange({ startAt: EIGHT - 600_000 });
    play(exchange, flat, { funding: [{ symbol: "BTCUSDT", ratio: 0.01 }] });
    expect(exchange.totals.fundingUsd).toBe("0");
  });

  it("a rate for an unknown symbol, or none at all, is an error", () => {
    expect(() => play(openExchange(), flat, { funding: [{ symbol: "NOPE", ratio: 0.01 }] })).toThrow(RangeError);
    expect(() => play(openExchange(), flat, { funding: [{ symbol: "BTCUSDT", ratio: Number.NaN }] })).toThrow(RangeError);
  });

  it("the next settlement is strictly after now", () => {
    expect(nextFundingAt(EIGHT - 1)).toBe(EIGHT);
    expect(nextFundingAt(EIGHT)).toBe(EIGHT + 8 * 3_600_000);
  });
});
