import { describe, expect, it } from "@jest/globals";
import { MODEL_SLOTS, type Vote } from "@quantum/types";
import fc from "fast-check";
import { abstentions, combine } from "./ensemble.ts";
import { MODELS } from "./models/index.ts";

const vote = (probabilityUp: number | null, weight = 1): Vote => ({
  slot: "XGB",
  model: "m",
  version: "1",
  probabilityUp,
  weight,
  reason: "",
});

describe("AI-02: votes become one view", () => {
  it("takes the weighted mean, the share on the majority's side and the confidence that follows", () => {
    const verdict = combine([vote(0.8), vote(0.9), vote(0.4), vote(null)]);
    expect(verdict).toMatchObject({ side: "LONG", probabilityUp: 0.7, agreementRatio: 0.666667, confidence: 0.266667 });
    expect(combine([vote(0.1, 1), vote(0.9, 0.5)])).toMatchObject({ side: "SHORT", probabilityUp: 0.366667, agreementRatio: 0.666667 });
  });

  it("abstains with one vote of four, and speaks with two", () => {
    expect(combine([vote(0.9), vote(null), vote(null), vote(null)])).toMatchObject({
      side: "NONE",
      confidence: 0,
      probabilityUp: null,
      agreementRatio: 0,
    });
    expect(combine([vote(0.9), vote(0.9), vote(null), vote(null)])).toMatchObject({ side: "LONG", confidence: 0.8, agreementRatio: 1 });
  });

  it("does not count a vote of weight 0, but records it", () => {
    const verdict = combine([vote(0.9), vote(0.9), vote(0.1, 0)]);
    expect(verdict).toMatchObject({ side: "LONG", probabilityUp: 0.9, agreementRatio: 1 });
    expect(verdict.votes).toHaveLength(3);
    expect(combine([vote(0.9), vote(0.9, 0)]).side).toBe("NONE");
  });

  it("takes no side when the votes balance exactly", () => {
    expect(combine([vote(0.3), vote(0.7)])).toMatchObject({ side: "NONE", confidence: 0, probabilityUp: 0.5 });
    expect(combine([vote(0.5), vote(0.5)])).toMatchObject({ side: "NONE", confidence: 0, agreementRatio: 0.5 });
  });

  it("stays within bounds, and turns around when every vote does", () => {
    const votes = fc.array(fc.tuple(fc.double({ min: 0.05, max: 0.95, noNaN: true }), fc.double({ min: 0.1, max: 1, noNaN: true })), {
      minLength: 2,
      maxLength: 4,
    });
    fc.assert(
      fc.property(votes, (pairs) => {
        const verdict = combine(pairs.map(([probability, weight]) => vote(probability, weight)));
        const mirrored = combine(pairs.map(([probability, weight]) => vote(1 - probability, weight)));
        expect(verdict.confidence).toBeGreaterThanOrEqual(0);
        expect(verdict.confidence).toBeLessThanOrEqual(1);
        expect(mirrored.probabilityUp).toBeCloseTo(1 - verdict.probabilityUp!, 5);
        expect(mirrored.confidence).toBeCloseTo(verdict.confidence, 4);
      }),
    );
  });

  it("names every slot once", () => {
    expect(MODELS.map(({ slot }) => slot)).toEqual([...MODEL_SLOTS]);
    expect(MODELS.every(({ learned, name }) => !learned && name.endsWith("-baseline"))).toBe(true);
    expect(abstentions(MODELS, { XGB: 1, LGBM: 1, NH: 1, PT: 1 }, "why").every(({ reason }) => reason === "why")).toBe(true);
  });
});
