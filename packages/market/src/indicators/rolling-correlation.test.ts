import { describe, expect, it } from "@jest/globals";
import { CLOSES, expectExact, mean } from "../../test/indicator-check.ts";
import { createRollingCorrelation, readRollingCorrelation, updateRollingCorrelation } from "./rolling-correlation.ts";

const PAIRS: readonly (readonly [number, number])[] = CLOSES.slice(0, 400).map((close, i) => [close, 0.5 * close + CLOSES[i + 500]!]);

function pearson(pairs: readonly (readonly [number, number])[]): number {
  const [meanX, meanY] = [mean(pairs.map(([x]) => x)), mean(pairs.map(([, y]) => y))];
  const sum = (term: (x: number, y: number) => number) => pairs.reduce((total, [x, y]) => total + term(x - meanX, y - meanY), 0);
  return sum((x, y) => x * y) / Math.sqrt(sum((x) => x * x) * sum((_, y) => y * y));
}

describe("the rolling correlation", () => {
  it("is Pearson's over the window, to rounding", () => {
    expectExact({
      items: PAIRS,
      create: () => createRollingCorrelation(50),
      update: (state, [x, y]) => updateRollingCorrelation(state, x, y),
      read: readRollingCorrelation,
      reference: (seen) => (seen.length < 50 ? null : pearson(seen.slice(-50))),
      tolerance: 1e-9,
    });
  });

  it("is 1 and -1 for lines, and never beyond", () => {
    const [same, opposite] = [createRollingCorrelation(4), createRollingCorrelation(4)];
    for (let i = 0; i < 9; i++) {
      updateRollingCorrelation(same, i, 3 * i + 1);
      updateRollingCorrelation(opposite, i, -i);
    }
    expect(readRollingCorrelation(same)).toBeCloseTo(1, 12);
    expect(readRollingCorrelation(opposite)).toBeCloseTo(-1, 12);
    expect(Math.abs(readRollingCorrelation(same)!)).toBeLessThanOrEqual(1);
  });

  it("is null while one side does not move", () => {
    const state = createRollingCorrelation(3);
    for (let i = 0; i < 8; i++) updateRollingCorrelation(state, i, 0.1);
    expect(readRollingCorrelation(state)).toBeNull();
  });
});
