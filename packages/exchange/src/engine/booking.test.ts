import { describe, expect, it } from "@jest/globals";
import Big from "big.js";
import fc from "fast-check";
import { bar, openExchange, play } from "../../test/exchange-fixture.ts";
import {
  type AlgoRequest,
  amend,
  cancel,
  cancelAll,
  countdownCancelAll,
  type Exchange,
  equityOf,
  isOpen,
  type OrderRequest,
  place,
  placeAlgo,
  setLeverage,
} from "./index.ts";

type Step =
  | { kind: "order"; request: OrderRequest }
  | { kind: "algo"; request: AlgoRequest }
  | { kind: "amend"; orderId: number; ticks: number }
  | { kind: "cancel"; orderId: number }
  | { kind: "cancelAll" }
  | { kind: "countdown"; ms: number }
  | { kind: "leverage"; leverage: number }
  | { kind: "bar"; move: number; up: number; down: number; volume: number };

const symbol = fc.constantFrom("BTCUSDT", "ETHUSDT");
const side = fc.constantFrom("BUY" as const, "SELL" as const);
const priceOf = (name: string, ticks: number) => (name === "BTCUSDT" ? (30_000 + ticks).toFixed(1) : (2_000 + ticks / 15).toFixed(2));
const quantity = fc.integer({ min: 1, max: 3_000 }).map((steps) => (steps * 0.001).toFixed(3));
const ticks = fc.integer({ min: -900, max: 900 });

const order = fc
  .record({
    symbol,
    side,
    quantity,
    ticks,
    type: fc.constantFrom("MARKET" as const, "LIMIT" as const),
    timeInForce: fc.constantFrom("GTC" as const, "IOC" as const, "FOK" as const, "GTX" as const),
    reduceOnly: fc.boolean(),
  })
  .map(({ ticks: offset, ...rest }): Step => ({ kind: "order", request: { ...rest, price: priceOf(rest.symbol, offset) } }));
