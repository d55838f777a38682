import { describe, expect, it } from "@jest/globals";
import { bar, openExchange, play } from "../../test/exchange-fixture.ts";
import { halfSpreadBps, instrumentFor, levels, touch } from "./index.ts";

describe("the synthetic book", () => {
  it("is a function of seed, symbol, time and price", () => {
    const market = openExchange().markets.BTCUSDT!;
    const at = (point: object) => JSON.stringify(levels(market, { price: 30_000, at: 1_000_000, seed: 1, ...point }, "ASK", 10));
    expect(at({})).toBe(at({}));
    expect(at({ seed: 2 })).not.toBe(at({}));
    expect(at({ at: 2_000_000 })).not.toBe(at({}));
  });

  it("bid and ask never meet, levels go away from the touch, every level holds something", () => {
    const market = openExchange().markets.BTCUSDT!;
    const point = { price: 30_000, at: 1_000_000, seed: 1 };
    const asks = levels(market, point, "ASK", 100);
    const bids = levels(market, point, "BID", 100);
    expect(asks[0]!.ticks).toBeGreaterThan(bids[0]!.ticks);
    for (let i = 1; i < asks.length; i++) expect(asks[i]!.ticks).toBeGreaterThan(asks[i - 1]!.ticks);
    for (let i = 1; i < bids.length; i++) expect(bids[i]!.ticks).toBeLessThan(bids[i - 1]!.ticks);
    expect([...asks, ...bids].every((level) => level.steps >= 1)).toBe(true);
  });

  it("is wider where less trades and while it moves", () => {
    const exchange = openExchange();
    const busy = halfSpreadBps(exchange.markets.BTCUSDT!);
    play(exchange, { BTCUSDT: bar(30_000, 31_500, 29_500, 30_000) });
    expect(halfSpreadBps(exchange.markets.BTCUSDT!)).toBeGreaterThan(busy);
    const thin = openExchange();
    for (let i = 0; i < 60; i++) play(thin, { BTCUSDT: bar(30_000, 30_000, 30_000, 30_000, 0.1) });
    expect(halfSpreadBps(thin.markets.BTCUSDT!)).toBeGreaterThan(10 * busy);
  });

  it("with a spread below a tick the last trade was at the ask after a rise and at the bid after a fall", () => {
    const market = openExchange().markets.BTCUSDT!;
    expect(touch({ ...market, tick: 10, rising: true }, 30_000)).toMatchObject({ bidTicks: 2_999, askTicks: 3_000 });
    expect(touch({ ...market, tick: 10, rising: false }, 30_000)).toMatchObject({ bidTicks: 3_000, askTicks: 3_001 });
  });
});

describe("trading rules from a price level", () => {
  it.each([
    ["BTCUSDT", 30_000, "0.1", "0.001"],
    ["ETHUSDT", 1_900, "0.01", "0.001"],
    ["SOLUSDT", 24, "0.0001", "0.01"],
    ["XRPUSDT", 0.5, "0.000001", "1"],
    ["1000PEPEUSDT", 0.0016, "0.00000001", "1"],
  ] as const)("%s at %d: tick %s, step %s", (symbol, price, tickSize, stepSize) => {
    expect(instrumentFor(symbol, price)).toMatchObject({
      tickSize,
      stepSize,
      minQuantity: stepSize,
      minNotionalUsd: "5",
      status: "TRADING",
    });
    expect(Number(instrumentFor(symbol, price).maxQuantity) * price).toBeGreaterThan(10_000_000);
  });

  it("a tick is as fine as the prices that were seen", () => {
    expect(instrumentFor("XRPUSDT", 0.5, { priceDecimals: 4 }).tickSize).toBe("0.0001");
  });

  it("refuses a price that is no price", () => {
    for (const price of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => instrumentFor("BTCUSDT", price)).toThrow(RangeError);
  });
});
