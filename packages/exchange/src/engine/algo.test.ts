import { describe, expect, it } from "@jest/globals";
import { bar, codeOf, openExchange, play } from "../../test/exchange-fixture.ts";
import { type AlgoRequest, cancelAlgo, cancelAll, cancelAllAlgos, type Exchange, place, placeAlgo } from "./index.ts";

const stop: AlgoRequest = {
  symbol: "BTCUSDT",
  side: "SELL",
  type: "STOP_MARKET",
  triggerPrice: "29500",
  quantity: "0.1",
  reduceOnly: true,
  clientAlgoId: "stop",
};

function withLong(settings = {}): Exchange {
  const exchange = openExchange(settings);
  expect(place(exchange, { symbol: "BTCUSDT", side: "BUY", type: "MARKET", quantity: "0.1" }).accepted).toBe(true);
  return exchange;
}

describe("conditional orders", () => {
  it("a stop triggers where its price is touched and fills there or a little worse", () => {
    const exchange = withLong();
    placeAlgo(exchange, stop);
    play(exchange, { BTCUSDT: bar(30_000, 30_050, 29_500, 29_900) });
    expect(exchange.algos[0]?.status).toBe("FINISHED");
    expect(exchange.fills[1]).toMatchObject({ price: "29500.0", side: "SELL", quantity: "0.100" });
    expect(exchange.markets.BTCUSDT?.position.quantity).toBe("0");
  });

  it("a stop slips below its trigger when the bar goes further", () => {
    const exchange = withLong();
    placeAlgo(exchange, stop);
    play(exchange, { BTCUSDT: bar(30_000, 30_050, 29_000, 29_900) });
    const price = Number(exchange.fills[1]?.price);
    expect(price).toBeLessThan(29_500);
    expect(price).toBeGreaterThan(29_490);
  });

  it("one tick above the trigger nothing happens", () => {
    const exchange = withLong();
    placeAlgo(exchange, stop);
    expect(play(exchange, { BTCUSDT: bar(30_000, 30_050, 29_500.1, 29_900) })).toEqual([]);
  });

  it("a gap beyond the stop fills at the open, not at the stop", () => {
    const exchange = withLong();
    placeAlgo(exchange, stop);
    play(exchange, { BTCUSDT: bar(29_000, 29_200, 28_900, 29_100) });
    expect(Number(exchange.fills[1]?.price)).toBeLessThanOrEqual(29_000);
    expect(Number(exchange.fills[1]?.price)).toBeGreaterThan(28_990);
  });

  it("of stop and take-profit in one bar the one on the path first wins: a rising bar sees its low first", () => {
    const exchange = withLong();
    placeAlgo(exchange, stop);
    placeAlgo(exchange, { ...stop, type: "TAKE_PROFIT_MARKET", triggerPrice: "30500", clientAlgoId: "take" });
    play(exchange, { BTCUSDT: bar(30_000, 30_600, 29_400, 30_100) });
    expect(exchange.algos.map((algo) => algo.status)).toEqual(["FINISHED", "REJECTED"]);
    expect(exchange.algos[1]?.reason).toBe("ReduceOnly Order is rejected.");
  });

  it("a falling bar sees its high first", () => {
    const exchange = withLong();
    placeAlgo(exchange, stop);
    placeAlgo(exchange, { ...stop, type: "TAKE_PROFIT_MARKET", triggerPrice: "30500", clientAlgoId: "take" });
    play(exchange, { BTCUSDT: bar(30_000, 30_600, 29_400, 29_900) });
    expect(exchange.algos.map((algo) => algo.status)).toEqual(["REJECTED", "FINISHED"]);
  });

  it("closePosition closes whatever is held when it triggers", () => {
    const exchange = withLong();
    placeAlgo(exchange, { ...stop, quantity: undefined, reduceOnly: undefined, closePosition: true });
    place(exchange, { symbol: "BTCUSDT", side: "BUY", type: "MARKET", quantity: "0.05" });
    play(exchange, { BTCUSDT: bar(30_000, 30_050, 29_400, 29_900) });
    expect(exchange.orders[2]).toMatchObject({ quantity: "0.15", status: "FILLED", closePosition: true });
  });

  it("a working type of MARK_PRICE ignores a wick that the mark price does not follow", () => {
    const exchange = withLong();
    placeAlgo(exchange, { ...stop, workingType: "MARK_PRICE" });
    const wick = { BTCUSDT: bar(30_000, 30_050, 29_000, 29_900) };
    play(exchange, wick, { marks: { BTCUSDT: bar(30_000, 30_050, 29_600, 29_900) } });
    expect(exchange.algos[0]?.status).toBe("NEW");
    play(exchange, { BTCUSDT: bar(29_900, 29_950, 29_600, 29_800) }, { marks: { BTCUSDT: bar(29_900, 29_950, 29_500, 29_800) } });
    expect(exchange.algos[0]?.status).toBe("FINISHED");
  });

  it("a stop-limit whose limit the market has left behind rests", () => {
    const exchange = openExchange();
    placeAlgo(exchange, {
      symbol: "BTCUSDT",
      side: "BUY",
      type: "STOP",
      triggerPrice: "30200",
      price: "30100",
      quantity: "0.1",
      timeInForce: "GTC",
    });
    play(exchange, { BTCUSDT: bar(30_000, 30_300, 29_990, 30_250) });
    expect(exchange.orders[0]).toMatchObject({ status: "NEW", type: "LIMIT", originalType: "STOP", algoId: exchange.algos[0]?.algoId });
    play(exchange, { BTCUSDT: bar(30_250, 30_300, 30_050, 30_100) });
    expect(exchange.orders[0]?.status).toBe("FILLED");
    expect(exchange.fills[0]).toMatchObject({ price: "30100.0", maker: true });
  });

  it("a trailing stop follows the best price and triggers at its distance", () => {
    const exchange = withLong();
    placeAlgo(exchange, { ...stop, type: "TRAILING_STOP_MARKET", triggerPrice: undefined, callbackPercent: 1 });
    play(exchange, { BTCUSDT: bar(30_000, 30_500, 29_990, 30_400) });
    expect(exchange.algos[0]).toMatchObject({ status: "NEW", extreme: 30_500, trigger: 30_195 });
    play(exchange, { BTCUSDT: bar(30_400, 30_400, 30_195.1, 30_300) });
    expect(exchange.algos[0]?.status).toBe("NEW");
    play(exchange, { BTCUSDT: bar(30_300, 30_310, 30_100, 30_150) });
    expect(exchange.algos[0]?.status).toBe("FINISHED");
    expect(Number(exchange.fills[1]?.price)).toBeLessThanOrEqual(30_195);
  });

  it("a trailing stop with an activation price sleeps until it is reached", () => {
    const exchange = withLong();
    placeAlgo(exchange, { ...stop, type: "TRAILING_STOP_MARKET", triggerPrice: undefined, callbackPercent: 1, activationPrice: "30400" });
    play(exchange, { BTCUSDT: bar(30_000, 30_399, 29_500, 30_000) });
    expect(exchange.algos[0]).toMatchObject({ status: "NEW", extreme: 0 });
    play(exchange, { BTCUSDT: bar(30_000, 30_400, 29_950, 30_390) });
    expect(exchange.algos[0]).toMatchObject({ status: "NEW", extreme: 30_400 });
  });

  it("a triggered entry without margin is rejected then, not when it is placed", () => {
    const exchange = openExchange({ walletUsd: "100", leverage: 1 });
    const entry: AlgoRequest = { symbol: "BTCUSDT", side: "BUY", type: "STOP_MARKET", triggerPrice: "30100", quantity: "0.1" };
    expect(placeAlgo(exchange, entry).accepted).toBe(true);
    play(exchange, { BTCUSDT: bar(30_000, 30_200, 29_990, 30_150) });
    expect(exchange.algos[0]).toMatchObject({ status: "REJECTED", reason: "Margin is insufficient." });
    expect(exchange.orders).toEqual([]);
  });

  it.each([
    ["a sell stop at the price", { ...stop, triggerPrice: "30000" }, -2021],
    ["a buy stop below the price", { ...stop, side: "BUY", triggerPrice: "29999.9" }, -2021],
    ["a sell take-profit at the price", { ...stop, type: "TAKE_PROFIT_MARKET", triggerPrice: "30000" }, -2021],
    ["a stop without trigger", { ...stop, triggerPrice: undefined }, -1102],
    ["a stop without quantity", { ...stop, quantity: undefined }, -1102],
    ["closePosition with a quantity", { ...stop, closePosition: true, reduceOnly: false }, -1102],
    ["a callback of 0.09 %", { ...stop, type: "TRAILING_STOP_MARKET", callbackPercent: 0.09 }, -4119],
    ["a callback of 10.1 %", { ...stop, type: "TRAILING_STOP_MARKET", callbackPercent: 10.1 }, -4119],
  ] as const)("refuses %s", (_, request, code) => {
    expect(codeOf(placeAlgo(withLong(), request as AlgoRequest))).toBe(code);
  });

  it("accepts a sell stop one tick below the price", () => {
    expect(codeOf(placeAlgo(withLong(), { ...stop, triggerPrice: "29999.9" }))).toBeNull();
  });

  it("an id twice among the waiting ones is refused, an eleventh too", () => {
    const exchange = withLong();
    placeAlgo(exchange, stop);
    expect(codeOf(placeAlgo(exchange, stop))).toBe(-4116);
    for (let i = 1; i < 10; i++) expect(codeOf(placeAlgo(exchange, { ...stop, clientAlgoId: `s${i}` }))).toBeNull();
    expect(codeOf(placeAlgo(exchange, { ...stop, clientAlgoId: "eleventh" }))).toBe(-4045);
  });

  it("cancelling all plain orders leaves protective stops alone, and the other way round", () => {
    const exchange = withLong();
    placeAlgo(exchange, stop);
    place(exchange, { symbol: "BTCUSDT", side: "BUY", type: "LIMIT", quantity: "0.1", price: "29000" });
    cancelAll(exchange, "BTCUSDT");
    expect([exchange.orders[1]?.status, exchange.algos[0]?.status]).toEqual(["CANCELED", "NEW"]);
    cancelAllAlgos(exchange, "BTCUSDT");
    expect(exchange.algos[0]?.status).toBe("CANCELED");
    expect(codeOf(cancelAlgo(exchange, { clientAlgoId: "stop" }))).toBe(-2011);
  });
});
