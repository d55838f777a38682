import { nextUniform, type Random } from "../random/random.ts";

/** Hidden state of the generated market. The names are those of the Market State Classifier, so its answers can be scored. */
export const REGIMES = [
  "BULL_STRONG",
  "BULL_WEAK",
  "BEAR_STRONG",
  "BEAR_WEAK",
  "SIDEWAYS_TIGHT",
  "SIDEWAYS_WIDE",
  "VOLATILE",
  "CHOPPY",
] as const;
export type Regime = (typeof REGIMES)[number];

/** How the market factor behaves in a regime. Chosen to resemble quiet to wild days of large coins, not fitted to any. */
export interface RegimeShape {
  /** Expected log return per day. */
  readonly driftPerDay: number;
  /** Standard deviation of log returns over a day. */
  readonly volatilityPerDay: number;
  /** Correlation of a bar's return with the one before: below 0 moves are taken back. */
  readonly persistence: number;
  readonly jumpsPerDay: number;
  /** Mean length of a stay. */
  readonly meanHours: number;
  /** How often it is entered, relative to the others. */
  readonly frequency: number;
}

/** The shape of each regime. */
export const REGIME_SHAPES: Readonly<Record<Regime, RegimeShape>> = {
  BULL_STRONG: { driftPerDay: 0.06, volatilityPerDay: 0.03, persistence: 0.06, jumpsPerDay: 0.6, meanHours: 10, frequency: 1 },
  BULL_WEAK: { driftPerDay: 0.015, volatilityPerDay: 0.02, persistence: 0.02, jumpsPerDay: 0.3, meanHours: 18, frequency: 2 },
  BEAR_STRONG: { driftPerDay: -0.065, volatilityPerDay: 0.038, persistence: 0.06, jumpsPerDay: 1, meanHours: 8, frequency: 1 },
  BEAR_WEAK: { driftPerDay: -0.015, volatilityPerDay: 0.022, persistence: 0.02, jumpsPerDay: 0.4, meanHours: 18, frequency: 2 },
  SIDEWAYS_TIGHT: { driftPerDay: 0, volatilityPerDay: 0.01, persistence: -0.1, jumpsPerDay: 0.1, meanHours: 14, frequency: 2 },
  SIDEWAYS_WIDE: { driftPerDay: 0, volatilityPerDay: 0.022, persistence: -0.08, jumpsPerDay: 0.3, meanHours: 14, frequency: 2 },
  VOLATILE: { driftPerDay: 0, volatilityPerDay: 0.07, persistence: 0, jumpsPerDay: 4, meanHours: 6, frequency: 1.2 },
  CHOPPY: { driftPerDay: 0, volatilityPerDay: 0.03, persistence: -0.25, jumpsPerDay: 0.5, meanHours: 8, frequency: 1 },
};

/** A first regime, drawn by frequency. */
export function drawRegime(random: Random, except: Regime | null = null): Regime {
  const choices = REGIMES.filter((regime) => regime !== except);
  const total = choices.reduce((sum, regime) => sum + REGIME_SHAPES[regime].frequency, 0);
  let left = nextUniform(random) * total;
  for (const regime of choices) {
    left -= REGIME_SHAPES[regime].frequency;
    if (left < 0) return regime;
  }
  return choices[choices.length - 1] as Regime;
}

/** The regime of the next bar: it stays, or changes with the chance that its mean length implies (a Markov chain). */
export function stepRegime(random: Random, regime: Regime, barHours: number): Regime {
  const leaves = nextUniform(random) < 1 - Math.exp(-barHours / REGIME_SHAPES[regime].meanHours);
  return leaves ? drawRegime(random, regime) : regime;
}
