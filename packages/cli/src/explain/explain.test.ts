import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import { homeOf } from "../home.ts";
import { type LedgerSource, openLedger, type Row, type Table } from "./ledger-source.ts";
import { renderStory } from "./render-story.ts";
import { storyOf } from "./story.ts";

const CYCLE = Date.UTC(2023, 6, 13, 0, 5);
const intent = { intentId: "i1", tradeId: "t1", quantity: "10", side: "BUY", reason: "LONG with confidence 0.8, rank 1" };
const review = {
  symbol: "BTCUSDT",
  outcome: "SHRINK",
  quantityBefore: "25",
  quantityAfter: "10",
  verdicts: [
    { rule: "PBA-01", passed: false, reason: "41 % of exposure in sector L1" },
    { rule: "PBA-02", passed: true, reason: "fine" },
  ],
};
const participants = [
  { service: "ai_engine", answer: "signals.generated", mode: "ENFORCED", binding: true },
  { service: "pba", answer: "trades.reviewed", mode: "ENFORCED", binding: true },
];
const decidedBy = { module: "trading_bot", rule: "TB-23", passed: true, observed: "10", limit: "25", reason: "pba left 10 of 25" };

const books: Record<Table, Row[]> = {
  decisions: [
    {
      key: "i1",
      at: CYCLE,
      cycle: CYCLE,
      trade_id: "t1",
      symbol: "BTCUSDT",
      purpose: "ENTRY",
      rank: 1,
      story: {
        requested: true,
        binding: true,
        code: null,
        signal: { side: "LONG", confidence: 0.8, votes: [{ slot: "XGB", probabilityUp: 0.9, reason: "" }] },
        stopAndTarget: { rule: "TB-08", referencePrice: "100", stopPrice: "99", takeProfitPrice: "101.5" },
        sizing: { rule: "TB-09", riskUsd: "50", equityUsd: "10000", quantity: "25", notionalUsd: "2500", leverage: 3 },
        participants: [...participants, { service: "trading_bot", mode: "ENFORCED", binding: true }],
        advice: [{ service: "pba", mode: "ENFORCED", binding: true, about: { review, reductions: [] } }],
        missing: [],
        rules: [{ ...decidedBy, rule: "TB-01" }, decidedBy],
        decidedBy,
        intent,
      },
    },
  ],
  clearances: [
    {
      key: "i1",
      at: CYCLE,
      trade_id: "t1",
      purpose: "ENTRY",
      symbol: "BTCUSDT",
      cleared: true,
      binding: true,
      code: null,
      verdicts: [{ rule: "RS-01", passed: true, reason: "" }],
    },
  ],
  orders: [
    {
      key: "o1",
      at: CYCLE,
      intent_id: "i1",
      trade_id: "t1",
      leg: "ENTRY",
      side: "BUY",
      type: "MARKET",
      quantity: "10.000",
      price: null,
      trigger_price: null,
      status: "FILLED",
      filled_quantity: "10.000",
      average_price: "100.10",
      reason: "",
    },
  ],
  fills: [
    {
      key: "f1",
      at: CYCLE,
      client_order_id: "o1",
      trade_id: "t1",
      leg: "ENTRY",
      side: "BUY",
      quantity: "10",
      price: "100.1",
      fee_usd: "0.5",
      realised_pnl_usd: "0",
    },
  ],
  trades: [
    {
      key: "t1",
      symbol: "BTCUSDT",
      direction: "LONG",
      status: "CLOSED",
      quantity: "10",
      entry_price: "100.1",
      exit_price: "99",
      opened_at: CYCLE,
      closed_at: CYCLE + 60_000,
      net_pnl_usd: "-12",
      fees_usd: "1",
      funding_usd: "0",
      r_multiple: -1.1,
      exit_code: "EXIT_STOP",
    },
  ],
  cycles: [
    {
      key: String(CYCLE),
      at: CYCLE,
      outcome: "TRADED",
      signals: 2,
      requested: 1,
      settled: 1,
      skips: [{ symbol: "ETHUSDT", code: "POLICY_SIDE", detail: "TB-18: policy P-1 allows LONG, the signal is SHORT" }],
      missing: [],
      participants: [
        ...participants,
        {
          service: "orchestrator_policy",
          mode: "OBSERVE",
          binding: false,
          late: true,
          word: {
            rowId: "P-1",
            allowTrades: false,
            minConfidence: 0.7,
            maxPositions: 3,
            allowedSides: ["LONG"],
            sizeFactor: 0.5,
            reason: "calm",
          },
        },
      ],
    },
  ],
};
const ledger: LedgerSource = {
  rows: async (table, column, values) => books[table].filter((row) => values.includes(String(row[column]))),
  close: async () => undefined,
};

