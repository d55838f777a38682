import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type MadeUp, madePredictions } from "../../../test/made-predictions.ts";
import { EVALUATION } from "../limits.ts";
import { addPrediction, type Evaluation, emptySample, evaluate, type LabelledPrediction, type SlotEvaluation } from "./index.ts";

const NOISE: MadeUp = { seed: 1, days: 30, symbols: 3, cycleHours: 1, horizonCycles: 4, memory: 0.9, boldness: 0.03, knowledge: 0 };

function evaluationOf(predictions: Iterable<LabelledPrediction>, seed = "seed"): Evaluation {
  const sample = emptySample();
  for (const prediction of predictions) addPrediction(sample, prediction);
  return evaluate(sample, seed);
}

function slotOf({ slots }: Evaluation, slot: string): SlotEvaluation {
  const found = slots.find((one) => one.slot === slot);
  if (!found) throw new Error(`no ${slot}`);
  return found;
}

describe("CLM-03: noise", () => {
  const SEEDS = 120;
  const evaluations = Array.from({ length: SEEDS }, (_, seed) => evaluationOf(madePredictions({ ...NOISE, memory: 0.95, seed })));

  it("is called EDGE in at most the stated share of evaluations", () => {
    const found = evaluations.filter(({ slots }) => slots.some(({ verdict }) => verdict === "EDGE"));
    expect(found.length / SEEDS).toBeLessThanOrEqual(EVALUATION.falseEdgeShare);
  });

  it("is seldom right more often than chance has it, by the interval of direction alone", () => {
    const found = evaluations.filter(({ slots }) => slots.some(({ excess }) => (excess?.low ?? 0) > 0));
    // 1 % is stated for all models at once; five of 120 seeds are within what a true 1 % gives with a probability of 99.8 %.
    expect(found.length).toBeLessThanOrEqual(5);
  });

  it("that votes up in a rising market has accuracy and no edge", () => {
    const rising = Array.from(madePredictions({ ...NOISE, drift: 0.0004 })).map((one) => ({
      ...one,
      votes: one.votes.map((vote) => ({ ...vote, probabilityUp: 0.55 + Math.abs(Number(vote.probabilityUp) - 0.5) })),
    }));
    const { accuracy, excess, verdict } = slotOf(evaluationOf(rising), "NH");
    expect(accuracy?.value).toBeGreaterThan(0.55);
    expect(excess?.value).toBe(0);
    expect(verdict).toBe("NO_EDGE");
  });
});

describe("CLM-03: a planted edge", () => {
  it("is found in nearly every evaluation, in the model that has it and in no other", () => {
    const seeds = Array.from({ length: 20 }, (_, seed) => seed);
    const evaluations = seeds.map((seed) => evaluationOf(madePredictions({ ...NOISE, seed, knowledge: 0.015 })));
    const found = evaluations.filter((one) => slotOf(one, "XGB").verdict === "EDGE");
    expect(found.length).toBeGreaterThanOrEqual(19);
    for (const one of evaluations) expect(slotOf(one, "PT").verdict).toBe("NO_EDGE");
  });

  it("in direction alone, with probabilities worse than the base rate, is NO_EDGE and says to calibrate", () => {
    const bold = evaluationOf(madePredictions({ ...NOISE, knowledge: 0.05, boldness: 0.3 }));
    const { verdict, excess, skill, note } = slotOf(bold, "XGB");
    expect(excess?.low).toBeGreaterThan(0);
    expect(skill?.value).toBeLessThan(0);
    expect([verdict, note]).toEqual(["NO_EDGE", expect.stringContaining("calibrate")]);
  });
});

