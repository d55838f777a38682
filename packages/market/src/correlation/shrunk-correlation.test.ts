import { describe, expect, it } from "@jest/globals";
import { nextNormal } from "../random/distributions.ts";
import { createRandom } from "../random/random.ts";
import { shrunkCorrelation } from "./shrunk-correlation.ts";

const NAMES = ["A", "B", "C", "D", "E", "F", "G", "H"];
const TRUTH = 0.5;

/** Returns with correlation 0.5 between all pairs but one sector of two, which shares more. */
function returnsOf(seed: number, observations: number): Record<string, number[]> {
  const random = createRandom(seed);
  const rows: Record<string, number[]> = Object.fromEntries(NAMES.map((name) => [name, []]));
  for (let t = 0; t < observations; t++) {
    const common = nextNormal(random) * Math.sqrt(TRUTH);
    for (const name of NAMES) rows[name]!.push(0.01 * (common + nextNormal(random) * Math.sqrt(1 - TRUTH)));
  }
  return rows;
}

function errorOf(correlation: readonly (readonly number[])[]): number {
  return correlation.reduce((sum, row, i) => sum + row.reduce((inner, value, j) => inner + (value - (i === j ? 1 : TRUTH)) ** 2, 0), 0);
}

function sampleCorrelation(rows: Record<string, number[]>): number[][] {
  const centred = Object.values(rows).map((row) => row.map((value) => value - row.reduce((sum, x) => sum + x, 0) / row.length));
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, t) => sum + value * b[t]!, 0);
  return centred.map((a) => centred.map((b) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))));
}

/** Cholesky's factorisation succeeds exactly for positive definite matrices. */
function isPositiveDefinite(matrix: readonly (readonly number[])[]): boolean {
  const lower: number[][] = matrix.map(() => matrix.map(() => 0));
  for (let i = 0; i < matrix.length; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i]![j]!;
      for (let k = 0; k < j; k++) rest -= lower[i]![k]! * lower[j]![k]!;
      if (i === j && !(rest > 0)) return false;
      lower[i]![j] = i === j ? Math.sqrt(rest) : rest / lower[j]![j]!;
    }
  }
  return true;
}

describe("the shrunk correlation", () => {
  it("is symmetric with ones on its diagonal, and positive definite even with fewer observations than symbols", () => {
    const result = shrunkCorrelation(returnsOf(1, 6))!;
    expect(result.observations).toBe(6);
    result.correlation.forEach((row, i) => {
      expect(row[i]).toBe(1);
      row.forEach((value, j) => {
        expect(value).toBeCloseTo(result.correlation[j]![i]!, 12);
      });
    });
    expect(isPositiveDefinite(result.correlation)).toBe(true);
    expect(isPositiveDefinite(sampleCorrelation(returnsOf(1, 6)))).toBe(false);
  });

  it("lies nearer to the truth than the sample when observations are few", () => {
    let [ours, sample] = [0, 0];
    for (let seed = 0; seed < 40; seed++) {
      const rows = returnsOf(seed, 25);
      ours += errorOf(shrunkCorrelation(rows)!.correlation);
      sample += errorOf(sampleCorrelation(rows));
    }
    expect(ours).toBeLessThan(0.6 * sample);
  });

  it("keeps real differences between pairs when there are many observations", () => {
    const rows = returnsOf(3, 2000);
    rows.B = rows.A!.map((value, t) => 0.9 * value + 0.1 * rows.B![t]!);
    const { correlation, shrinkageRatio } = shrunkCorrelation(rows)!;
    expect(shrinkageRatio).toBeGreaterThanOrEqual(0);
    expect(shrinkageRatio).toBeLessThan(0.05);
    expect(correlation[0]![1]).toBeGreaterThan(0.97);
    expect(correlation[0]![2]).toBeLessThan(0.6);
  });

  it("shrinks less the more it has seen", () => {
    const blend = (observations: number) => {
      const rows = returnsOf(5, observations);
      rows.B = rows.A!.map((value, t) => value + 0.3 * rows.B![t]!);
      return shrunkCorrelation(rows)!.shrinkageRatio;
    };
    expect(blend(20)).toBeGreaterThan(blend(200));
    expect(blend(200)).toBeGreaterThan(blend(2000));
  });

  it("says nothing about symbols that do not move or have broken returns", () => {
    const rows = { ...returnsOf(2, 30), STILL: new Array<number>(30).fill(0), BROKEN: new Array<number>(30).fill(Number.NaN) };
    const result = shrunkCorrelation(rows)!;
    expect(result.leftOut).toEqual(["STILL", "BROKEN"]);
    expect(result.symbols).toEqual(NAMES);
    expect(shrunkCorrelation({ STILL: [0, 0, 0] })).toBeNull();
    expect(shrunkCorrelation({})).toBeNull();
  });

  it("needs at least three observations, and as many for every symbol", () => {
    expect(shrunkCorrelation({ A: [1, 2] })).toBeNull();
    expect(shrunkCorrelation({ A: [1, 2, 4] })?.correlation).toEqual([[1]]);
    expect(() => shrunkCorrelation({ A: [1, 2, 3], B: [1, 2] })).toThrow(/same number/);
  });
});
