import { describe, expect, it } from "@jest/globals";
import { createRandom, nextNormal, REGIMES } from "@quantum/market";
import fc from "fast-check";
import { scored } from "../../test/score.ts";
import { evenProbabilities, logLikelihood, weighEvidence } from "./evidence.ts";
import { LIMITS } from "./limits.ts";
import { KNOWN_STATES, PROTOTYPES } from "./prototypes.ts";

const bounded = (most: number) => fc.double({ min: -most, max: most, noNaN: true });
const observation = fc.record({
  move: bounded(LIMITS.maxMove),
  moveBefore: bounded(LIMITS.maxMove),
  distance: bounded(LIMITS.maxMove),
  logRange: bounded(LIMITS.maxLogRange),
});

describe("MSC-02: probabilities", () => {
  it("there is one prototype for each state", () => {
    expect([...KNOWN_STATES].sort()).toEqual([...REGIMES].sort());
  });

  it("stay probabilities whatever bars come: none negative, none lost for good, sum 1", () => {
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 60 }), (bars) => {
        const probabilities = evenProbabilities();
        for (const bar of bars) weighEvidence(probabilities, bar);
        expect(probabilities.every((share) => Number.isFinite(share) && share >= 0)).toBe(true);
        expect(probabilities.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
      }),
    );
  });

  it.each(PROTOTYPES)("forty bars as in $state make it the most likely", (prototype) => {
    const random = createRandom("forty bars");
    const probabilities = evenProbabilities();
    let [move, distance] = [0, 0];
    for (let i = 0; i < 40; i++) {
      const moveBefore = move;
      const noise = prototype.moveDeviation * nextNormal(random);
      move = prototype.drift + prototype.persistence * moveBefore + prototype.pull * distance + noise;
      const logRange = prototype.logRange + prototype.logRangeDeviation * nextNormal(random);
      weighEvidence(probabilities, { move, moveBefore, distance, logRange });
      distance = (distance + move) * (1 - 2 / (LIMITS.quickBars + 1));
    }
    expect(KNOWN_STATES[probabilities.indexOf(Math.max(...probabilities))]).toBe(prototype.state);
  });

  it("a wild bar proves little: its evidence is bounded", () => {
    const wild = { move: LIMITS.maxMove, moveBefore: -LIMITS.maxMove, distance: LIMITS.maxMove, logRange: LIMITS.maxLogRange };
    const scores = PROTOTYPES.map((prototype) => logLikelihood(prototype, wild));
    expect(Math.max(...scores) - Math.min(...scores)).toBeLessThan(20);
  });
});

const SEEDS = Array.from({ length: 6 }, (_, i) => `unit-${i + 1}`);

describe("MSC-02 to MSC-04 on a labelled market that nothing was fitted on", () => {
  it("reach balanced accuracy 0.80, a median delay of 15 bars and 1 false switch per 1,000 bars", () => {
    const { symbols, market } = scored(SEEDS, { bars: 14_400, symbols: ["BTCUSDT"] });
    for (const { balancedAccuracy, medianDelayBars, falsePerThousand } of [symbols, market]) {
      expect(balancedAccuracy).toBeGreaterThanOrEqual(0.8);
      expect(medianDelayBars).toBeLessThanOrEqual(15);
      expect(falsePerThousand).toBeLessThanOrEqual(1);
    }
  });
});
