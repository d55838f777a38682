import { describe, expect, it } from "@jest/globals";
import { Exact } from "@quantum/exact";
import { example, short, UP, withR } from "../../test/scenario.ts";
import { addSize } from "./add-size.ts";
import { advise } from "./advise.ts";
import type { Case, Plan } from "./case.ts";
import { completeData } from "./complete-data.ts";
import { extendHold } from "./extend-hold.ts";
import { HEDGEFUND, STANDARD } from "./limits.ts";
import { partialTakeProfit } from "./partial-take-profit.ts";
import { planHolds } from "./plan-holds.ts";
import { tightenTrail } from "./tighten-trail.ts";
import { switchToTrendExit } from "./trend-exit.ts";

const planOf = (about: Case): Plan => {
  const { plan, finding } = completeData(about);
  if (plan === null) throw new Error(finding.reason);
  return plan;
};
const memory = (part: Partial<Case["memory"]>) => ({
  originalQuantity: "10",
  peakQuantity: "10",
  trendExit: false,
  holdUntilBars: null,
  ...part,
});

describe("PAL-05 adding size", () => {
  it("adds a quarter of the original size, with the stop moved before, so far that nothing more can be lost", () => {
    const advice = advise(example());
    expect(advice).toMatchObject({
      action: "ADD_SIZE",
      steps: ["MOVE_STOP", "ADD_SIZE"],
      quantity: "2.5",
      limitPrice: "105.1",
      newStopPrice: "99.45",
    });
    expect(advice.plannedLossBeforeUsd).toBe(20);
    // 10 x 0.55 + 2.5 x 5.65 + fees of 2.5 at 105.1 and at 99.45.
    expect(advice.plannedLossAfterUsd).toBeCloseTo(5.5 + 14.125 + 2.5 * 0.0005 * (105.1 + 99.45), 10);
    expect(advice.verdicts.at(-1)).toMatchObject({ rule: "PAL-10", passed: true });
  });

  it("mirrors a short", () => {
    expect(advise(short())).toMatchObject({ action: "ADD_SIZE", quantity: "2.5", limitPrice: "94.91", steps: ["MOVE_STOP", "ADD_SIZE"] });
    expect(Number(advise(short()).newStopPrice)).toBeLessThan(102);
    expect(advise(short()).plannedLossAfterUsd).toBeLessThanOrEqual(20);
  });

  it("one tick less of a stop would not hold", () => {
    const plan = planOf(example());
    const proposal = { action: "ADD_SIZE" as const, steps: [], quantity: new Exact("2.5"), limitPrice: new Exact("105.1") };
    expect(planHolds(plan, { ...proposal, newStop: new Exact("99.45") }).finding.passed).toBe(true);
    expect(planHolds(plan, { ...proposal, newStop: new Exact("99.44") }).finding.passed).toBe(false);
  });

  it("begins at R 2 exactly; the aggressive profile at once", () => {
    expect([withR(2), withR(1.99)].map((about) => addSize(planOf(about)).finding.passed)).toEqual([true, false]);
    expect(advise(withR(1.99, { profile: HEDGEFUND })).action).toBe("ADD_SIZE");
  });

  it("adds at most half of the original size in all", () => {
    const grown = (quantity: string) =>
      addSize(planOf(example({ trade: { quantity, initialRiskUsd: 50 }, memory: memory({ peakQuantity: quantity }) })));
    expect(grown("12.5").proposal?.quantity?.toFixed()).toBe("2.5");
    expect(grown("14").proposal?.quantity?.toFixed()).toBe("1");
    expect(grown("15")).toMatchObject({ proposal: null, finding: { reason: "all that may be added was added" } });
  });

  it.each<[string, Case]>([
    ["its original size is not known", example({ memory: memory({ originalQuantity: null }) })],
    ["part of it was already taken off", example({ memory: memory({ peakQuantity: "10.001" }) })],
    ["it is not gaining", example({ classified: { tradeId: "t", class: "WINNER", rMultiple: 2.5, momentumR: -0.001 } })],
    ["it is not gaining", example({ classified: { tradeId: "t", class: "WINNER", rMultiple: 2.5, momentumR: null } })],
    ["0 is not a size the exchange takes", example({ contract: { ...planOf(example()).contract, stepSize: "5" } })],
    ["2.5 is not a size the exchange takes", example({ contract: { ...planOf(example()).contract, minQuantity: "2.6" } })],
    ["2.5 is not a size the exchange takes", example({ contract: { ...planOf(example()).contract, maxQuantity: "2.4" } })],
    ["2.5 is not a size the exchange takes", example({ contract: { ...planOf(example()).contract, minNotionalUsd: "263" } })],
  ])("does not when %s", (reason, about) => {
    expect(addSize(planOf(about))).toMatchObject({ proposal: null, finding: { rule: "PAL-05", passed: false, reason } });
  });

  it("does not when the stop would have to go into the noise", () => {
    // The stop must go to 99.45, 5.55 away: 3.7 ranges of 1.5.
    const room = (atr: number) => addSize(planOf(example({ trend: { ...UP, atr } }))).finding.passed;
    expect([room(3.69), room(3.71)]).toEqual([true, false]);
  });
});

