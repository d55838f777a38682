import { describe, expect, it } from "@jest/globals";
import { given } from "@quantum/test-kit";
import { labelledPositions } from "../../test/labelled-positions.ts";
import { BAR_MS, position, T0, valued } from "../../test/scenario.ts";
import { classesOf, macroF1, scoresOf } from "../../test/score.ts";
import { createPilCore } from "./index.ts";
import { LIMITS } from "./limits.ts";

const core = createPilCore();
const at = (i: number, r: number, tradeId = "t1") =>
  valued(T0 + i * BAR_MS, [position({ tradeId, rMultiple: r, maxFavourableR: r, ageBars: i })]);

describe("one answer to every cycle", () => {
  it("also with nothing open, once, and for the cycle of the valuation", () => {
    const outcome = given(core).when(valued(T0, []), valued(T0, []));
    expect(outcome.effects).toEqual([{ kind: "emit", type: "positions.classified", data: { positions: [] }, cycle: T0 }]);
  });

  it("momentum is the change over six bars, unknown before", () => {
    const cycles = Array.from({ length: 9 }, (_, i) => at(i, i / 10));
    const momenta = given(core)
      .when(...cycles)
      .emitted("positions.classified")
      .map(({ positions }) => positions[0]?.momentumR);
    expect(momenta.slice(0, 6)).toEqual([null, null, null, null, null, null]);
    expect(momenta[6]).toBeCloseTo(0.6, 9);
    expect(momenta[8]).toBeCloseTo(0.6, 9);
  });

  it("a valuation that comes late is answered for its own moment and changes nothing that was said", () => {
    const early = given(core).after(at(0, 0), at(1, 0.1), at(3, 0.3), at(4, 0.4), at(5, 0.5), at(6, 0.6));
    const late = early.when(at(2, 0.2));
    expect(late.emitted("positions.classified")[0]?.positions[0]).toMatchObject({ ageBars: 2, momentumR: null });
    expect(late.state.last?.cycle).toBe(T0 + 6 * BAR_MS);
    const inOrder = given(core).when(...[0, 1, 2, 3, 4, 5, 6].map((i) => at(i, i / 10)));
    expect(late.state.history).toEqual(inOrder.state.history);
  });

  it("keeps few figures of each trade, and none of one that is over", () => {
    const { state } = given(core).when(...Array.from({ length: 60 }, (_, i) => at(i, i / 10)));
    expect(state.history.t1).toHaveLength(LIMITS.historyBars + 1);
    expect(state.answered).toHaveLength(LIMITS.rememberedCycles);
    expect(
      given(core)
        .state(state)
        .when(at(60, 0, "t2")).state.history,
    ).toEqual({ t2: [{ ageBars: 60, r: 0 }] });
  });

  it("what the exchange holds and the ledger does not is an orphan; other differences are not", () => {
    const gap = { symbol: "ETHUSDT", kind: "position", ours: "0", theirs: "-2", reason: "test" };
    const others = [
      { ...gap, symbol: null, kind: "wallet" },
      { ...gap, symbol: "XRPUSDT", ours: "1" },
      { ...gap, symbol: "ADAUSDT", theirs: "0" },
    ];
    const [said] = given(core)
      .when(valued(T0, [], [gap, ...others]))
      .emitted("positions.classified");
    expect(said?.positions).toMatchObject([{ tradeId: "unclaimed-ETHUSDT", symbol: "ETHUSDT", class: "ORPHAN", rMultiple: null }]);
  });
});

describe("agreement with hindsight", () => {
  it("2,400 simulated positions labelled from their whole path: macro-F1 of at least 0.90, every class at least 0.70", () => {
    const positions = labelledPositions(2_400, "test");
    const scores = scoresOf(positions, classesOf(positions));
    expect(scores.every(({ labels }) => labels >= 50)).toBe(true);
    expect(Math.min(...scores.map(({ f1 }) => f1))).toBeGreaterThan(0.7);
    expect(macroF1(scores)).toBeGreaterThanOrEqual(0.9);
  });
});