describe("the story of an id", () => {
  it.each([
    ["o1", "order"],
    ["i1", "intent"],
    ["t1", "trade"],
  ])("%s is found as %s, with everything about its trade", async (id, kind) => {
    expect(await storyOf(ledger, id)).toMatchObject({
      kind,
      trade: { key: "t1" },
      cycles: [{ outcome: "TRADED" }],
      intents: [{ intentId: "i1", clearance: { cleared: true }, orders: [{ key: "o1" }], fills: [{ key: "f1" }] }],
    });
  });

  it.each([String(CYCLE), "2023-07-13T00:05Z", "2023-07-13 00:05"])("%s is a cycle, with all that was decided in it", async (id) => {
    expect(await storyOf(ledger, id)).toMatchObject({ kind: "cycle", trade: null, intents: [{ intentId: "i1", fills: [{ key: "f1" }] }] });
  });

  it("is null for what the books do not know", async () => {
    for (const id of ["nobody", "2023-07-13T00:10Z", String(CYCLE + 1)]) expect(await storyOf(ledger, id)).toBeNull();
  });
});

describe("a story for a person", () => {
  it("tells who said what in which mode, which rule decided, and what came of it", async () => {
    const text = renderStory((await storyOf(ledger, "o1")) as never);
    for (const part of [
      "closed 2023-07-13T00:06:00Z at 99 (EXIT_STOP): net -12.00 USD (fees 1.00 USD, funding 0.00 USD), -1.10 R",
      "signal: LONG with confidence 0.800; votes: XGB 90 % up",
      "pba (ENFORCED): SHRINK 25 -> 10 (PBA-01 41 % of exposure in sector L1; passed PBA-02)",
      "orchestrator_policy (OBSERVE, recorded only, after the decision): row P-1: entries not allowed",
      "TB-08: price 100, stop 99, target 101.5",
      "decided by trading_bot TB-23: pba left 10 of 25",
      "trading_bot (ENFORCED): asked for BUY 10: LONG with confidence 0.8, rank 1",
      "risk_safety: cleared by 1 checks",
      "10 at 100.1",
    ])
      expect(text).toContain(part);
  });

  it("tells of a cycle who was skipped and why", async () => {
    const text = renderStory((await storyOf(ledger, String(CYCLE))) as never);
    expect(text).toContain("cycle of 2023-07-13T00:05:00Z: TRADED, 2 signals, 1 orders asked for, 1 ended");
    expect(text).toContain("POLICY_SIDE  TB-18: policy P-1 allows LONG, the signal is SHORT");
  });

  it("tells of an intent that never became an order", async () => {
    const [decision] = books.decisions as [Row];
    const blocked = { ...decision, story: { ...(decision.story as object), requested: false, code: "PBA_BLOCKED" } };
    const text = renderStory({
      kind: "intent",
      id: "i1",
      trade: null,
      cycles: [],
      intents: [{ intentId: "i1", decision: blocked, clearance: null, orders: [], fills: [] }],
    });
    expect(text).toContain("no position came of it");
    expect(text).toContain("did not ask for it (PBA_BLOCKED)");
  });
});

describe("the books of an instance that is not up", () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  const home = () => {
    const root = mkdtempSync(join(tmpdir(), "quantum-story-"));
    folders.push(root);
    return { ...homeOf("runs/one"), root, secrets: join(root, "secrets") };
  };

  it("are the record its run left", async () => {
    const left = home();
    for (const [table, rows] of Object.entries(books)) writeFileSync(join(left.root, `${table}.json`), JSON.stringify(rows));
    expect(await storyOf(await openLedger(left), "t1")).toMatchObject({ kind: "trade", intents: [{ intentId: "i1" }] });
  });

  it("do not exist where no run left one: it says what to do", async () => {
    await expect(openLedger(home())).rejects.toMatchObject({ exitCode: 3, fix: expect.stringContaining("--instance runs/<run>") });
  });
});
