import { readAdx } from "@quantum/market";
import type { Direction } from "@quantum/types";
import { SCALES } from "./limits.ts";
import type { SymbolMeasure } from "./state.ts";

/** OR-04: how well the trend suits the direction: 1/2 without a trend, 1 with a strong one in it, 0 against it, and 0 while it is not known. */
export function trendFit(direction: Direction, measure: Readonly<SymbolMeasure> | null): number {
  const reading = measure === null ? null : readAdx(measure.trend);
  if (reading?.adx == null) return 0;
  const sum = reading.plusDi + reading.minusDi;
  const upwards = sum > 0 ? (reading.plusDi - reading.minusDi) / sum : 0;
  const strength = Math.min(1, reading.adx / SCALES.fullTrendAdx);
  return 0.5 + 0.5 * strength * (direction === "LONG" ? upwards : -upwards);
}
