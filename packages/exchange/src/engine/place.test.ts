import { describe, expect, it } from "@jest/globals";
import { bar, codeOf, openExchange, play } from "../../test/exchange-fixture.ts";
import { amend, cancel, type Exchange, levels, type OrderRequest, place, setLeverage } from "./index.ts";

const buy: OrderRequest = { symbol: "BTCUSDT", side: "BUY", type: "MARKET", quantity: "0.1" };
const bid: OrderRequest = { symbol: "BTCUSDT", side: "BUY", type: "LIMIT", quantity: "0.1", price: "29900" };

function accepted(exchange: Exchange, request: OrderRequest) {
  const outcome = place(exchange, request);
  if (!outcome.accepted) throw new Error(outcome.message);
  return outcome.value;
}

function bestAsk(exchange: Exchange) {
  const market = exchange.markets.BTCUSDT!;
  return levels(market, { price: market.lastPrice, at: exchange.marketAt, seed: exchange.seed }, "ASK", 100);
}

describe("placing plain orders", () => {
  it("a market buy fills at the best ask, above the last price", () => {
    const exchange = openExchange();
    const { order, events } = accepted(exchange, buy);
    expect(order.status).toBe("FILLED");
    expect(Number(exchange.fills[0]?.price)).toBeGreaterThan(30_000);
    expect(Number(exchange.fills[0]?.price)).toBeLessThan(30_010);
    expect(events.map((event) => (event.kind === "order" ? event.execution : event.kind))).toEqual(["NEW", "account", "TRADE"]);
  });

  it("a large market order walks the levels and pays more with each", () => {
    const exchange = openExchange({ walletUsd: "100000000" });
    accepted(exchange, { ...buy, quantity: "60" });
    const prices = exchange.fills.map((fill) => Number(fill.price));
    expect(prices.length).toBeGreaterThan(2);
    expect(prices).toEqual([...prices].sort((a, b) => a - b));
  });

  it("what is taken is gone until the next bar", () => {
    const exchange = openExchange({ walletUsd: "100000000" });
    const [first] = bestAsk(exchange);
    accepted(exchange, { ...buy, quantity: (first!.steps * 0.001).toFixed(3) });
    expect(bestAsk(exchange)[0]!.ticks).toBeGreaterThan(first!.ticks);
    play(exchange, { BTCUSDT: bar(30_000, 30_000, 30_000, 30_000) });
    expect(bestAsk(exchange)[0]!.ticks).toBe(first!.ticks);
  });

  it("a market order takes nothing beyond the take bound: the rest expires", () => {
    const exchange = openExchange({ walletUsd: "100000000000", leverage: 5 });
    const { order } = accepted(exchange, { ...buy, quantity: "1000" });
    expect(order.status).toBe("EXPIRED");
    expect(Number(order.executedQuantity)).toBeGreaterThan(0);
    expect(Math.max(...exchange.fills.map((fill) => Number(fill.price)))).toBeLessThanOrEqual(31_500);
  });

  it.each([
    ["an unknown symbol", { ...buy, symbol: "NOPEUSDT" }, -1121],
    ["a quantity of zero", { ...buy, quantity: "0" }, -4003],
    ["a quantity that is no number", { ...buy, quantity: "1e3" }, -1102],
    ["a quantity off the step", { ...buy, quantity: "0.1001" }, -1111],
    ["a quantity above the maximum", { ...buy, quantity: "1001" }, -4005],
    ["a price off the tick", { ...bid, price: "29900.05" }, -4014],
    ["a limit order without price", { ...bid, price: undefined }, -1102],
    ["a buy more than 5 % above the mark price", { ...bid, price: "31500.1" }, -4016],
    ["a sell more than 5 % below the mark price", { ...bid, side: "SELL", price: "28499.9" }, -4024],
    ["reduce-only without a position", { ...buy, side: "SELL", reduceOnly: true }, -2022],
  ] as const)("refuses %s", (_, request, code) => {
    const exchange = openExchange();
    const before = JSON.stringify(exchange);
    expect(codeOf(place(exchange, request as OrderRequest))).toBe(code);
    expect(JSON.stringify(exchange)).toBe(before);
  });

  it("accepts a buy exactly 5 % above the mark price", () => {
    expect(codeOf(place(openExchange(), { ...bid, price: "31500" }))).toBeNull();
  });

  it("a notional of exactly 5 USD is enough, one step less is not", () => {
    const eth = { ...bid, symbol: "ETHUSDT", price: "2000" };
    expect(codeOf(place(openExchange(), { ...eth, quantity: "0.003" }))).toBeNull();
    expect(codeOf(place(openExchange(), { ...eth, quantity: "0.002" }))).toBe(-4164);
    expect(codeOf(place(openExchange(), { ...eth, quantity: "0.0025" }))).toBe(-1111);
  });

  it("the minimum notional does not bind reduce-only orders", () => {
    const exchange = openExchange();
    accepted(exchange, { ...buy, symbol: "ETHUSDT", quantity: "0.1" });
    expect(codeOf(place(exchange, { ...buy, symbol: "ETHUSDT", side: "SELL", quantity: "0.001", reduceOnly: true }))).toBeNull();
  });

  it("margin: what equity times leverage can carry passes, more is refused", () => {
    const exchange = openExchange();
    expect(setLeverage(exchange, "BTCUSDT", 10).accepted).toBe(true);
    expect(codeOf(place(exchange, { ...bid, quantity: "3.345", price: "29900" }))).toBe(-2019);
    expect(codeOf(place(exchange, { ...bid, quantity: "3.344", price: "29900" }))).toBeNull();
  });

  it("resting orders bind margin until they are cancelled", () => {
    const exchange = openExchange({ leverage: 1 });
    const { order } = accepted(exchange, { ...bid, quantity: "0.3" });
    expect(codeOf(place(exchange, { ...bid, quantity: "0.1" }))).toBe(-2019);
    expect(cancel(exchange, { symbol: "BTCUSDT", orderId: order.orderId }).accepted).toBe(true);
    expect(codeOf(place(exchange, { ...bid, quantity: "0.1" }))).toBeNull();
  });

  it("an order that lowers the position needs no margin", () => {
    const exchange = openExchange({ leverage: 1 });
    accepted(exchange, { ...buy, quantity: "0.33" });
    expect(codeOf(place(exchange, { ...buy, side: "SELL", quantity: "0.33" }))).toBeNull();
  });

  it("a client id may be used again only after its order is done", () => {
    const exchange = openExchange();
    const { order } = accepted(exchange, { ...bid, clientOrderId: "mine" });
    expect(codeOf(place(exchange, { ...bid, clientOrderId: "mine" }))).toBe(-4116);
    cancel(exchange, { symbol: "BTCUSDT", orderId: order.orderId });
    expect(codeOf(place(exchange, { ...bid, clientOrderId: "mine" }))).toBeNull();
  });

  it("post-only is refused where it would take and rests where it would not", () => {
    const exchange = openExchange();
    const ask = (bestAsk(exchange)[0]!.ticks * 0.1).toFixed(1);
    const below = ((bestAsk(exchange)[0]!.ticks - 1) * 0.1).toFixed(1);
    expect(codeOf(place(exchange, { ...bid, price: ask, timeInForce: "GTX" }))).toBe(-5022);
    expect(accepted(exchange, { ...bid, price: below, timeInForce: "GTX" }).order.status).toBe("NEW");
  });

  it("IOC takes what there is within its limit and the rest expires", () => {
    const exchange = openExchange({ walletUsd: "100000000" });
    const [first] = bestAsk(exchange);
    const quantity = (first!.steps * 0.001 + 1).toFixed(3);
    const { order } = accepted(exchange, { ...bid, price: (first!.ticks * 0.1).toFixed(1), quantity, timeInForce: "IOC" });
    expect(order).toMatchObject({ status: "EXPIRED", executedQuantity: (first!.steps * 0.001).toFixed(3).replace(/\.?0+$/, "") });
  });

  it("FOK takes all or nothing", () => {
    const exchange = openExchange({ walletUsd: "100000000" });
    const [first] = bestAsk(exchange);
    const price = (first!.ticks * 0.1).toFixed(1);
    const fok = { ...bid, price, timeInForce: "FOK" } as const;
    expect(accepted(exchange, { ...fok, quantity: ((first!.steps + 1) * 0.001).toFixed(3) }).order).toMatchObject({
      status: "EXPIRED",
      executedQuantity: "0",
    });
    expect(accepted(exchange, { ...fok, quantity: (first!.steps * 0.001).toFixed(3) }).order.status).toBe("FILLED");
  });

  it("a limit order that crosses takes first and rests with what is left", () => {
    const exchange = openExchange({ walletUsd: "100000000" });
    const [first] = bestAsk(exchange);
    const { order } = accepted(exchange, {
      ...bid,
      price: (first!.ticks * 0.1).toFixed(1),
      quantity: ((first!.steps + 500) * 0.001).toFixed(3),
    });
    expect(order.status).toBe("PARTIALLY_FILLED");
    expect(exchange.markets.BTCUSDT?.openOrderIds).toEqual([order.orderId]);
  });

  it("a reduce-only order never turns the position around", () => {
    const exchange = openExchange();
    accepted(exchange, buy);
    const { order } = accepted(exchange, { ...buy, side: "SELL", quantity: "0.3", reduceOnly: true });
    expect(order).toMatchObject({ status: "EXPIRED", executedQuantity: "0.1" });
    expect(exchange.markets.BTCUSDT?.position.quantity).toBe("0");
  });

  it("what could only reduce expires when the position is flat", () => {
    const exchange = openExchange();
    accepted(exchange, buy);
    const { order } = accepted(exchange, { ...bid, side: "SELL", price: "30500", reduceOnly: true });
    accepted(exchange, { ...buy, side: "SELL" });
    expect(exchange.orders[order.orderId - 1]?.status).toBe("EXPIRED");
  });

  it("amending moves price and quantity; nothing to change is refused", () => {
    const exchange = openExchange();
    const { order } = accepted(exchange, bid);
    const mine = { symbol: "BTCUSDT", orderId: order.orderId };
    expect(codeOf(amend(exchange, mine, { quantity: "0.1", price: "29900" }))).toBe(-5027);
    expect(amend(exchange, mine, { quantity: "0.2", price: "29800" }).accepted).toBe(true);
    expect(exchange.orders[0]).toMatchObject({ quantity: "0.2", price: "29800", status: "NEW" });
    expect(codeOf(amend(exchange, { symbol: "BTCUSDT", orderId: 99 }, { quantity: "0.2", price: "29800" }))).toBe(-2013);
  });

  it("cancelling what is not open is refused", () => {
    const exchange = openExchange();
    accepted(exchange, { ...buy, clientOrderId: "done" });
    expect(codeOf(cancel(exchange, { symbol: "BTCUSDT", clientOrderId: "done" }))).toBe(-2011);
    expect(codeOf(cancel(exchange, { symbol: "BTCUSDT", orderId: 42 }))).toBe(-2011);
  });

  it("leverage outside 1 to the maximum is refused", () => {
    const exchange = openExchange();
    for (const [leverage, code] of [
      [0, -4028],
      [1, null],
      [125, null],
      [126, -4028],
      [1.5, -4028],
    ] as const) {
      expect(codeOf(setLeverage(exchange, "BTCUSDT", leverage))).toBe(code);
    }
  });
});
