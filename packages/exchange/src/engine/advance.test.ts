import { describe, expect, it } from "@jest/globals";
import { bar, openExchange, play, START_AT, STEP_MS } from "../../test/exchange-fixture.ts";
import { advance, countdownCancelAll, type Exchange, type OrderRequest, place } from "./index.ts";

const bid: OrderRequest = { symbol: "BTCUSDT", side: "BUY", type: "LIMIT", quantity: "0.1", price: "29900" };

function withBid(request: Partial<OrderRequest> = {}, settings = {}): Exchange {
  const exchange = openExchange(settings);
  const outcome = place(exchange, { ...bid, ...request });
  expect(outcome.accepted).toBe(true);
  return exchange;
}

describe("moving the market", () => {
  it("a resting order is last in its queue: a touch does not fill it", () => {
    const exchange = withBid();
    play(exchange, { BTCUSDT: bar(30_000, 30_010, 29_900, 29_950) });
    expect(exchange.fills).toEqual([]);
  });

  it("traded through by one tick it fills at its own price, as maker", () => {
    const exchange = withBid();
    play(exchange, { BTCUSDT: bar(30_000, 30_010, 29_899.9, 29_950) });
    expect(exchange.fills[0]).toMatchObject({ price: "29900.0", maker: true, feeUsd: "0.598", quantity: "0.100" });
  });

  it("a sell fills where the price goes through it upwards", () => {
    const exchange = withBid({ side: "SELL", price: "30100" });
    play(exchange, { BTCUSDT: bar(30_000, 30_100, 29_950, 30_000) });
    expect(exchange.fills).toEqual([]);
    play(exchange, { BTCUSDT: bar(30_000, 30_100.1, 29_950, 30_000) });
    expect(exchange.fills[0]).toMatchObject({ price: "30100.0", side: "SELL" });
  });

  it("a bar that opens beyond a resting order fills it at a price that was traded", () => {
    const exchange = withBid();
    play(exchange, { BTCUSDT: bar(29_800, 29_850, 29_700, 29_750) });
    expect(exchange.fills[0]).toMatchObject({ price: "29850.0", maker: true });
  });

  it("a resting order gets at most a fifth of the bar's volume and waits with the rest", () => {
    const exchange = withBid({ quantity: "1" });
    play(exchange, { BTCUSDT: bar(30_000, 30_010, 29_800, 29_850, 2) });
    expect(exchange.orders[0]).toMatchObject({ status: "PARTIALLY_FILLED", executedQuantity: "0.4" });
    play(exchange, { BTCUSDT: bar(29_850, 29_860, 29_800, 29_850, 100) });
    expect(exchange.orders[0]?.status).toBe("FILLED");
  });

  it("without volume nothing that rests is filled", () => {
    const exchange = withBid();
    play(exchange, { BTCUSDT: bar(30_000, 30_010, 29_800, 29_850, 0) });
    expect(exchange.fills).toEqual([]);
  });

  it("orders of several symbols fill in the order of the path, with times that never go back", () => {
    const exchange = withBid();
    place(exchange, { symbol: "ETHUSDT", side: "SELL", type: "LIMIT", quantity: "1", price: "2010" });
    place(exchange, { symbol: "ETHUSDT", side: "BUY", type: "LIMIT", quantity: "1", price: "1990" });
    const events = play(exchange, { BTCUSDT: bar(30_000, 30_010, 29_800, 29_850), ETHUSDT: bar(2_000, 2_020, 1_980, 2_015, 9_000) });
    expect(exchange.fills.map((fill) => [fill.symbol, fill.side])).toEqual([
      ["ETHUSDT", "BUY"],
      ["BTCUSDT", "BUY"],
      ["ETHUSDT", "SELL"],
    ]);
    const times = events.map((event) => event.at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.every((at) => at >= START_AT + STEP_MS && at < exchange.marketAt)).toBe(true);
  });

  it("a symbol without a bar keeps its price and its orders", () => {
    const exchange = withBid();
    play(exchange, { ETHUSDT: bar(2_000, 2_010, 1_990, 2_005) });
    expect(exchange.markets.BTCUSDT?.lastPrice).toBe(30_000);
    expect(exchange.orders[0]?.status).toBe("NEW");
  });

  it("the dead-man switch cancels plain orders when its time has passed, not before", () => {
    const exchange = withBid();
    countdownCancelAll(exchange, "BTCUSDT", STEP_MS + 1);
    play(exchange, { BTCUSDT: bar(30_000, 30_010, 29_950, 30_000) });
    expect(exchange.orders[0]?.status).toBe("NEW");
    play(exchange, { BTCUSDT: bar(30_000, 30_010, 29_950, 30_000) });
    expect(exchange.orders[0]?.status).toBe("CANCELED");
  });

  it("an order that the switch cancels within a bar cannot fill later in that bar", () => {
    const exchange = withBid({ side: "SELL", price: "30100" });
    countdownCancelAll(exchange, "BTCUSDT", 1_000);
    play(exchange, { BTCUSDT: bar(30_000, 30_200, 29_950, 30_150) });
    expect(exchange.orders[0]?.status).toBe("CANCELED");
    expect(exchange.fills).toEqual([]);
  });

  it("a countdown of zero stops the switch", () => {
    const exchange = withBid();
    countdownCancelAll(exchange, "BTCUSDT", 1_000);
    countdownCancelAll(exchange, "BTCUSDT", 0);
    play(exchange, { BTCUSDT: bar(30_000, 30_010, 29_950, 30_000) });
    expect(exchange.orders[0]?.status).toBe("NEW");
  });

  it.each([
    ["a time that has passed", { closeAt: START_AT, bars: [] }],
    ["an unknown symbol", { closeAt: START_AT + 2 * STEP_MS, bars: [{ symbol: "NOPE", bar: { openAt: 0, ...bar(1, 1, 1, 1) } }] }],
    [
      "a high below the close",
      { closeAt: START_AT + 2 * STEP_MS, bars: [{ symbol: "BTCUSDT", bar: { openAt: START_AT, ...bar(10, 10, 9, 11) } }] },
    ],
    [
      "a price of zero",
      { closeAt: START_AT + 2 * STEP_MS, bars: [{ symbol: "BTCUSDT", bar: { openAt: START_AT, ...bar(10, 10, 0, 10) } }] },
    ],
    [
      "a price that is no number",
      { closeAt: START_AT + 2 * STEP_MS, bars: [{ symbol: "BTCUSDT", bar: { openAt: START_AT, ...bar(Number.NaN, 10, 9, 10) } }] },
    ],
  ])("throws on %s and changes nothing", (_, step) => {
    const exchange = openExchange();
    const before = JSON.stringify(exchange);
    expect(() => advance(exchange, step)).toThrow(RangeError);
    expect(JSON.stringify(exchange)).toBe(before);
  });
});
