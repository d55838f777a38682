import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { fingerprint } from "./fingerprint.ts";
import type { FillRow, OrderRow } from "./ledger.ts";
import { sampleLedger } from "./sample-day.ts";

const { orders, fills } = sampleLedger();
const [order] = orders as [OrderRow];
const [fill] = fills as [FillRow];

describe("the fingerprint of a day", () => {
  it("does not depend on the order in which rows are read", () => {
    const many = Array.from({ length: 12 }, (_, index) => ({ ...order, clientOrderId: `q-${index}`, at: order.at + (index % 3) }));
    fc.assert(
      fc.property(fc.shuffledSubarray(many, { minLength: many.length }), (shuffled) => {
        expect(fingerprint(shuffled, fills)).toBe(fingerprint(many, fills));
      }),
    );
  });

  it("does not depend on the exchange's numbers or on trailing zeros", () => {
    const other = fills.map((row) => ({ ...row, exchangeTradeId: `9${row.exchangeTradeId}`, price: `${row.price}.00` }));
    expect(fingerprint(orders, other)).toBe(fingerprint(orders, fills));
  });

  it.each([
    ["market time", { at: order.at + 1 }],
    ["quantity", { quantity: "0.101" }],
    ["side", { side: "SELL" }],
    ["trigger price", { triggerPrice: "29000" }],
    ["filled quantity", { filledQuantity: "0" }],
    ["cycle", { cycle: null }],
  ])("changes with an order's %s", (_, change) => {
    expect(fingerprint([{ ...order, ...change }, ...orders.slice(1)], fills)).not.toBe(fingerprint(orders, fills));
  });

  it.each([
    ["price", { price: "30000.1" }],
    ["fee", { feeUsd: "1.6" }],
    ["maker side", { maker: true }],
  ])("changes with a fill's %s", (_, change) => {
    expect(fingerprint(orders, [{ ...fill, ...change }, ...fills.slice(1)])).not.toBe(fingerprint(orders, fills));
  });

  it("tells two equal fills from one", () => {
    expect(fingerprint(orders, [...fills, { ...fill, exchangeTradeId: "3" }])).not.toBe(fingerprint(orders, fills));
  });
});
