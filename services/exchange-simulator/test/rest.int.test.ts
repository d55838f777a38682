import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type CcxtExchange, startTestSimulator, type TestSimulator } from "./simulator-fixture.ts";

const BTC = "BTC/USDT:USDT";
const ETH = "ETH/USDT:USDT";
let simulator: TestSimulator;
let exchange: CcxtExchange;

beforeAll(async () => {
  simulator = await startTestSimulator();
  exchange = await simulator.rest();
});
afterAll(() => simulator.close());

/** Name of the ccxt error and Binance's code. */
async function errorOf(call: () => Promise<unknown>): Promise<[string, number]> {
  try {
    await call();
  } catch (error) {
    const { name, message } = error as Error;
    return [name, Number(/"code":(-?\d+)/.exec(message)?.[1] ?? 0)];
  }
  throw new Error("the call was accepted");
}

const last = async (symbol: string): Promise<number> => (await exchange.fetchTicker(symbol)).last;

describe("unmodified ccxt against the simulator: market data", () => {
  it("loads markets with precision, limits and fees", () => {
    expect(exchange.symbols.filter((symbol: string) => symbol.endsWith(":USDT"))).toEqual([BTC, ETH, "XRP/USDT:USDT"]);
    expect(exchange.market(BTC)).toMatchObject({ linear: true, contractSize: 1, limits: { cost: { min: 5 } } });
  });

  it("server time is wall time, so that signatures hold however fast the market goes", async () => {
    expect(Math.abs((await exchange.fetchTime()) - Date.now())).toBeLessThan(5_000);
  });

  it("klines end with the newest closed bar and never look ahead", async () => {
    const bars = await exchange.fetchOHLCV(BTC, "5m", undefined, 100);
    expect(bars).toHaveLength(100);
    expect(bars.at(-1)[0]).toBe(simulator.venue.marketAt - 300_000);
    const later = await exchange.fetchOHLCV(BTC, "5m", simulator.venue.marketAt, 10);
    expect(later).toEqual([]);
  });

  it("longer klines are made of the base bars", async () => {
    const [hour] = await exchange.fetchOHLCV(BTC, "1h", simulator.venue.marketAt - 3_600_000, 1);
    const bars = await exchange.fetchOHLCV(BTC, "5m", simulator.venue.marketAt - 3_600_000, 12);
    expect(hour[1]).toBe(bars[0][1]);
    expect(hour[2]).toBe(Math.max(...bars.map((bar: number[]) => bar[2] as number)));
    expect(hour[4]).toBe(bars[11][4]);
  });

  it("book, ticker, mark price, funding and trades fit each other", async () => {
    const book = await exchange.fetchOrderBook(BTC, 20);
    const ticker = await exchange.fetchTicker(BTC);
    expect(book.bids).toHaveLength(20);
    expect(book.bids[0][0]).toBeLessThan(book.asks[0][0]);
    expect(Math.abs(ticker.last / book.bids[0][0] - 1)).toBeLessThan(0.001);
    const tops = await exchange.fetchBidsAsks();
    expect(tops[BTC].bid).toBe(book.bids[0][0]);
    expect(Object.keys(await exchange.fetchTickers())).toHaveLength(3);
    const funding = await exchange.fetchFundingRate(BTC);
    expect(funding.fundingTimestamp - simulator.venue.marketAt).toBeLessThanOrEqual(8 * 3_600_000);
    expect((await exchange.fetchFundingRateHistory(BTC, undefined, 3)).length).toBeGreaterThan(0);
    const [trade] = await exchange.fetchTrades(BTC, undefined, 1);
    expect(trade.info.synthetic).toBe(true);
  });
});

