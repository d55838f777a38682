import { describe, expect, it } from "@jest/globals";
import { event, given } from "@quantum/test-kit";
import type { EventData, Input } from "@quantum/types";
import { bars, cycle, FLEET, history, type Said, STEP_MS, SYMBOLS, T0, words } from "../../test/scenario.ts";
import { createAiHfosCore, RESTRAINTS } from "./index.ts";

const desk = given(createAiHfosCore()).after(...FLEET, ...history());

function said(words_: Said, ...before: Input[]): EventData<"fleet.coordinated"> {
  return desk.when(...before, ...cycle(T0, words_)).emitted("fleet.coordinated")[0] as EventData<"fleet.coordinated">;
}
const rules = (words_: Said, ...before: Input[]) => said(words_, ...before).conflicts.map(({ rule }) => rule);

function reviewed(at: number, tradeId: string): Input {
  const verdict = { module: "pba", rule: "PBA-02", passed: false, observed: 1, limit: 0.8, reason: "test" };
  const reductions = [{ tradeId, symbol: "BTCUSDT", quantity: "1", verdict }];
  return event("trades.reviewed", { reviews: [], reductions }, { cycle: at, source: "pba" });
}

describe("conflicts", () => {
  it("HF-21: pal adds to a loser: nothing is amplified in this cycle; to a winner it may", () => {
    const loser = said({ added: ["t1"], classes: [{ tradeId: "t1", class: "LOSER" }] });
    expect(loser.conflicts).toMatchObject([{ rule: "HF-21", services: ["pal", "pil"], subject: "BTCUSDT" }]);
    expect(loser.restraint).toEqual({ ...RESTRAINTS.NORMAL, allowAmplification: false });
    expect(rules({ added: ["t1"], classes: [{ tradeId: "t1", class: "STALE" }] })).toEqual(["HF-21"]);
    expect(
      rules({
        added: ["t1"],
        classes: [
          { tradeId: "t1", class: "WINNER" },
          { tradeId: "t2", class: "LOSER" },
        ],
      }),
    ).toEqual([]);
  });

  it("HF-22: pal adds to what pba wanted reduced in the cycle before; what it wanted earlier is forgotten", () => {
    const added = { added: ["t1"], classes: [{ tradeId: "t1", class: "WINNER" as const }] };
    const quiet = cycle(T0 - STEP_MS);
    expect(said(added, ...quiet, reviewed(T0 - STEP_MS, "t1")).conflicts).toEqual([]);
    const now = desk.when(...quiet, reviewed(T0 - STEP_MS, "t1"), ...cycle(T0, added)).emitted("fleet.coordinated")[1];
    expect(now?.conflicts).toMatchObject([{ rule: "HF-22", services: ["pal", "pba"] }]);
    expect(now?.restraint.allowAmplification).toBe(false);
    const later = desk.when(...quiet, reviewed(T0 - 2 * STEP_MS, "t1"), ...cycle(T0, added)).emitted("fleet.coordinated")[1];
    expect(later?.conflicts).toEqual([]);
  });

  it("HF-23: msc_ai is AGGRESSIVE while the policy forbids entries: no entries", () => {
    const regime = { state: "BULL_STRONG" as const, riskMode: "AGGRESSIVE" as const };
    expect(said({ regime, allowTrades: false })).toMatchObject({ conflicts: [{ rule: "HF-23" }], restraint: { allowEntries: false } });
    expect(rules({ regime })).toEqual([]);
  });

  it("HF-24: a size for a symbol that is only let go", () => {
    expect(said({ sized: ["XRPUSDT", "BTCUSDT"], reduceOnly: ["XRPUSDT"] }).conflicts).toMatchObject([
      { rule: "HF-24", subject: "XRPUSDT" },
    ]);
    expect(rules({ sized: ["BTCUSDT"], reduceOnly: ["XRPUSDT"] })).toEqual([]);
  });

  it("HF-25: the best opportunity is no active member", () => {
    expect(said({ top: ["XRPUSDT", "BTCUSDT"], active: ["BTCUSDT"] }).conflicts).toMatchObject([{ rule: "HF-25", subject: "XRPUSDT" }]);
    expect(rules({ top: ["BTCUSDT", "XRPUSDT"], active: ["BTCUSDT"] })).toEqual([]);
    expect(rules({ top: [] })).toEqual([]);
  });

  it("HF-26: the policy allows entries while the emergency stop pauses: no entries", () => {
    expect(said({ level: "PAUSE" })).toMatchObject({ conflicts: [{ rule: "HF-26" }], restraint: { allowEntries: false } });
    expect(rules({ level: "PAUSE", allowTrades: false })).toEqual([]);
  });

  it("are counted, and the same whatever the order in which modules spoke", () => {
    const all: Said = { level: "PAUSE", top: ["NOTUSDT"], sized: ["NOTUSDT"], reduceOnly: ["NOTUSDT"], added: ["t1"] };
    const answers = words(T0, { ...all, classes: [{ tradeId: "t1", class: "LOSER" }] });
    const outcomes = Array.from({ length: answers.length }, (_, i) => desk.when(bars(T0), ...answers.slice(i), ...answers.slice(0, i)));
    const wanted = outcomes[0]?.emitted("fleet.coordinated");
    expect(wanted?.[0]?.conflicts.map(({ rule }) => rule)).toEqual(["HF-21", "HF-24", "HF-25", "HF-26"]);
    for (const outcome of [...outcomes, desk.when(...answers.toReversed(), bars(T0))]) {
      expect(outcome.emitted("fleet.coordinated")).toEqual(wanted);
      expect(outcome.state.counts.conflicts).toBe(4);
    }
    expect(SYMBOLS).not.toContain("NOTUSDT");
  });
});
