import { describe, expect, it } from "@jest/globals";
import { bar, openExchange, play } from "../../test/exchange-fixture.ts";
import { accountRisk, type Exchange, place, placeAlgo, positionView } from "./index.ts";

/** A wallet of 1,000 USD with 0.5 BTC (15,000 USD), long or short. */
function leveraged(side: "BUY" | "SELL"): Exchange {
  const exchange = openExchange({ walletUsd: "1000", leverage: 50 });
  expect(place(exchange, { symbol: "BTCUSDT", side, type: "MARKET", quantity: "0.5" }).accepted).toBe(true);
  return exchange;
}

describe("liquidation", () => {
  it("closes a long where equity falls to the maintenance margin, not a tick before", () => {
    const exchange = leveraged("BUY");
    const price = Number(positionView(exchange, exchange.markets.BTCUSDT!).liquidationPrice);
    expect(price).toBeGreaterThan(28_000);
    expect(price).toBeLessThan(28_200);
    play(exchange, { BTCUSDT: bar(30_000, 30_010, Math.ceil(price) + 1, 29_000) });
    expect(exchange.orders).toHaveLength(1);
    play(exchange, { BTCUSDT: bar(29_000, 29_010, Math.floor(price) - 1, 28_500) });
    expect(exchange.orders[1]).toMatchObject({ originalType: "LIQUIDATION", side: "SELL", status: "FILLED" });
    expect(exchange.orders[1]?.clientOrderId).toMatch(/^autoclose-/);
    expect(Number(exchange.fills.at(-1)?.price)).toBeLessThanOrEqual(Math.ceil(price));
    expect(exchange.markets.BTCUSDT?.position.quantity).toBe("0");
  });

  it("closes a short on the way up", () => {
    const exchange = leveraged("SELL");
    const price = Number(positionView(exchange, exchange.markets.BTCUSDT!).liquidationPrice);
    play(exchange, { BTCUSDT: bar(30_000, Math.ceil(price) + 5, 29_990, 30_500) });
    expect(exchange.orders[1]).toMatchObject({ originalType: "LIQUIDATION", side: "BUY" });
  });

  it("pays the liquidation fee on top of the taker fee", () => {
    const exchange = leveraged("BUY");
    play(exchange, { BTCUSDT: bar(30_000, 30_010, 27_900, 28_000) });
    const fill = exchange.fills.at(-1)!;
    expect(Number(fill.feeUsd)).toBeCloseTo(Number(fill.quoteUsd) * 0.013, 6);
  });

  it("a gap beyond the bankruptcy price leaves a wallet of zero: the insurance fund pays the rest, in the books", () => {
    const exchange = leveraged("BUY");
    play(exchange, { BTCUSDT: bar(25_000, 25_100, 24_900, 25_000) });
    expect(exchange.walletUsd).toBe("0");
    expect(Number(exchange.totals.insuranceUsd)).toBeGreaterThan(1_000);
    expect(exchange.income.at(-1)?.type).toBe("INSURANCE_CLEAR");
  });

  it("cancels resting orders before it closes positions", () => {
    const exchange = leveraged("BUY");
    place(exchange, { symbol: "ETHUSDT", side: "BUY", type: "LIMIT", quantity: "0.1", price: "1950" });
    play(exchange, { BTCUSDT: bar(30_000, 30_010, 27_900, 28_000) });
    expect(exchange.orders[1]).toMatchObject({ symbol: "ETHUSDT", status: "CANCELED" });
  });

  it("a stop before the liquidation price saves the account", () => {
    const exchange = leveraged("BUY");
    placeAlgo(exchange, { symbol: "BTCUSDT", side: "SELL", type: "STOP_MARKET", triggerPrice: "29000", closePosition: true });
    play(exchange, { BTCUSDT: bar(30_000, 30_010, 27_900, 28_000) });
    expect(exchange.orders.map((order) => order.originalType)).toEqual(["MARKET", "STOP_MARKET"]);
    expect(accountRisk(exchange).equityUsd).toBeGreaterThan(450);
  });

  it("with two positions it closes the larger one and keeps the other when that is enough", () => {
    const exchange = openExchange({ walletUsd: "1000", leverage: 50, liquidationFeeRatio: "0" });
    place(exchange, { symbol: "BTCUSDT", side: "BUY", type: "MARKET", quantity: "0.5" });
    place(exchange, { symbol: "ETHUSDT", side: "BUY", type: "MARKET", quantity: "0.1" });
    play(exchange, { BTCUSDT: bar(30_000, 30_010, 28_050, 28_100), ETHUSDT: bar(2_000, 2_001, 1_999, 2_000) });
    expect(exchange.markets.BTCUSDT?.position.quantity).toBe("0");
    expect(exchange.markets.ETHUSDT?.position.quantity).toBe("0.1");
  });
});
