import { describe, expect, it } from "@jest/globals";
import { given } from "@quantum/test-kit";
import * as z from "zod";
import { closed, hello, listed, position, SYMBOLS, T0, valued } from "../test/scenario.ts";
import { environment, settingsFrom } from "./config.ts";
import { assess, createPbaCore, DEFAULT_SETTINGS } from "./core/index.ts";
import { assessmentOf, whatIfSchema } from "./what-if.ts";

describe("configuration", () => {
  it("without any variable is the documented limits", () => {
    expect(DEFAULT_SETTINGS).toMatchObject(settingsFrom(z.object(environment).parse({})));
  });

  it.each([
    ["MAX_SECTOR_RATIO", "1.1"],
    ["MAX_EXPOSURE_EQUITY_RATIO", "0"],
    ["MAX_CORRELATED_POSITIONS", "2.5"],
    ["WAIT_MS", "soon"],
  ])("%s=%s is refused, never ignored", (name, value) => {
    expect(z.object(environment).safeParse({ [name]: value }).success).toBe(false);
  });
});

describe("what-if", () => {
  const prices = Object.fromEntries(SYMBOLS.map((symbol) => [symbol, 2]));
  const { state } = given(createPbaCore()).when(
    hello("portfolio_intelligence"),
    listed(...SYMBOLS),
    closed(T0, prices),
    valued(T0, [position("BTCUSDT", "300")]),
  );
  const ask = (body: unknown) => assess(state, assessmentOf(whatIfSchema.parse(body), state), DEFAULT_SETTINGS).reviews;
  const order = { symbol: "ETHUSDT", side: "BUY", quantity: "100", leverage: 3 };

  it("is held against the desk as it is, at the last price, and changes nothing", () => {
    const before = JSON.stringify(state);
    expect(ask({ proposals: [order] })).toMatchObject([{ intentId: "what-if-1", outcome: "SHRINK", quantityAfter: "10" }]);
    expect(JSON.stringify(state)).toBe(before);
  });

  it("or against a portfolio that is given", () => {
    const portfolio = { equityUsd: "10000", positions: [] };
    expect(ask({ proposals: [order], portfolio })).toMatchObject([{ outcome: "ALLOW" }]);
  });

  it("a symbol without a price is missing data, and an old valuation is no portfolio", () => {
    expect(ask({ proposals: [{ ...order, symbol: "AAVEUSDT" }] })).toMatchObject([{ outcome: "BLOCK" }]);
    const later = given(createPbaCore())
      .state(state)
      .when(closed(T0 + 900_000, prices)).state;
    const reviews = assess(later, assessmentOf(whatIfSchema.parse({ proposals: [order] }), later), DEFAULT_SETTINGS).reviews;
    expect(reviews[0]?.verdicts[0]?.reason).toMatch(/DATA_MISSING: portfolio \(last valued/);
  });

  it.each([
    ["no list", {}],
    ["a quantity of zero", { proposals: [{ ...order, quantity: "0" }] }],
    ["a quantity that is no text", { proposals: [{ ...order, quantity: 1 }] }],
    ["an unknown field", { proposals: [{ ...order, quantitty: "1" }] }],
    ["an equity below zero", { proposals: [], portfolio: { equityUsd: "-1", positions: [] } }],
  ])("%s is refused", (_what, body) => expect(whatIfSchema.safeParse(body).success).toBe(false));
});
