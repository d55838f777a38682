import { describe, expect, it } from "@jest/globals";
import type { ExchangePosition, Instrument } from "@quantum/types";
import Big from "big.js";
import fc from "fast-check";
import { closingOrder } from "./ladder.ts";

const BTC: Instrument = {
  symbol: "BTCUSDT",
  tickSize: "0.1",
  stepSize: "0.001",
  minQuantity: "0.001",
  maxQuantity: "10",
  minNotionalUsd: "5",
  maxLeverage: 125,
  maintenanceMarginRatio: 0.004,
  makerFeeRatio: 0.0002,
  takerFeeRatio: 0.0005,
  listedAt: 0,
  status: "TRADING",
};
const position = (quantity: string, markPrice = "30000"): ExchangePosition => ({
  symbol: "BTCUSDT",
  quantity,
  entryPrice: "30000",
  markPrice,
  unrealisedPnlUsd: "0",
  leverage: 5,
});
const step = (rung: number) => ({ rung, clientOrderId: "ess-x" });

describe("the ladder that closes a position", () => {
  it("begins with the whole at market, reduce-only, on the other side", () => {
    expect(closingOrder(position("0.5"), BTC, step(0))).toMatchObject({
      type: "MARKET",
      side: "SELL",
      quantity: "0.5",
      price: null,
      reduceOnly: true,
    });
    expect(closingOrder(position("-0.5"), BTC, step(0))).toMatchObject({ side: "BUY", quantity: "0.5" });
  });

  it("then tries parts, on the contract's step", () => {
    expect(closingOrder(position("0.501"), BTC, step(1)).quantity).toBe("0.25");
    expect(closingOrder(position("0.501"), BTC, step(2)).quantity).toBe("0.125");
  });

  it("then limits inside the price band, on the tick, rounded towards the mark", () => {
    expect(closingOrder(position("1", "30000.7"), BTC, step(3))).toMatchObject({ type: "LIMIT", side: "SELL", price: "28800.7" });
    expect(closingOrder(position("-1", "30000.7"), BTC, step(4))).toMatchObject({ type: "LIMIT", side: "BUY", price: "30450.7" });
  });

  it("and after the last rung begins again", () => {
    expect(closingOrder(position("1"), BTC, step(6))).toMatchObject({ type: "MARKET", quantity: "1" });
  });

  it("asks for no more than one order may have", () => {
    expect(closingOrder(position("25"), BTC, step(0)).quantity).toBe("10");
  });

  it("a part below the least quantity or notional is raised to it, dust goes whole", () => {
    expect(closingOrder(position("0.002", "100000"), BTC, step(2)).quantity).toBe("0.001");
    expect(closingOrder(position("1", "10"), BTC, step(2)).quantity).toBe("0.5");
    expect(closingOrder(position("0.0004"), BTC, step(0)).quantity).toBe("0.0004");
  });

  it("a price that is not known bars no order at market", () => {
    expect(closingOrder(position("1", "0"), BTC, step(0)).quantity).toBe("1");
  });

  it("without the contract's rules the whole goes at market, on every rung", () => {
    expect(closingOrder(position("0.5"), undefined, step(4))).toMatchObject({ type: "MARKET", quantity: "0.5", price: null });
  });

  it("never asks for more than there is, and always for something", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50_000 }),
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 1, max: 200_000 }),
        (steps, rung, price) => {
          const held = new Big(steps).div(1000);
          const order = closingOrder(position(held.toFixed(), String(price)), BTC, step(rung));
          expect(held.gte(order.quantity) && new Big(order.quantity).gt(0)).toBe(true);
          expect(order.reduceOnly).toBe(true);
        },
      ),
      { seed: 8012 },
    );
  });
});
