import { describe, expect, it } from "@jest/globals";
import type { CycleRow, DecisionRow, TradeRow } from "./ledger.ts";
import { reportModules } from "./module-report.ts";

const said = (service: string, word: unknown, mode: string | null = "OBSERVE", binding = false) => ({ service, mode, binding, word });
const closed = (tradeId: string, netPnlUsd: string, rMultiple: number | null): TradeRow => ({
  tradeId,
  status: "CLOSED",
  netPnlUsd,
  rMultiple,
});
const entry = (tradeId: string, outcome: "ALLOW" | "SHRINK" | "BLOCK"): DecisionRow => ({
  tradeId,
  purpose: "ENTRY",
  shadow: [{ service: "pba", outcome }],
});

function report(given: { cycleRows?: CycleRow[]; decisions?: DecisionRow[]; trades?: TradeRow[] }) {
  const spoke = { participants: [said("pba", { reviews: [{ outcome: "ALLOW" }, { outcome: "BLOCK" }], reductions: [] })] };
  return reportModules({ cycleRows: [spoke], decisions: [], trades: [], ...given });
}

describe("what the modules did on a day", () => {
  it("sums up the trades a module was against, and the mean of the others beside them", () => {
    const decisions = [entry("a", "BLOCK"), entry("b", "BLOCK"), entry("c", "SHRINK"), entry("d", "ALLOW")];
    const trades = [closed("a", "-10.5", -1), closed("b", "0.1", 0.5), closed("c", "7", 1), closed("d", "9", 2)];
    expect(report({ decisions, trades })[0]?.entries).toEqual({
      judged: 4,
      blocked: 2,
      shrunk: 1,
      blockedNetUsd: "-10.4",
      blockedAverageR: -0.25,
      passedAverageR: 1.5,
    });
  });

  it("counts a trade that is still open, without judging it by a result it does not have", () => {
    const open: TradeRow = { tradeId: "a", status: "OPEN", netPnlUsd: "-99", rMultiple: null };
    const evidence = report({ decisions: [entry("a", "BLOCK")], trades: [open] })[0]?.entries;
    expect([evidence?.blocked, evidence?.blockedNetUsd, evidence?.blockedAverageR]).toEqual([1, "0", null]);
  });

  it("looks at entries only", () => {
    const exit: DecisionRow = { ...entry("a", "BLOCK"), purpose: "EXIT" };
    expect(report({ decisions: [exit], trades: [closed("a", "-1", -1)] })[0]?.entries.judged).toBe(0);
  });

  it("counts what was said, the cycles it spoke in, and those in which it bound; silence is not speech", () => {
    const cycleRows = [
      { participants: [said("pba", { reviews: [{ outcome: "BLOCK" }], reductions: [{}] }), said("ai_engine", null, "ENFORCED", true)] },
      { participants: [said("pba", { reviews: [{ outcome: "BLOCK" }], reductions: [] }, "ENFORCED", true)] },
      { participants: [said("pba", undefined, null)] },
    ];
    expect(report({ cycleRows })).toMatchObject([
      { service: "pba", modes: ["OBSERVE", "ENFORCED"], cycles: 2, binding: 1, tally: { BLOCK: 2, reductions: 1 } },
    ]);
  });

  it("counts a module it knows no word of by its cycles alone", () => {
    expect(report({ cycleRows: [{ participants: [said("stranger", { any: 1 })] }] })).toMatchObject([
      { service: "stranger", cycles: 1, tally: {} },
    ]);
  });
});
