import { describe, expect, it } from "@jest/globals";
import { nextExponential, nextGamma, nextNormal, nextPoisson, nextStudentT } from "./distributions.ts";
import { createRandom, nextUint32, nextUniform, type Random, splitRandom } from "./random.ts";

function momentsOf(draw: (random: Random) => number, count = 60_000): { mean: number; variance: number; kurtosis: number } {
  const random = createRandom("moments");
  const values = Array.from({ length: count }, () => draw(random));
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const power = (n: number) => values.reduce((sum, value) => sum + (value - mean) ** n, 0) / count;
  return { mean, variance: power(2), kurtosis: power(4) / power(2) ** 2 };
}

describe("seeded dice", () => {
  it("repeat exactly for a seed and differ for another", () => {
    const draw = (seed: number | string) => {
      const random = createRandom(seed);
      return Array.from({ length: 5 }, () => nextUint32(random));
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(draw("seven")).not.toEqual(draw("eight"));
  });

  it("are the published generator: xoshiro128** from the state 1, 2, 3, 4", () => {
    const random: Random = { a: 1, b: 2, c: 3, d: 4 };
    expect([nextUint32(random), nextUint32(random), nextUint32(random)]).toEqual([11520, 0, 5927040]);
  });

  it("go on unchanged after a stay in JSON", () => {
    const random = createRandom(3);
    nextUniform(random);
    const copy = JSON.parse(JSON.stringify(random)) as Random;
    expect(nextUint32(copy)).toBe(nextUint32(random));
  });

  it("give independent children without moving themselves", () => {
    const parent = createRandom(1);
    const before = { ...parent };
    const [a, b] = [splitRandom(parent, "a"), splitRandom(parent, "b")];
    expect(parent).toEqual(before);
    expect(nextUint32(a)).not.toBe(nextUint32(b));
    expect(splitRandom(parent, "a")).toEqual(splitRandom(parent, "a"));
  });
});

describe("distributions", () => {
  it("uniform numbers fill [0, 1)", () => {
    const { mean, variance } = momentsOf(nextUniform);
    expect(mean).toBeCloseTo(0.5, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
  });

  it("normal numbers have mean 0, variance 1 and kurtosis 3", () => {
    const { mean, variance, kurtosis } = momentsOf(nextNormal);
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.03);
    expect(Math.abs(kurtosis - 3)).toBeLessThan(0.15);
  });

  it("Student-t numbers have variance 1 and fat tails", () => {
    const { variance, kurtosis } = momentsOf((random) => nextStudentT(random, 5));
    expect(Math.abs(variance - 1)).toBeLessThan(0.08);
    expect(kurtosis).toBeGreaterThan(4.5);
    expect(() => nextStudentT(createRandom(1), 2)).toThrow(/more than 2/);
  });

  it("Poisson counts have mean and variance alike, small and large", () => {
    for (const wanted of [0.3, 4, 200]) {
      const { mean, variance } = momentsOf((random) => nextPoisson(random, wanted), 20_000);
      expect(Math.abs(mean / wanted - 1)).toBeLessThan(0.05);
      expect(Math.abs(variance / wanted - 1)).toBeLessThan(0.08);
    }
    expect(nextPoisson(createRandom(1), 0)).toBe(0);
    expect(() => nextPoisson(createRandom(1), -1)).toThrow(/Poisson mean/);
  });

  it("gamma and exponential numbers have the mean they should", () => {
    expect(Math.abs(momentsOf((random) => nextGamma(random, 2.5)).mean / 2.5 - 1)).toBeLessThan(0.02);
    expect(Math.abs(momentsOf(nextExponential).mean - 1)).toBeLessThan(0.02);
    expect(() => nextGamma(createRandom(1), 0.5)).toThrow(/at least 1/);
  });
});