describe("unmodified ccxt against the simulator: trading", () => {
  it("an entry with stop and take-profit, then the stop is hit; trades, income and books agree", async () => {
    await exchange.setLeverage(5, BTC);
    const price = await last(BTC);
    const entry = await exchange.createOrder(BTC, "market", "buy", 0.05, undefined, { clientOrderId: "entry-1" });
    expect(entry).toMatchObject({ status: "closed", filled: 0.05, clientOrderId: "entry-1" });
    const stop = await exchange.createOrder(BTC, "market", "sell", 0.05, undefined, {
      stopLossPrice: price * 0.999,
      reduceOnly: true,
      clientAlgoId: "stop-1",
    });
    await exchange.createOrder(BTC, "market", "sell", 0.05, undefined, {
      takeProfitPrice: price * 1.5,
      reduceOnly: true,
      clientAlgoId: "take-1",
    });
    expect(
      (await exchange.fetchOpenOrders(BTC, undefined, undefined, { trigger: true })).map((order: { type: string }) => order.type),
    ).toEqual(["market", "market"]);
    const [position] = await exchange.fetchPositions([BTC]);
    expect(position).toMatchObject({ side: "long", contracts: 0.05 });
    for (let i = 0; i < 200 && simulator.venue.exchange.algos[0]?.status === "NEW"; i++) await simulator.step();
    const found = await exchange.fetchOrder(undefined, BTC, { trigger: true, clientAlgoId: "stop-1" });
    expect(found.info).toMatchObject({ algoId: Number(stop.id), algoStatus: "FINISHED" });
    const trades = await exchange.fetchMyTrades(BTC);
    expect(trades.map((trade: { side: string; amount: number }) => [trade.side, trade.amount])).toEqual([
      ["buy", 0.05],
      ["sell", 0.05],
    ]);
    expect(await exchange.fetchPositions([BTC])).toEqual([]);
    const { json } = await simulator.control("GET", "books");
    const income = await exchange.fetchLedger();
    const sum = income.reduce((total: number, entry: { info: { income: string } }) => total + Number(entry.info.income), 0);
    expect(Number(json.walletUsd) - 10_000).toBeCloseTo(sum, 8);
    expect((await exchange.fetchBalance()).USDT.total).toBeCloseTo(Number(json.walletUsd), 8);
    await exchange.cancelAllOrders(BTC, { trigger: true });
  });

  it("limit orders: place, ask for, change, cancel", async () => {
    const price = Math.floor((await last(ETH)) * 0.97);
    const order = await exchange.createOrder(ETH, "limit", "buy", 0.1, price, { postOnly: true, clientOrderId: "limit-1" });
    expect(order).toMatchObject({ status: "open", postOnly: true });
    expect(await exchange.fetchOrder(undefined, ETH, { origClientOrderId: "limit-1" })).toMatchObject({ id: order.id, amount: 0.1 });
    expect((await exchange.editOrder(order.id, ETH, "limit", "buy", 0.2, price - 1)).amount).toBe(0.2);
    expect(await exchange.fetchOpenOrders(ETH)).toHaveLength(1);
    await exchange.cancelOrder(order.id, ETH);
    expect(await exchange.fetchOrder(order.id, ETH)).toMatchObject({ status: "canceled" });
    await exchange.createOrder(ETH, "limit", "buy", 0.1, price);
    await exchange.cancelAllOrders(ETH);
    expect(await exchange.fetchOpenOrders(ETH)).toEqual([]);
    expect(await exchange.createOrder(ETH, "limit", "buy", 0.1, price, { timeInForce: "IOC" })).toMatchObject({
      status: "expired",
      filled: 0,
    });
  });

  it("several orders at once: each with its own answer", async () => {
    const price = Math.floor((await last(ETH)) * 0.97);
    const limit = (amount: number) => ({ symbol: ETH, type: "limit", side: "buy", amount, price });
    const orders = await exchange.createOrders([limit(0.1), limit(9_999)]);
    expect(orders.map((order: { status: string }) => order.status)).toEqual(["open", "rejected"]);
    await exchange.cancelAllOrders(ETH);
  });

  it("the dead-man switch cancels plain orders with market time and leaves protective stops", async () => {
    const price = await last(ETH);
    await exchange.createOrder(ETH, "limit", "buy", 0.1, Math.floor(price * 0.96));
    await exchange.createOrder(ETH, "market", "buy", 0.1, undefined, { stopLossPrice: Math.ceil(price * 1.2), clientAlgoId: "far" });
    await exchange.fapiPrivatePostCountdownCancelAll({ symbol: "ETHUSDT", countdownTime: 60_000 });
    await simulator.step();
    expect(await exchange.fetchOpenOrders(ETH)).toEqual([]);
    expect(await exchange.fetchOpenOrders(ETH, undefined, undefined, { trigger: true })).toHaveLength(1);
    await exchange.cancelOrder(undefined, ETH, { trigger: true, clientAlgoId: "far" });
  });

  it("settings of the account can be read", async () => {
    expect((await exchange.fetchPositionMode()).hedged).toBe(false);
    const tiers = (await exchange.fetchLeverageTiers([BTC]))[BTC] as { tier: number; maxLeverage: number; maxNotional: number }[];
    expect(tiers).toHaveLength(10);
    expect(tiers[0]).toMatchObject({ tier: 1, minNotional: 0, maxNotional: 50_000, maxLeverage: 125, maintenanceMarginRate: 0.004 });
    expect(tiers[3]).toMatchObject({ maxLeverage: 20, maintenanceMarginRate: 0.025, info: { cum: 16_300 } });
    expect((await exchange.fetchLeverages())[BTC].marginMode).toBe("cross");
    expect((await exchange.fetchTradingFee(BTC)).taker).toBe(0.0005);
    expect(await exchange.sapiGetAccountApiRestrictions()).toMatchObject({ enableFutures: true, enableWithdrawals: false });
  });

  it("errors carry Binance's codes and become ccxt's classes", async () => {
    const price = await last(BTC);
    expect(await errorOf(() => exchange.createOrder(BTC, "market", "buy", 900))).toEqual(["ExchangeError", -2019]);
    expect((await errorOf(() => exchange.createOrder(ETH, "market", "sell", 1, undefined, { reduceOnly: true })))[1]).toBe(-2022);
    expect((await errorOf(() => exchange.createOrder(BTC, "market", "sell", 0.1, undefined, { stopLossPrice: price * 1.1 })))[1]).toBe(
      -2021,
    );
    expect(await errorOf(() => exchange.createOrder(BTC, "limit", "buy", 0.01, price * 1.02, { postOnly: true }))).toEqual([
      "InvalidOrder",
      -5022,
    ]);
    expect(await errorOf(() => exchange.cancelOrder("4242", BTC))).toEqual(["OrderNotFound", -2011]);
    expect(await errorOf(() => exchange.fetchOrder("4242", BTC))).toEqual(["OrderNotFound", -2013]);
    expect(await errorOf(() => exchange.setMarginMode("cross", BTC))).toEqual(["MarginModeAlreadySet", -4046]);
    expect(
      (
        await errorOf(() =>
          exchange.fapiPrivatePostOrder({ symbol: "BTCUSDT", side: "SELL", type: "STOP_MARKET", stopPrice: "1", quantity: "1" }),
        )
      )[1],
    ).toBe(-4120);
    expect(await errorOf(() => exchange.fapiPublicGetKlines({ symbol: "NOPEUSDT", interval: "5m" }))).toEqual(["BadSymbol", -1121]);
  });
});
