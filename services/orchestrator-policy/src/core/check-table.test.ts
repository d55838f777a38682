import { describe, expect, it } from "@jest/globals";
import { allowsNoMore, checkTable, isWorse } from "./check-table.ts";
import { createOrchestratorPolicyCore } from "./index.ts";
import { lookUp, rowsOf, SITUATIONS } from "./look-up.ts";
import { POLICY_TABLE, type PolicyRow } from "./policy-table.ts";

const { rows } = POLICY_TABLE;
const withRow = (id: string, change: Partial<PolicyRow>) => ({
  version: "test",
  rows: rows.map((row) => (row.id === id ? { ...row, ...change } : row)),
});

describe("OP-01: the table is total", () => {
  it("every one of the 9 x 5 x 5 x 5 situations meets exactly one row", () => {
    expect(SITUATIONS).toHaveLength(1_125);
    for (const situation of SITUATIONS) expect(rowsOf(POLICY_TABLE, situation)).toHaveLength(1);
  });

  it("every row is met by some situation", () => {
    expect(new Set(SITUATIONS.map((situation) => lookUp(POLICY_TABLE, situation).id))).toEqual(new Set(rows.map(({ id }) => id)));
  });

  it("SAFE asks for a confidence of 0.70, or allows nothing", () => {
    const safe = SITUATIONS.filter(({ riskMode }) => riskMode === "SAFE").map((situation) => lookUp(POLICY_TABLE, situation));
    expect(new Set(safe.map(({ minConfidence }) => minConfidence))).toEqual(new Set([0.7, 1]));
    expect(safe.every(({ allowTrades, minConfidence }) => allowTrades === (minConfidence === 0.7))).toBe(true);
  });
});

describe("OP-03: worse never allows more", () => {
  it("over every pair of situations", () => {
    const known = SITUATIONS.map((situation) => ({ situation, row: lookUp(POLICY_TABLE, situation) }));
    const broken: string[] = [];
    let pairs = 0;
    for (const better of known) {
      for (const worse of known) {
        if (!isWorse(worse.situation, better.situation)) continue;
        pairs++;
        if (!allowsNoMore(worse.row, better.row)) broken.push(`${worse.row.id} > ${better.row.id}`);
      }
    }
    expect(broken).toEqual([]);
    expect(pairs).toBeGreaterThan(100_000);
  });

  it("nothing known at all allows nothing", () => {
    const worst = { regime: "UNKNOWN", volatility: "UNKNOWN", drawdown: "UNKNOWN", riskMode: "SAFE" } as const;
    expect(lookUp(POLICY_TABLE, worst)).toMatchObject({ allowTrades: false, maxPositions: 0, sizeFactor: 0, allowedSides: [] });
  });
});

describe("OP-03: a table that must not be used is refused at start", () => {
  it("with a hole, naming the situation without a row", () => {
    const table = { version: "test", rows: rows.filter(({ id }) => id !== "CALM") };
    expect(() => createOrchestratorPolicyCore({ waitMs: 1 }, table)).toThrow(
      "no row holds for regime BULL_STRONG, volatility LOW, drawdown NONE, risk mode NORMAL",
    );
  });

  it("with an overlap, naming both rows", () => {
    expect(() => checkTable(withRow("CALM", { riskModes: ["NORMAL", "CAUTIOUS"] }))).toThrow("rows CALM-CAUTIOUS and CALM both hold for");
  });

  it.each([
    ["SAFE", { minConfidence: 0.6 }],
    ["SAFE", { sizeFactor: 0.9 }],
    ["DEFENSIVE", { maxPositions: 50 }],
    ["CALM", { allowTrades: false }],
    ["CALM", { allowedSides: ["LONG"] as const }],
  ])("when row %s is changed by %j so that worse allows more, naming the rows", (id, change) => {
    expect(() => checkTable(withRow(id, change))).toThrow(/row [A-Z-]+ allows more than [A-Z-]+/);
  });

  it.each([{ minConfidence: 1.01 }, { sizeFactor: -0.01 }, { maxPositions: 1.5 }, { minConfidence: Number.NaN }])(
    "with figures such as %j",
    (change) => {
      expect(() => checkTable(withRow("CALM", change))).toThrow("row CALM needs");
    },
  );

  it("with two rows of one name", () => {
    expect(() => checkTable({ version: "test", rows: [...rows, ...rows.slice(0, 1)] })).toThrow("two rows are named HALT-DRAWDOWN");
  });

  it("and the project's own is accepted", () => {
    expect(checkTable(POLICY_TABLE)).toBe(POLICY_TABLE);
  });
});
