import { describe, expect, it } from "@jest/globals";
import { account, BAR_MS, bars, event, filled, play, T0 } from "../../test/scenario.ts";
import { averageCorrelation, correlation } from "./correlation.ts";
import { dayStartAt } from "./day-start.ts";
import { drawdownRatio } from "./drawdown.ts";
import { LIMITS } from "./limits.ts";

describe("portfolio.valued", () => {
  it("answers every cycle exactly once, also with nothing open", () => {
    const close = bars(T0, { BTCUSDT: 100 });
    const { emitted, rows } = play([account("10000"), close, close, bars(T0 + BAR_MS, { BTCUSDT: 100 })]);
    expect(emitted("portfolio.valued")).toHaveLength(2);
    expect(emitted("portfolio.valued")[0]).toMatchObject({ equityUsd: "10000", positions: [], differences: [] });
    expect(rows("equity").map((row) => row.key)).toEqual([String(T0), String(T0 + BAR_MS)]);
  });

  it("a bar that opens no cycle is not answered", () => {
    expect(play([account("1"), bars(T0, { BTCUSDT: 1 }, false)]).emitted("portfolio.valued")).toEqual([]);
  });

  it("before the exchange told its wallet it says that it does not know, and writes no equity", () => {
    const { emitted, rows } = play([filled(), bars(T0 + BAR_MS, { BTCUSDT: 100 })]);
    expect(emitted("portfolio.valued")[0]?.differences).toEqual([expect.objectContaining({ kind: "wallet", theirs: "unknown" })]);
    expect(emitted("portfolio.valued")[0]?.exposure.grossRatio).toBe(LIMITS.exposureWithoutEquityRatio);
    expect(rows("equity")).toEqual([]);
  });

  it("PI-17 equity includes what is open, marked at the last close", () => {
    const quotes = event("quotes.observed", T0, {
      quotes: [{ symbol: "BTCUSDT", bid: 1, ask: 2, bidQuantity: 1, askQuantity: 1, markPrice: 104, fundingRatio: 0, nextFundingAt: T0 }],
    });
    const { emitted } = play([account("10000"), filled({ feeUsd: "1" }), quotes, bars(T0 + BAR_MS, { BTCUSDT: 105.5 })]);
    expect(emitted("portfolio.valued")[0]).toMatchObject({
      walletUsd: "9999",
      unrealisedPnlUsd: "5.5",
      equityUsd: "10004.5",
      feesUsd: "1",
    });
  });

  it("a symbol without a bar is marked by its quote", () => {
    const quotes = event("quotes.observed", T0, {
      quotes: [{ symbol: "BTCUSDT", bid: 1, ask: 2, bidQuantity: 1, askQuantity: 1, markPrice: 104, fundingRatio: 0, nextFundingAt: T0 }],
    });
    const { emitted } = play([account("10000"), filled(), quotes, bars(T0 + BAR_MS, { ETHUSDT: 1 })]);
    expect(emitted("portfolio.valued")[0]?.unrealisedPnlUsd).toBe("4");
  });

  it("peak, drawdown and the day's start follow equity", () => {
    const prices = [100, 200, 150];
    const midnight = Date.UTC(2023, 6, 14);
    const closes = prices.map((price, index) => bars(midnight + (index - 1) * BAR_MS, { BTCUSDT: price }));
    const { emitted } = play([account("100"), filled({ filledAt: T0 }), ...closes]);
    const valued = emitted("portfolio.valued");
    expect(valued.map((one) => [one.equityUsd, one.peakEquityUsd, one.drawdownRatio])).toEqual([
      ["100", "100", 0],
      ["200", "200", 0],
      ["150", "200", 0.25],
    ]);
    expect(valued.map((one) => one.dayStartEquityUsd)).toEqual(["100", "200", "200"]);
  });

  it("a desk that only lost still has its starting wallet as peak", () => {
    const { emitted } = play([account("100"), filled(), bars(T0 + BAR_MS, { BTCUSDT: 90 })]);
    expect(emitted("portfolio.valued")[0]).toMatchObject({ peakEquityUsd: "100", drawdownRatio: 0.1 });
  });
});

