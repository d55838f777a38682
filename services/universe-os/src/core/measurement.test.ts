import { describe, expect, it } from "@jest/globals";
import { BAR_MS, bar, bars, DAY, HOUR_MS } from "../../test/scenario.ts";
import { dayFiguresOf, type Measurement, measureBar } from "./measurement.ts";

function measured(list: ReturnType<typeof bars>): Measurement {
  let measurement: Measurement | null = null;
  for (const one of list) measurement = measureBar(measurement, one, BAR_MS);
  return measurement as Measurement;
}

describe("the figures of the last day", () => {
  it("give the turnover of a day, whole data and the movement", () => {
    const figures = dayFiguresOf(measured(bars(DAY)), DAY, BAR_MS);
    expect(figures.quoteVolumeUsd / 50_000_000).toBeCloseTo(1, 4);
    expect(figures).toMatchObject({ estimated: false, missingRatio: 0, knownMs: 24 * HOUR_MS });
    expect(figures.dailyVolatility).toBeCloseTo(Math.log(1.004) * Math.sqrt(288), 6);
  });

  it("forget turnover older than a day", () => {
    const figures = dayFiguresOf(measured([...bars(DAY - 24 * HOUR_MS, 288, 900_000_000), ...bars(DAY, 288, 50_000_000)]), DAY, BAR_MS);
    expect(figures.quoteVolumeUsd / 50_000_000).toBeCloseTo(1, 4);
  });

  it("count a hole and bars that have stopped coming as missing", () => {
    const holed = bars(DAY).filter((_, i) => i < 300 || i >= 303);
    expect(dayFiguresOf(measured(holed), DAY, BAR_MS).missingRatio).toBeCloseTo(3 / 288, 10);
    expect(dayFiguresOf(measured(bars(DAY)), DAY + 6 * HOUR_MS, BAR_MS).missingRatio).toBeCloseTo(0.25, 10);
    expect(dayFiguresOf(measured(bars(DAY)), DAY + 48 * HOUR_MS, BAR_MS)).toMatchObject({ quoteVolumeUsd: 0, missingRatio: 1 });
  });

  it("estimate turnover where the source has none, and say so", () => {
    const without = bars(DAY).map((one) => ({ ...one, quoteVolume: 0 }));
    const figures = dayFiguresOf(measured(without), DAY, BAR_MS);
    expect(figures.estimated).toBe(true);
    expect(figures.quoteVolumeUsd / 50_000_000).toBeCloseTo(1, 2);
  });

  it("pass over a bar that was there before", () => {
    const once = measured(bars(DAY));
    const before = structuredClone(once);
    expect(measureBar(once, bar(DAY - BAR_MS, 500, 1e12), BAR_MS)).toEqual(before);
  });
});