describe("CLM-03: how much is needed", () => {
  it("is ten days of predictions: one hour less and nothing is said", () => {
    const hours = (count: number) => Array.from(madePredictions({ ...NOISE, days: 11 })).slice(0, count * NOISE.symbols);
    const enough = slotOf(evaluationOf(hours(240)), "XGB");
    const short = slotOf(evaluationOf(hours(239)), "XGB");
    expect([enough.verdict, enough.blocks]).toEqual(["NO_EDGE", 10]);
    expect([short.verdict, short.blocks, short.accuracy, short.skill]).toEqual(["N/A", 9, null, null]);
    expect(short.note).toContain("200 decided outcomes in 10 blocks needed");
  });

  it("is 200 decided outcomes: even votes do not count", () => {
    const one = Array.from(madePredictions({ ...NOISE, days: 20, symbols: 1 }));
    const deciding = (count: number) =>
      one.map((made, i) => ({ ...made, votes: made.votes.map((vote) => (i < count ? vote : { ...vote, probabilityUp: 0.5 })) }));
    expect(slotOf(evaluationOf(deciding(200)), "XGB").verdict).toBe("NO_EDGE");
    expect(slotOf(evaluationOf(deciding(199)), "XGB").verdict).toBe("N/A");
  });

  it("counts as trials only the models that are judged, and widens the intervals by them", () => {
    const all = Array.from(madePredictions(NOISE));
    const lonely = all.map((one) => ({ ...one, probabilityUp: null, votes: one.votes.slice(0, 1) }));
    const [five, single] = [evaluationOf(all), evaluationOf(lonely)];
    expect([five.trials, single.trials]).toEqual([5, 1]);
    const width = (of: Evaluation) => (slotOf(of, "XGB").accuracy?.high ?? 0) - (slotOf(of, "XGB").accuracy?.low ?? 0);
    expect(width(five)).toBeGreaterThan(width(single));
    expect(five.confidenceRatio).toBeCloseTo(1 - (2 * EVALUATION.falseEdgeShare) / 5, 12);
  });

  it("grows with the horizon: a block holds four of them, in whole days", () => {
    const long = evaluationOf(madePredictions({ ...NOISE, horizonCycles: 7 }));
    expect([evaluationOf(madePredictions({ ...NOISE, horizonCycles: 6 })).blockHours, long.blockHours]).toEqual([24, 48]);
    expect(slotOf(long, "XGB").blocks).toBe(15);
  });
});

describe("CLM-03: what does not count", () => {
  const made = Array.from(madePredictions({ ...NOISE, days: 12, symbols: 2 }));
  const bad = fc.oneof(
    fc.record({ returnRatio: fc.constantFrom(null, Number.NaN, Number.POSITIVE_INFINITY) }),
    fc.record({ labelledAt: fc.constant(null) }),
  );

  it("is a prediction without a label, whatever it said", () => {
    const honest = evaluationOf(made);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(made.length - 1), bad), { maxLength: 200 }), (extras) => {
        const added = extras.map(([i, change]) => ({ ...(made[i] as LabelledPrediction), ...change }));
        expect(evaluationOf([...made, ...added])).toEqual(honest);
      }),
      { numRuns: 10 },
    );
  });

  it("is a vote that is no probability", () => {
    const odd = made.map((one) => ({
      ...one,
      votes: [...one.votes, ...[1.01, -0.01, Number.NaN].map((probabilityUp) => ({ ...one.votes[0]!, probabilityUp }))],
    }));
    expect(evaluationOf(odd)).toEqual(evaluationOf(made));
  });

  it("is a model that abstained", () => {
    const abstained = made.map((one) => ({
      ...one,
      votes: one.votes.map((vote) => (vote.slot === "NH" ? { ...vote, probabilityUp: null } : vote)),
    }));
    expect(slotOf(evaluationOf(abstained), "NH")).toMatchObject({ verdict: "N/A", outcomes: 0, models: [] });
  });
});

describe("CLM-03: figures", () => {
  it("are the same for the same window and dice, in whatever order the rows come", () => {
    const made = Array.from(madePredictions({ ...NOISE, days: 12 }));
    const hours = new Map<number, LabelledPrediction[]>();
    for (const one of made) hours.set(one.at, [...(hours.get(one.at) ?? []), one]);
    const backwards = [...hours.values()].reverse().flat();
    expect(evaluationOf(backwards)).toEqual(evaluationOf(made));
  });

  it("are N/A where every outcome was the same", () => {
    const same = Array.from(madePredictions(NOISE)).map((one) => ({ ...one, returnRatio: 0.01 }));
    expect(slotOf(evaluationOf(same), "XGB")).toMatchObject({ verdict: "N/A", skill: null, baseRate: 1 });
  });

  it("are those of the textbook", () => {
    const made = Array.from(madePredictions({ ...NOISE, days: 10 }));
    const perfect = made.map((one) => ({
      ...one,
      votes: one.votes.map((vote) => ({ ...vote, probabilityUp: one.returnRatio! > 0 ? 1 : 0 })),
    }));
    const { accuracy, brier, skill, baseRate } = slotOf(evaluationOf(perfect), "XGB");
    const ups = made.filter(({ returnRatio }) => returnRatio! > 0).length / made.length;
    expect([accuracy?.value, brier?.value, skill?.value, baseRate]).toEqual([1, 0, 1, ups]);
  });
});