describe("PI-11: exposure", () => {
  it("by symbol, sector and direction, as shares of equity", () => {
    const short = filled({ symbol: "ETHUSDT", tradeId: "t2", side: "SELL", quantity: "2" });
    const { emitted } = play([account("1000"), filled(), short, bars(T0 + BAR_MS, { BTCUSDT: 100, ETHUSDT: 100 })]);
    const { exposure } = emitted("portfolio.valued")[0]!;
    expect(exposure).toMatchObject({ bySymbol: { BTCUSDT: 0.1, ETHUSDT: -0.2 }, longRatio: 0.1, shortRatio: 0.2 });
    expect(exposure.grossRatio).toBeCloseTo(0.3, 12);
    expect(exposure.netRatio).toBeCloseTo(-0.1, 12);
    expect(Object.values(exposure.bySector).reduce((sum, ratio) => sum + ratio, 0)).toBeCloseTo(0.3, 12);
  });

  it("without equity is beyond every limit, not zero", () => {
    const { emitted } = play([account("10"), filled(), bars(T0 + BAR_MS, { BTCUSDT: 50 })]);
    expect(emitted("portfolio.valued")[0]?.exposure.grossRatio).toBe(LIMITS.exposureWithoutEquityRatio);
  });
});

describe("PI-12: correlation", () => {
  const wave = Array.from({ length: 48 }, (_, index) => Math.sin(index));
  it("of a series with itself is 1, with its mirror -1", () => {
    expect(correlation(wave, wave, 24)).toBeCloseTo(1, 12);
    expect(
      correlation(
        wave,
        wave.map((value) => -value),
        24,
      ),
    ).toBeCloseTo(-1, 12);
  });
  it("needs the minimum of common bars, and gaps are not guessed", () => {
    expect(correlation(wave.slice(0, 24), wave.slice(0, 24), 24)).not.toBeNull();
    expect(correlation(wave.slice(0, 23), wave.slice(0, 23), 24)).toBeNull();
    expect(correlation([...wave.slice(0, 23), null], wave.slice(0, 24), 24)).toBeNull();
  });
  it("of a price that does not move is unknown", () => {
    expect(
      correlation(
        wave,
        wave.map(() => 0),
        24,
      ),
    ).toBeNull();
  });
  it("counts a hedge as opposed", () => {
    const returns = { A: { lastClose: 1, window: wave }, B: { lastClose: 1, window: wave } };
    const long = { symbol: "A", direction: "LONG" as const };
    expect(averageCorrelation([long, { symbol: "B", direction: "LONG" }], returns, 24)).toBeCloseTo(1, 12);
    expect(averageCorrelation([long, { symbol: "B", direction: "SHORT" }], returns, 24)).toBeCloseTo(-1, 12);
    expect(averageCorrelation([long], returns, 24)).toBeNull();
    expect(averageCorrelation([long, { symbol: "C", direction: "LONG" }], returns, 24)).toBeNull();
  });
  it("of positions comes from the closes of the last cycles", () => {
    const closes = Array.from({ length: 30 }, (_, index) =>
      bars(T0 + (index + 1) * BAR_MS, { BTCUSDT: 100 + Math.sin(index), ETHUSDT: 200 + 2 * Math.sin(index) }),
    );
    const { emitted } = play([account("1000"), filled(), filled({ symbol: "ETHUSDT", tradeId: "t2" }), ...closes]);
    expect(emitted("portfolio.valued").at(-1)?.averageCorrelation).toBeCloseTo(1, 3);
    expect(emitted("portfolio.valued")[10]?.averageCorrelation).toBeNull();
  });
});

describe("PI-13 and PI-14", () => {
  it("drawdown is never negative and never divides by nothing", () => {
    expect(drawdownRatio("100", "95")).toBe(0.05);
    expect(drawdownRatio("100", "101")).toBe(0);
    expect(drawdownRatio("0", "-5")).toBe(0);
  });
  it("a missed midnight starts the day with the last equity before it", () => {
    const midnight = Date.UTC(2023, 6, 14);
    const known = { day: midnight / 86_400_000 - 1, equityUsd: "5" };
    expect(dayStartAt(known, midnight + 1, "7", "6").equityUsd).toBe("6");
    expect(dayStartAt(known, midnight, "7", "6").equityUsd).toBe("7");
    expect(dayStartAt(known, midnight - 1, "7", "6").equityUsd).toBe("5");
    expect(dayStartAt(null, midnight + 1, "7", null).equityUsd).toBe("7");
  });
});

describe("memory is bounded", () => {
  it("plans of trades that never opened and watches of closed trades are dropped", () => {
    const { state } = play([account("1"), filled(), filled({ side: "SELL", leg: "EXIT" }), bars(T0 + 86_400_001 * 2, { BTCUSDT: 1 })]);
    expect(state.watches).toEqual({});
    expect(state.plans).toEqual({});
  });
});
