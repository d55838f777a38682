import { describe, expect, it } from "@jest/globals";
import type { Bar } from "@quantum/types";
import { ADX } from "trading-signals";
import { expectAgreement, expectExact, SAMPLE, trueRanges, wilder } from "../../test/indicator-check.ts";
import { createAdx, readAdx, updateAdx } from "./adx.ts";

/** Directional indicators after each bar but the first `period`, each smoothed afresh over everything seen. */
function directional(seen: readonly Bar[], period: number): { plus: number; minus: number }[] {
  const ranges = trueRanges(seen);
  const moves = seen.slice(1).map((bar, i) => ({ up: bar.high - seen[i]!.high, down: seen[i]!.low - bar.low }));
  const plus = moves.map(({ up, down }) => (up > down && up > 0 ? up : 0));
  const minus = moves.map(({ up, down }) => (down > up && down > 0 ? down : 0));
  const readings: { plus: number; minus: number }[] = [];
  for (let n = period; n <= ranges.length; n++) {
    const range = wilder(ranges.slice(0, n), period)!;
    readings.push({ plus: (100 * wilder(plus.slice(0, n), period)!) / range, minus: (100 * wilder(minus.slice(0, n), period)!) / range });
  }
  return readings;
}

describe("the average directional index", () => {
  it("is Wilder's, exact from 2 * period bars on", () => {
    expectExact({
      items: SAMPLE.slice(0, 120),
      create: () => createAdx(14),
      update: updateAdx,
      read: (state) => readAdx(state)?.adx ?? null,
      reference: (seen) => {
        const strengths = directional(seen, 14).map(({ plus, minus }) => (100 * Math.abs(plus - minus)) / (plus + minus));
        return wilder(strengths, 14);
      },
    });
  });

  it("gives both directional indicators from period + 1 bars on", () => {
    const state = createAdx(14);
    SAMPLE.slice(0, 100).forEach((bar, i) => {
      updateAdx(state, bar);
      const reading = readAdx(state);
      const wanted = directional(SAMPLE.slice(0, i + 1), 14).at(-1);
      if (wanted === undefined) expect(reading).toBeNull();
      else {
        expect(reading?.plusDi).toBeCloseTo(wanted.plus, 9);
        expect(reading?.minusDi).toBeCloseTo(wanted.minus, 9);
      }
    });
  });

  it("agrees with an independent library (which counts a tie of both moves for both sides, so ties are taken out)", () => {
    const untied = SAMPLE.map((bar, i) => ({ ...bar, high: bar.high + ((i * 37) % 101) * 1e-7 }));
    const [ours, theirs] = [createAdx(14), new ADX(14)];
    expectAgreement(
      untied,
      (bar) => updateAdx(ours, bar),
      (bar) => theirs.add(bar),
      { from: 500 },
    );
  });

  it("is 0 while nothing moves in any direction", () => {
    const state = createAdx(2);
    for (let i = 0; i < 6; i++) updateAdx(state, { high: 10, low: 10, close: 10 });
    expect(readAdx(state)).toEqual({ plusDi: 0, minusDi: 0, adx: 0 });
  });
});