const algo = fc
  .record({
    symbol,
    side,
    quantity,
    ticks,
    limitTicks: ticks,
    reduceOnly: fc.boolean(),
    closes: fc.boolean(),
    type: fc.constantFrom("STOP_MARKET" as const, "TAKE_PROFIT_MARKET" as const, "STOP" as const, "TRAILING_STOP_MARKET" as const),
  })
  .map(({ ticks: offset, limitTicks, closes, ...rest }): Step => {
    const base = { ...rest, triggerPrice: priceOf(rest.symbol, offset), price: priceOf(rest.symbol, limitTicks), callbackPercent: 0.5 };
    const market = rest.type === "STOP_MARKET" || rest.type === "TAKE_PROFIT_MARKET";
    return {
      kind: "algo",
      request: closes && market ? { ...base, quantity: undefined, reduceOnly: undefined, closePosition: true } : base,
    };
  });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: order },
  { weight: 3, arbitrary: algo },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("amend" as const), orderId: fc.integer({ min: 1, max: 20 }), ticks }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("cancel" as const), orderId: fc.integer({ min: 1, max: 20 }) }) },
  { weight: 1, arbitrary: fc.constant({ kind: "cancelAll" as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("countdown" as const), ms: fc.integer({ min: 0, max: 600_000 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("leverage" as const), leverage: fc.integer({ min: 1, max: 125 }) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("bar" as const),
      move: fc.integer({ min: -400, max: 400 }),
      up: fc.integer({ min: 0, max: 600 }),
      down: fc.integer({ min: 0, max: 600 }),
      volume: fc.integer({ min: 0, max: 2_000 }),
    }),
  },
);

/** Applies a step; answers the range each symbol traded in when it was a bar. */
function apply(exchange: Exchange, each: Step): void {
  if (each.kind === "order") place(exchange, each.request);
  else if (each.kind === "algo") placeAlgo(exchange, each.request);
  else if (each.kind === "amend")
    amend(exchange, { symbol: "BTCUSDT", orderId: each.orderId }, { quantity: "0.5", price: priceOf("BTCUSDT", each.ticks) });
  else if (each.kind === "cancel") cancel(exchange, { symbol: "BTCUSDT", orderId: each.orderId });
  else if (each.kind === "cancelAll") cancelAll(exchange, "ETHUSDT");
  else if (each.kind === "countdown") countdownCancelAll(exchange, "BTCUSDT", each.ms);
  else if (each.kind === "leverage") setLeverage(exchange, "BTCUSDT", each.leverage);
  else playMove(exchange, each);
}

function playMove(exchange: Exchange, { move, up, down, volume }: Extract<Step, { kind: "bar" }>): void {
  const btc = exchange.markets.BTCUSDT!.lastPrice;
  const eth = exchange.markets.ETHUSDT!.lastPrice;
  const close = Math.max(15_000, btc + move);
  const ethClose = Number(Math.max(1_000, eth - move / 15).toFixed(2));
  const before = exchange.fills.length;
  const ranges = {
    BTCUSDT: bar(btc, Math.max(btc, close) + up, Math.min(btc, close) - down, close, volume),
    ETHUSDT: bar(
      eth,
      Number((Math.max(eth, ethClose) + up / 15).toFixed(2)),
      Number((Math.min(eth, ethClose) - down / 15).toFixed(2)),
      ethClose,
      volume * 15,
    ),
  };
  play(exchange, ranges);
  for (const fill of exchange.fills.slice(before)) {
    const { high, low } = ranges[fill.symbol as keyof typeof ranges];
    expect(Number(fill.price)).toBeGreaterThanOrEqual(low);
    expect(Number(fill.price)).toBeLessThanOrEqual(high);
  }
}

/** Everything that must hold whatever was done. */
function assertBooks(exchange: Exchange): void {
  const { totals } = exchange;
  const wallet = new Big(exchange.startWalletUsd)
    .plus(totals.realisedPnlUsd)
    .minus(totals.feesUsd)
    .plus(totals.fundingUsd)
    .plus(totals.insuranceUsd);
  expect(exchange.walletUsd).toBe(wallet.toFixed());
  const sum = (values: readonly string[]) => values.reduce((total, value) => total.plus(value), new Big(0)).toFixed();
  expect(sum(exchange.fills.map((fill) => fill.realisedPnlUsd))).toBe(totals.realisedPnlUsd);
  expect(sum(exchange.fills.map((fill) => fill.feeUsd))).toBe(totals.feesUsd);
  expect(sum(exchange.income.map((entry) => entry.amountUsd))).toBe(wallet.minus(exchange.startWalletUsd).toFixed());
  for (const name of exchange.symbols) {
    const { position } = exchange.markets[name]!;
    const fills = exchange.fills.filter((fill) => fill.symbol === name);
    expect(sum(fills.map((fill) => (fill.side === "BUY" ? fill.quantity : `-${fill.quantity}`)))).toBe(position.quantity);
    // Cash view of the same thing: what was paid for what is held, and what came of the rest.
    const cash = sum(fills.map((fill) => (fill.side === "BUY" ? `-${fill.quoteUsd}` : fill.quoteUsd)));
    const realised = sum(fills.map((fill) => fill.realisedPnlUsd));
    const cost = new Big(position.quantity).gte(0) ? new Big(position.costUsd) : new Big(position.costUsd).neg();
    expect(new Big(realised).minus(cost).toFixed()).toBe(cash);
  }
  for (const each of exchange.orders) {
    expect(new Big(each.executedQuantity).lte(each.quantity)).toBe(true);
    const filled = sum(exchange.fills.filter((fill) => fill.orderId === each.orderId).map((fill) => fill.quantity));
    expect(filled).toBe(new Big(each.executedQuantity).toFixed());
    expect(exchange.markets[each.symbol]!.openOrderIds.includes(each.orderId)).toBe(isOpen(each));
  }
}

describe("the books", () => {
  it("are exact whatever is done: wallet, positions, cash, fills, prices within the bar", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 60 }), (steps) => {
        const exchange = openExchange();
        for (const each of steps) apply(exchange, each);
        assertBooks(exchange);
      }),
      { numRuns: 150, seed: 42 },
    );
  });

  it("do not depend on whether the state was written down and read again in between", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), fc.nat(), (steps, cut) => {
        const straight = openExchange();
        for (const each of steps) apply(straight, each);
        let broken = openExchange();
        steps.forEach((each, index) => {
          if (index === cut % steps.length) broken = JSON.parse(JSON.stringify(broken));
          apply(broken, each);
        });
        expect(broken).toEqual(straight);
      }),
      { numRuns: 60, seed: 43 },
    );
  });

  it("a round trip in three parts realises exactly what it cost and brought", () => {
    const exchange = openExchange();
    const trade = (side: "BUY" | "SELL", quantity: string) => place(exchange, { symbol: "ETHUSDT", side, type: "MARKET", quantity });
    trade("BUY", "0.7");
    play(exchange, { ETHUSDT: bar(2_000, 2_031, 1_999, 2_013.37) });
    trade("BUY", "0.3");
    trade("SELL", "0.333");
    trade("SELL", "0.333");
    trade("SELL", "0.334");
    expect(exchange.markets.ETHUSDT?.position).toMatchObject({ quantity: "0", costUsd: "0" });
    assertBooks(exchange);
    expect(equityOf(exchange)).toBe(exchange.walletUsd);
  });

  it("turning a position around closes the old one and opens the rest at the new price", () => {
    const exchange = openExchange();
    place(exchange, { symbol: "BTCUSDT", side: "BUY", type: "MARKET", quantity: "0.1" });
    place(exchange, { symbol: "BTCUSDT", side: "SELL", type: "MARKET", quantity: "0.3" });
    const sold = exchange.fills[1]!;
    expect(exchange.markets.BTCUSDT?.position.quantity).toBe("-0.2");
    expect(exchange.markets.BTCUSDT?.position.costUsd).toBe(new Big(sold.price).times("0.2").toFixed());
    assertBooks(exchange);
  });

  it("fees: 0.05 % taking, 0.02 % resting, rounded to 8 digits", () => {
    const exchange = openExchange();
    place(exchange, { symbol: "BTCUSDT", side: "BUY", type: "MARKET", quantity: "0.001" });
    const fill = exchange.fills[0]!;
    expect(fill.feeUsd).toBe(new Big(fill.price).times("0.001").times("0.0005").round(8).toFixed());
  });
});
