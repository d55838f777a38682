import { describe, expect, it } from "@jest/globals";
import { START_WALLET_USD, sampleBooks, sampleLedger } from "./sample-day.ts";
import { summarise } from "./summary.ts";

const facts = {
  date: "2023-07-13",
  symbols: ["BTCUSDT"],
  generated: false,
  startWalletUsd: START_WALLET_USD,
  wallSeconds: 42,
  barToOrderMs: [10, 20, 30, 40],
};

describe("the summary of a day", () => {
  it("adds up a round trip exactly", () => {
    expect(summarise(sampleLedger(), sampleBooks(), facts)).toMatchObject({
      orders: 2,
      fills: 2,
      trades: { closed: 1, open: 0 },
      fees: "3.015",
      funding: "-0.3",
      realisedPnl: "30",
      finalWallet: "10026.685",
      winRate: 1,
      averageR: 0.8895,
      ledgerMatchesExchange: true,
      unexplainedDifferences: 0,
      barToOrderMs: { p50: 20, p99: 40, count: 4 },
    });
  });

  it("takes the drawdown from the starting wallet on", () => {
    expect(summarise(sampleLedger(), sampleBooks(), facts).maxDrawdown).toBeCloseTo(1.5 / 10_000, 12);
  });

  it("a trade that only its fees made a loss does not count as won, and one at exactly zero neither", () => {
    const trade = { tradeId: "t", status: "CLOSED" as const, rMultiple: null };
    const trades = [
      { ...trade, netPnlUsd: "0" },
      { ...trade, netPnlUsd: "-0.01" },
      { ...trade, netPnlUsd: "0.01" },
      { ...trade, netPnlUsd: "5" },
    ];
    expect(summarise({ ...sampleLedger(), trades }, sampleBooks(), facts).winRate).toBe(0.5);
  });

  it("leaves trades of unknown risk out of the average R, and open trades out of both", () => {
    const closed = { tradeId: "t", status: "CLOSED" as const, netPnlUsd: "1" };
    const trades = [
      { ...closed, rMultiple: 2 },
      { ...closed, rMultiple: -1 },
      { ...closed, rMultiple: null },
      { ...closed, status: "OPEN" as const, rMultiple: 9 },
    ];
    const summary = summarise({ ...sampleLedger(), trades }, sampleBooks(), facts);
    expect([summary.averageR, summary.winRate, summary.trades]).toEqual([0.5, 1, { closed: 3, open: 1 }]);
  });

  it("says null, not 0, when there is nothing to take a figure from", () => {
    const empty = { ...sampleLedger(), trades: [], equity: [] };
    const summary = summarise(empty, sampleBooks(), { ...facts, barToOrderMs: [] });
    expect([summary.winRate, summary.averageR, summary.maxDrawdown, summary.barToOrderMs.p99]).toEqual([null, null, null, null]);
  });

  it("counts differences recorded during the day and those found at the end", () => {
    const ledger = { ...sampleLedger(), recordedDifferences: 2, walletUsd: "10026.686" };
    const summary = summarise(ledger, sampleBooks(), facts);
    expect([summary.ledgerMatchesExchange, summary.unexplainedDifferences]).toEqual([false, 3]);
  });
});
