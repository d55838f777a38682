import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { generateMarket } from "@quantum/market";
import { loadBars } from "@quantum/market/files";
import { type Bar, deriveId } from "@quantum/types";
import { advance, createExchange, type Exchange, instrumentFor, place, placeAlgo } from "./index.ts";

const REAL = fileURLToPath(new URL("../../../../../shared/data/um/5m", import.meta.url));
const FROM_AT = Date.UTC(2023, 6, 13);
const STEP_MS = 300_000;
const SYMBOLS = ["BTCUSDT", "ETHUSDT", "BCHUSDT", "LTCUSDT", "ADAUSDT", "DOGEUSDT", "AVAXUSDT", "XLMUSDT"];
let series: Readonly<Record<string, readonly Bar[]>> = {};

/** Trades through a day by rote: now and then an entry with stop and take-profit, sometimes a resting order. */
function tradeDay(restartEveryBars: number): Exchange {
  const instruments = SYMBOLS.map((symbol) => instrumentFor(symbol, series[symbol]![0]!.close));
  let exchange = createExchange({ instruments, walletUsd: "10000", seed: 5, startAt: FROM_AT });
  for (let i = 0; i < 288; i++) {
    const closeAt = FROM_AT + (i + 1) * STEP_MS;
    const bars = SYMBOLS.flatMap((symbol) => {
      const bar = series[symbol]!.find((each) => each.openAt === closeAt - STEP_MS);
      return bar ? [{ symbol, bar }] : [];
    });
    advance(exchange, { closeAt, bars });
    for (const symbol of SYMBOLS) act(exchange, symbol, i);
    if (i % restartEveryBars === restartEveryBars - 1) exchange = JSON.parse(JSON.stringify(exchange));
  }
  return exchange;
}

function act(exchange: Exchange, symbol: string, i: number): void {
  const dice = Number.parseInt(deriveId(symbol, i).slice(0, 4), 36) % 40;
  const market = exchange.markets[symbol]!;
  if (dice > 2 || market.position.size !== 0) return;
  const side = dice === 0 ? "BUY" : "SELL";
  const sign = side === "BUY" ? 1 : -1;
  const exit = side === "BUY" ? "SELL" : "BUY";
  const quantity = (Math.ceil(300 / market.lastPrice / market.step) * market.step).toFixed(market.quantityDecimals);
  const at = (share: number) => (Math.round((market.lastPrice * (1 + share)) / market.tick) * market.tick).toFixed(market.priceDecimals);
  const limit = dice === 2 ? ({ type: "LIMIT", price: at(-sign * 0.001), timeInForce: "GTC" } as const) : ({ type: "MARKET" } as const);
  place(exchange, { symbol, side, quantity, ...limit });
  placeAlgo(exchange, { symbol, side: exit, type: "STOP_MARKET", triggerPrice: at(-sign * 0.005), closePosition: true });
  placeAlgo(exchange, { symbol, side: exit, type: "TAKE_PROFIT_MARKET", triggerPrice: at(sign * 0.006), quantity, reduceOnly: true });
}

beforeAll(async () => {
  series = existsSync(REAL)
    ? (await loadBars({ dir: REAL, interval: "5m", symbols: SYMBOLS, fromAt: FROM_AT, toAt: FROM_AT + 288 * STEP_MS })).series
    : generateMarket({ seed: 3, symbols: SYMBOLS, interval: "5m", fromAt: FROM_AT, bars: 288 }).series;
});

describe("a whole day", () => {
  it("gives the same books every time, also when the state is written down and read again every bar", () => {
    const books = JSON.stringify(tradeDay(1_000));
    expect(JSON.stringify(tradeDay(1_000))).toBe(books);
    expect(JSON.stringify(tradeDay(1))).toBe(books);
  });

  it("trades, pays funding, and every fill of a triggered or resting order lies within its bar", () => {
    const exchange = tradeDay(1_000);
    expect(exchange.fills.length).toBeGreaterThan(50);
    expect(exchange.income.some((entry) => entry.type === "FUNDING_FEE")).toBe(true);
    for (const fill of exchange.fills) {
      const order = exchange.orders[fill.orderId - 1]!;
      if (order.algoId === null && !fill.maker) continue;
      const bar = series[fill.symbol]!.find((each) => fill.filledAt >= each.openAt && fill.filledAt < each.openAt + STEP_MS)!;
      expect(Number(fill.price)).toBeGreaterThanOrEqual(bar.low);
      expect(Number(fill.price)).toBeLessThanOrEqual(bar.high);
    }
  });

  it("a market order after a close pays between nothing and half a per cent of slippage", () => {
    const exchange = tradeDay(1_000);
    const slippages = exchange.fills.flatMap((fill) => {
      const order = exchange.orders[fill.orderId - 1]!;
      if (order.originalType !== "MARKET") return [];
      const close = series[fill.symbol]!.find((each) => each.openAt + STEP_MS === fill.filledAt)!.close;
      return [((Number(fill.price) - close) / close) * (fill.side === "BUY" ? 1 : -1)];
    });
    expect(slippages.length).toBeGreaterThan(20);
    expect(Math.min(...slippages)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...slippages)).toBeLessThan(0.005);
  });
});
