import { describe, expect, it } from "@jest/globals";
import type { PositionClass } from "@quantum/types";
import { POSITION_CLASSES } from "@quantum/types";
import { example, short, UP } from "../../test/scenario.ts";
import { advise } from "./advise.ts";
import type { Case } from "./case.ts";
import { completeData, rememberTrade } from "./complete-data.ts";
import { enoughProfit } from "./enough-profit.ts";
import { HEDGEFUND, STANDARD } from "./limits.ts";
import { riskModeAllows } from "./risk-mode.ts";
import { strongTrend } from "./strong-trend.ts";
import { winner } from "./winner.ts";

const classify = (name: PositionClass) => example({ classified: { tradeId: "t", class: name, rMultiple: 2.5, momentumR: 0.3 } });
const failed = (about: Case) =>
  advise(about)
    .verdicts.filter(({ passed }) => !passed)
    .map(({ rule }) => rule);

describe("the specification's examples", () => {
  it("BTCUSDT LONG, up 5 %, R 2.5, WINNER: size is added, or the hold extended", () => {
    expect(advise(example()).action).toBe("ADD_SIZE");
    const unknownSize = example({ memory: { originalQuantity: null, peakQuantity: "10", trendExit: false, holdUntilBars: null } });
    expect(advise(unknownSize).action).toBe("EXTEND_HOLD");
    expect(advise(example({ profile: HEDGEFUND })).action).toBe("ADD_SIZE");
  });

  it.each(POSITION_CLASSES.filter((name) => name !== "WINNER" && name !== "RUNNER"))("%s is not a winner: nothing is done", (name) => {
    expect(advise(classify(name))).toMatchObject({ action: "NO_ACTION", steps: [], quantity: null, newStopPrice: null });
  });
});

describe("PAL-01 winners", () => {
  it("are what pil calls WINNER or RUNNER; without its word nobody is", () => {
    expect([winner(classify("WINNER")).passed, winner(classify("RUNNER")).passed]).toEqual([true, true]);
    expect(winner(example({ classified: null }))).toMatchObject({ passed: false, observed: null });
    expect(failed(example({ classified: null }))).toContain("PAL-01");
  });
});

describe("PAL-02 enough profit", () => {
  const profit = (ledger: number | null, pil: number | null) =>
    enoughProfit(example({ trade: { rMultiple: ledger }, classified: { tradeId: "t", class: "WINNER", rMultiple: pil, momentumR: 0 } }))
      .passed;

  it("is above 1.5 R: exactly 1.5 is not", () => {
    expect([profit(1.5, 1.5), profit(1.5001, 1.5001)]).toEqual([false, true]);
  });

  it("is the smaller of what the ledger and pil say, and nothing while either is unknown", () => {
    expect([profit(3, 1.4), profit(1.4, 3), profit(null, 3), profit(3, null)]).toEqual([false, false, false, false]);
  });
});

describe("PAL-03 a strong trend", () => {
  const trend = (part: Partial<typeof UP>, profile = STANDARD) => strongTrend(example({ trend: { ...UP, ...part }, profile })).passed;

  it("has a strength of 25 or more, 22 in the aggressive profile", () => {
    expect([trend({ adx: 25 }), trend({ adx: 24.99 }), trend({ adx: 22 }, HEDGEFUND), trend({ adx: 21.99 }, HEDGEFUND)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it("has moves, price and averages in the trade's direction", () => {
    expect([trend({ minusDi: 30 }), trend({ close: 104 }), trend({ fast: 102 })]).toEqual([false, false, false]);
    expect(strongTrend(short()).passed).toBe(true);
    expect(strongTrend({ ...short(), trend: UP }).passed).toBe(false);
  });

  it("that cannot be measured is none", () => {
    expect(strongTrend(example({ trend: null }))).toMatchObject({ passed: false, observed: null });
  });

  it("needs the strong state of its direction for two bars while a classifier binds", () => {
    const regime = (state: "BULL_STRONG" | "BULL_WEAK" | "BEAR_STRONG", sinceBars = 2) =>
      strongTrend(example({ regime: { state, sinceBars } })).passed;
    expect([regime("BULL_STRONG"), regime("BULL_STRONG", 1), regime("BULL_WEAK"), regime("BEAR_STRONG")]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(strongTrend(example({ regime: null })).passed).toBe(false);
    expect(strongTrend({ ...short(), regime: { state: "BEAR_STRONG", sinceBars: 2 } }).passed).toBe(true);
  });
});

describe("PAL-04 complete data", () => {
  it.each<[string, Case]>([
    ["stop", example({ trade: { stopPrice: null } })],
    ["stop beyond the price", example({ trade: { stopPrice: "105" } })],
    ["stop beyond the price", { ...short(), trade: { ...short().trade, stopPrice: "95" } }],
    ["initial risk", example({ trade: { initialRiskUsd: null } })],
    ["initial risk", example({ trade: { initialRiskUsd: 0 } })],
    ["contract", example({ contract: null })],
    ["trend", example({ trend: null })],
    ["quantity or price", example({ trade: { quantity: "0" } })],
    ["books and exchange differ", example({ doubted: true })],
  ])("without %s nothing is done", (what, about) => {
    expect(completeData(about)).toMatchObject({ finding: { passed: false, observed: what }, plan: null });
    expect(advise(about).action).toBe("NO_ACTION");
  });

  it("a stop one tick on the right side counts", () => {
    expect(completeData(example({ trade: { stopPrice: "104.99" } })).finding.passed).toBe(true);
  });

  it("the original size is what the ledger says its entry bought, at any age, whatever is remembered", () => {
    const known = (initialQuantity: string | null) => {
      const about = example({ trade: { initialQuantity, quantity: "12.5" } });
      return completeData({ ...about, memory: { ...about.memory, originalQuantity: "9" } }).plan?.originalQuantity?.toFixed();
    };
    expect([known("10"), known(null)]).toEqual(["10", "9"]);
  });

  it("the original size is known when a trade is first seen at most one bar old, and never learned later", () => {
    const seen = (ageBars: number) => rememberTrade(null, { ...example().trade, ageBars }).originalQuantity;
    expect([seen(0), seen(1), seen(2)]).toEqual(["10", "10", null]);
    const grown = rememberTrade(rememberTrade(null, example().trade), { ...example().trade, quantity: "12.5" });
    expect(grown).toMatchObject({ originalQuantity: null, peakQuantity: "12.5" });
    expect(rememberTrade(grown, { ...example().trade, quantity: "5" }).peakQuantity).toBe("12.5");
  });
});

describe("PAL-11 the risk mode", () => {
  it("CAUTIOUS adds nothing, DEFENSIVE only secures, SAFE does nothing", () => {
    const action = (riskMode: Case["riskMode"], part = {}) => advise(example({ riskMode, ...part })).action;
    expect([action("AGGRESSIVE"), action("NORMAL"), action("CAUTIOUS")]).toEqual(["ADD_SIZE", "ADD_SIZE", "EXTEND_HOLD"]);
    expect(action("DEFENSIVE")).toBe("NO_ACTION");
    const trailing = { memory: { originalQuantity: null, peakQuantity: "10", trendExit: true, holdUntilBars: null } };
    expect(action("DEFENSIVE", trailing)).toBe("TIGHTEN_TRAIL");
    expect(action("SAFE", trailing)).toBe("NO_ACTION");
    expect([riskModeAllows("DEFENSIVE").passed, riskModeAllows("SAFE").passed]).toEqual([true, false]);
  });
});
