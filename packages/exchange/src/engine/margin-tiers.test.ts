import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { bar, openExchange, play } from "../../test/exchange-fixture.ts";
import { accountRisk, instrumentFor, place, positionView, setLeverage } from "./index.ts";
import { maintenanceUsd, notionalCapUsd, tierFor, tiersOf } from "./margin-tiers.ts";

const deep = instrumentFor("BTCUSDT", 30_000);
const other = instrumentFor("XLMUSDT", 0.1);

describe("margin tiers", () => {
  it("are those of the announcement: caps, ratios and the amounts that follow from them", () => {
    expect(
      tiersOf(deep)
        .map(({ capUsd, maxLeverage, ratio, amountUsd }) => [capUsd, maxLeverage, ratio, amountUsd])
        .slice(0, 5),
    ).toEqual([
      [50_000, 125, 0.004, 0],
      [250_000, 100, 0.005, 50],
      [1_000_000, 50, 0.01, 1_300],
      [10_000_000, 20, 0.025, 16_300],
      [20_000_000, 10, 0.05, 266_300],
    ]);
    expect(tiersOf(other).map(({ capUsd, maxLeverage, ratio, amountUsd }) => [capUsd, maxLeverage, ratio, amountUsd])).toEqual([
      [5_000, 50, 0.01, 0],
      [25_000, 20, 0.025, 75],
      [100_000, 10, 0.05, 700],
      [250_000, 5, 0.1, 5_700],
      [1_000_000, 2, 0.125, 11_950],
      [null, 1, 0.5, 386_950],
    ]);
  });

  it("end at their cap: a dollar more is the next tier, and beyond the last cap the last one stays", () => {
    expect([tierFor(other, 5_000).ratio, tierFor(other, 5_000.01).ratio]).toEqual([0.01, 0.025]);
    expect([tierFor(deep, 500_000_000).ratio, tierFor(deep, 900_000_000).ratio]).toEqual([0.5, 0.5]);
  });

  it("never ask less of a contract than its own terms do", () => {
    const strict = tiersOf({ maxLeverage: 10, maintenanceMarginRatio: 0.04 });
    expect(strict.map(({ ratio }) => ratio)).toEqual([0.04, 0.04, 0.05, 0.1, 0.125, 0.5]);
    expect(strict.map(({ maxLeverage }) => maxLeverage)).toEqual([10, 10, 10, 5, 2, 1]);
  });

  it("let a position at a leverage be as large as the last tier that allows it", () => {
    expect([50, 21, 20, 5, 2, 1].map((leverage) => notionalCapUsd(other, leverage))).toEqual([
      5_000,
      5_000,
      25_000,
      250_000,
      1_000_000,
      null,
    ]);
    expect(notionalCapUsd(other, 51)).toBe(0);
  });

  it("make the margin grow without a jump", () => {
    fc.assert(
      fc.property(fc.constantFrom(deep, other), fc.double({ min: 1, max: 6e8, noNaN: true }), (terms, usd) => {
        const [less, more] = [maintenanceUsd(terms, usd), maintenanceUsd(terms, usd + 0.01)];
        return more > less - 1e-6 && more - less <= 0.005 + 1e-6;
      }),
    );
  });
});

describe("an account with a position beyond the lowest tier", () => {
  /** 10 BTC, worth 300,000 USD, on a wallet of 20,000. */
  const held = (side: "BUY" | "SELL") => {
    const exchange = openExchange({ walletUsd: "20000", leverage: 20 });
    expect(place(exchange, { symbol: "BTCUSDT", side, type: "MARKET", quantity: "10" }).accepted).toBe(true);
    play(exchange, { BTCUSDT: bar(30_000, 30_010, 29_990, 30_000) });
    return exchange;
  };

  it("shows the margin of its tier", () => {
    const exchange = held("BUY");
    const { maintenanceMarginUsd, notionalUsd } = positionView(exchange, exchange.markets.BTCUSDT!);
    const { ratio, amountUsd } = tierFor(exchange.markets.BTCUSDT!.instrument, Number(notionalUsd));
    expect(ratio).toBeGreaterThan(exchange.markets.BTCUSDT!.instrument.maintenanceMarginRatio);
    expect(Number(maintenanceMarginUsd)).toBeCloseTo(Number(notionalUsd) * ratio - amountUsd, 6);
    expect(accountRisk(exchange).maintenanceUsd).toBeCloseTo(Number(maintenanceMarginUsd), 6);
  });

  it.each(["BUY", "SELL"] as const)("is liquidated where equity meets that margin, whichever tier that is in (%s)", (side) => {
    const exchange = held(side);
    const market = exchange.markets.BTCUSDT!;
    market.markPrice = Number(positionView(exchange, market).liquidationPrice);
    const { equityUsd, maintenanceUsd: needed } = accountRisk(exchange);
    expect(Math.abs(equityUsd - needed)).toBeLessThan(10 * market.tick);
  });

  it("gets no larger position than its leverage allows, and no leverage that its position is too large for", () => {
    const exchange = openExchange({ walletUsd: "1000000", leverage: 20 });
    const { instrument } = exchange.markets.BTCUSDT!;
    const most = Number(notionalCapUsd(instrument, 20));
    const buy = (usd: number) =>
      place(exchange, {
        symbol: "BTCUSDT",
        side: "BUY",
        type: "LIMIT",
        price: "29000",
        quantity: (Math.floor(usd / 29) / 1_000).toFixed(3),
      });
    expect(buy(most + 100)).toMatchObject({ accepted: false, code: -2027 });
    expect(buy(most - 100).accepted).toBe(true);
    expect(buy(200)).toMatchObject({ accepted: false, code: -2027 });
    const higher = tiersOf(instrument)[0]!.maxLeverage;
    expect(setLeverage(exchange, "BTCUSDT", higher)).toMatchObject({ accepted: false, code: -2027 });
    expect(setLeverage(exchange, "BTCUSDT", 19).accepted).toBe(true);
  });
});
