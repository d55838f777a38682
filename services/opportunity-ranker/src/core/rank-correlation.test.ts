import { describe, expect, it } from "@jest/globals";
import { createRandom, nextNormal } from "@quantum/market";
import { DAY, HOUR_MS } from "../../test/scenario.ts";
import { addCycle, type DayOfRanks, rankCorrelationOf, spearman } from "./rank-correlation.ts";

describe("OR-09: Spearman's rank correlation", () => {
  it("is 1 for the same order, -1 for the reverse, whatever the distances", () => {
    expect(spearman([1, 2, 3, 4], [10, 11, 500, 501])).toBeCloseTo(1, 12);
    expect(spearman([1, 2, 3, 4], [9, 8, 7, -1])).toBeCloseTo(-1, 12);
  });

  it("lets ties share their rank, and is unknown when nothing varies", () => {
    // By hand: ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4.
    expect(spearman([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 12);
    expect(spearman([1, 1, 1], [1, 2, 3])).toBeNull();
  });
});

describe("OR-09: what is stated", () => {
  const days = (cycles: number, value: (i: number) => number, samples = 20) => {
    const list: DayOfRanks[] = [];
    for (let i = 0; i < cycles; i++) addCycle(list, DAY + i * 300_000, { value: value(i), samples });
    return list;
  };

  it("is nothing below 200 outcomes or five horizons", () => {
    expect(
      rankCorrelationOf(
        days(59, () => 0.1),
        12,
      ),
    ).toBeNull();
    expect(
      rankCorrelationOf(
        days(60, () => 0.1),
        12,
      ),
    ).toMatchObject({ value: 0.1, samples: 1_200 });
    expect(
      rankCorrelationOf(
        days(99, () => 0.1, 2),
        12,
      ),
    ).toBeNull();
    expect(
      rankCorrelationOf(
        days(100, () => 0.1, 2),
        12,
      ),
    ).toMatchObject({ samples: 200 });
    expect(rankCorrelationOf([], 12)).toBeNull();
  });

  it("holds the truth in its interval about 95 times of 100, with outcomes that overlap", () => {
    const random = createRandom("interval");
    let held = 0;
    const runs = 300;
    for (let run = 0; run < runs; run++) {
      // A moving sum over one horizon: as strongly related as outcomes of overlapping horizons are.
      const noise = Array.from({ length: 600 }, () => nextNormal(random));
      const value = (i: number) => 0.05 + 0.02 * noise.slice(i, i + 12).reduce((sum, one) => sum + one, 0);
      const stated = rankCorrelationOf(days(576, value), 12);
      if ((stated?.low ?? 1) <= 0.05 && (stated?.high ?? -1) >= 0.05) held++;
    }
    expect(held / runs).toBeGreaterThan(0.9);
    expect(held / runs).toBeLessThan(0.99);
  });

  it("looks back thirty days", () => {
    const list = days(1, () => 1);
    addCycle(list, DAY + 29 * 24 * HOUR_MS, { value: 0, samples: 20 });
    expect(list).toHaveLength(2);
    addCycle(list, DAY + 30 * 24 * HOUR_MS, { value: 0, samples: 20 });
    expect(list.map(({ sum }) => sum)).toEqual([0, 0]);
  });
});
