import { describe, expect, it } from "@jest/globals";
import { valuation } from "@quantum/test-kit";
import { CONTRACT, desk, signal } from "../../test/scenario.ts";
import { completeData } from "./complete-data.ts";

describe("TB-05 complete data", () => {
  it("passes when bar, range, contract and equity are known", () => {
    expect(completeData(signal(), desk())).toMatchObject({ rule: "TB-05", passed: true });
  });

  it.each([
    ["the bar", "bar", signal(), desk({ closes: {} })],
    ["the average true range", "average true range", signal({ atrRatio: null }), desk()],
    ["a range above zero", "average true range", signal({ atrRatio: 0 }), desk()],
    ["a range that is a number", "average true range", signal({ atrRatio: Number.NaN }), desk()],
    ["the contract", "contract", signal(), desk({ state: { contracts: {} } })],
    ["the portfolio", "equity", signal(), desk({ portfolio: null })],
    ["equity above zero", "equity", signal(), desk({ portfolio: valuation({ equityUsd: "0" }) })],
  ])("fails without %s", (_title, observed, one, at) => {
    expect(completeData(one, at)).toMatchObject({ passed: false, observed });
  });

  it.each([
    { tickSize: "0" },
    { stepSize: "none" },
    { maxQuantity: "" },
    { minQuantity: "-1" },
    { minNotionalUsd: "NaN" },
    { maxLeverage: 0 },
  ])("fails with a contract that says %j", (part) => {
    expect(completeData(signal(), desk({ state: { contracts: { BTCUSDT: { ...CONTRACT, ...part } } } }))).toMatchObject({
      passed: false,
      observed: "contract",
    });
  });

  it("names everything that is missing", () => {
    expect(completeData(signal({ atrRatio: null }), desk({ closes: {}, portfolio: null })).observed).toBe(
      "bar, average true range, equity",
    );
  });
});