describe("PAL-06 trailing", () => {
  it("follows three ranges behind the best price from R 3 on", () => {
    const far = { memory: memory({ originalQuantity: null }) };
    expect(advise(withR(3, far))).toMatchObject({ action: "TIGHTEN_TRAIL", steps: ["MOVE_STOP"], newStopPrice: "104.7" });
    expect(advise(withR(2.99, far)).action).toBe("EXTEND_HOLD");
  });

  it("never loosens, and does not move for less than a quarter of a range", () => {
    const at = (stopPrice: string) => tightenTrail(planOf(withR(3, { trade: { stopPrice } }))).proposal?.newStop?.toFixed() ?? null;
    expect([at("104.57"), at("104.58"), at("104.8")]).toEqual(["104.7", null, null]);
  });

  it("leaves the price its room", () => {
    const high = withR(3, { trend: { ...UP, close: 106, highest: 107, atr: 0.5 } });
    expect(tightenTrail(planOf(high)).proposal).toBeNull();
  });

  it("mirrors a short, and starts at once for a trade that follows its trend", () => {
    const following = { ...short(), memory: memory({ trendExit: true }) };
    expect(tightenTrail(planOf(following)).proposal?.newStop?.toFixed()).toBe("96.3");
  });
});

describe("PAL-07 taking part of the profit", () => {
  const stretched = (r: number, ahead = 2.01, part = {}) => {
    const close = 100 + 2 * r;
    return withR(r, { ...part, trend: { ...UP, close, fast: close - ahead, slow: close - 5, highest: close, lowest: 99 } });
  };

  it("takes a third off from R 4 on when the price is four ranges ahead of its average", () => {
    expect(advise(stretched(4))).toMatchObject({
      action: "PARTIAL_TAKE_PROFIT",
      steps: ["REDUCE"],
      quantity: "3.333",
      limitPrice: "107.9",
      newStopPrice: null,
    });
    expect(partialTakeProfit(planOf(stretched(3.99))).proposal).toBeNull();
    expect(partialTakeProfit(planOf(stretched(4, 2)))).toMatchObject({ proposal: { action: "PARTIAL_TAKE_PROFIT" } });
    expect(partialTakeProfit(planOf(stretched(4, 1.99))).proposal).toBeNull();
    expect(partialTakeProfit(planOf(stretched(5, 3, { profile: HEDGEFUND }))).proposal).toBeNull();
  });

  it("does so once, and only when both parts can be traded", () => {
    expect(partialTakeProfit(planOf(stretched(4, 3, { memory: memory({ peakQuantity: "15" }) }))).proposal).toBeNull();
    const contract = { ...planOf(example()).contract, minQuantity: "3.334" };
    expect(partialTakeProfit(planOf(stretched(4, 3, { contract }))).proposal).toBeNull();
  });
});

describe("PAL-08 extending the hold", () => {
  it("puts the limit off by twelve bars, up to 192", () => {
    const until = (ageBars: number, profile = STANDARD) =>
      extendHold(planOf(example({ profile, trade: { ageBars } }))).proposal?.holdUntilBars ?? null;
    expect([until(12), until(185), until(191), until(192), until(12, HEDGEFUND)]).toEqual([24, 192, 192, null, 36]);
    const old = example({ trade: { ageBars: 192 }, memory: memory({ originalQuantity: null }) });
    expect(advise(old)).toMatchObject({ action: "NO_ACTION", plannedLossBeforeUsd: 20, plannedLossAfterUsd: 20 });
  });
});

describe("PAL-09 following the trend", () => {
  const runner = (r: number, part: Parameters<typeof withR>[1] = {}) =>
    withR(r, { ...part, classified: { tradeId: "t", class: "RUNNER", rMultiple: r, momentumR: -0.1 } });

  it("a runner gives up its target from R 3 on, with its stop moved first", () => {
    const advice = advise(runner(3));
    expect(advice).toMatchObject({
      action: "SWITCH_TO_TREND_EXIT",
      steps: ["MOVE_STOP", "CANCEL_TAKE_PROFIT", "EXTEND_HOLD"],
      newStopPrice: "104.7",
    });
    expect(advice).toMatchObject({ trendExit: true, holdUntilBars: 192 });
    expect(switchToTrendExit(planOf(runner(2.99))).proposal).toBeNull();
    expect(switchToTrendExit(planOf(withR(3))).proposal).toBeNull();
  });

  it("keeps its stop where the trail is not nearer, and switches once", () => {
    const near = runner(3, { trade: { stopPrice: "104.6" } });
    expect(switchToTrendExit(planOf(near)).proposal?.steps).toEqual(["CANCEL_TAKE_PROFIT", "EXTEND_HOLD"]);
    expect(switchToTrendExit(planOf(runner(3, { memory: memory({ trendExit: true }) }))).proposal).toBeNull();
  });
});

describe("PAL-10 the plan holds", () => {
  const plan = planOf(example());
  const stop = (newStop: string) => planHolds(plan, { action: "TIGHTEN_TRAIL", steps: ["MOVE_STOP"], newStop: new Exact(newStop) }).finding;

  it("the same stop passes, one tick looser does not, nor one at the price", () => {
    expect([stop("98").passed, stop("97.99").passed, stop("104.99").passed, stop("105").passed]).toEqual([true, false, true, false]);
  });

  it("a trade that stands to lose more than its original risk may only be brought back below it", () => {
    const loose = planOf(example({ trade: { stopPrice: "97" } }));
    const move = (newStop: string) =>
      planHolds(loose, { action: "TIGHTEN_TRAIL", steps: ["MOVE_STOP"], newStop: new Exact(newStop) }).finding.passed;
    expect([move("97.99"), move("98")]).toEqual([false, true]);
    expect(advise(example({ trade: { stopPrice: "97" }, memory: memory({ originalQuantity: null }) })).action).toBe("NO_ACTION");
  });

  it("profit that is already locked in is not given up for size", () => {
    const locked = advise(
      withR(6, { trade: { stopPrice: "106", ageBars: 12 }, trend: { ...UP, close: 112, fast: 111.5, slow: 109, highest: 112 } }),
    );
    expect(locked.action).toBe("ADD_SIZE");
    expect(locked.plannedLossBeforeUsd).toBe(-60);
    expect(locked.plannedLossAfterUsd).toBeLessThanOrEqual(-60);
  });
});
