import { INTERVAL_MS, type Interval } from "@quantum/types";
import { nextNormal, nextPoisson, nextStudentT } from "../random/distributions.ts";
import { type Random, splitRandom } from "../random/random.ts";
import { createGarch, type Garch, stepGarch } from "./garch.ts";
import { drawRegime, REGIME_SHAPES, type Regime, stepRegime } from "./regimes.ts";

/** What moves all symbols together in one bar. */
export interface MarketMove {
  readonly regime: Regime;
  readonly logReturn: number;
  /** Volatility of the bar relative to an ordinary day: raises turnover. */
  readonly heat: number;
}

/** Innovations have Student-t tails with this many degrees of freedom; the rest of the fat tails comes from clustering and jumps. */
export const TAIL_DEGREES = 6;
/** An ordinary day of the market, log return standard deviation. */
const ORDINARY_VOLATILITY_PER_DAY = 0.025;
const JUMP_SIZE = 0.008;

/** The market factor, bar by bar. */
export function generateMarketMoves(root: Random, interval: Interval, bars: number): MarketMove[] {
  const random = splitRandom(root, "market");
  const regimes = splitRandom(root, "regimes");
  const garch: Garch = createGarch();
  const dayShare = INTERVAL_MS[interval] / INTERVAL_MS["1d"];
  let regime = drawRegime(regimes);
  let previous = 0;
  const moves: MarketMove[] = [];
  for (let i = 0; i < bars; i++) {
    const shape = REGIME_SHAPES[regime];
    const scale = shape.volatilityPerDay * Math.sqrt(dayShare);
    const heat = (shape.volatilityPerDay / ORDINARY_VOLATILITY_PER_DAY) * Math.sqrt(garch.variance);
    const shock = scale * stepGarch(garch, nextStudentT(random, TAIL_DEGREES));
    const jump = jumps(random, shape.jumpsPerDay * dayShare, JUMP_SIZE);
    const logReturn = clampMove(shape.driftPerDay * dayShare + shape.persistence * previous + shock + jump);
    previous = logReturn - shape.driftPerDay * dayShare;
    moves.push({ regime, logReturn, heat });
    regime = stepRegime(regimes, regime, dayShare * 24);
  }
  return moves;
}

/** The shared move of one sector, log return per bar. */
export function generateSectorMoves(root: Random, sector: string, { interval, bars }: { interval: Interval; bars: number }): number[] {
  const random = splitRandom(root, `sector ${sector}`);
  const garch = createGarch();
  const scale = SECTOR_VOLATILITY_PER_DAY * Math.sqrt(INTERVAL_MS[interval] / INTERVAL_MS["1d"]);
  return Array.from({ length: bars }, () => scale * stepGarch(garch, nextStudentT(random, TAIL_DEGREES)));
}

const SECTOR_VOLATILITY_PER_DAY = 0.018;
/** No bar moves further than this in logs: about -45 % to +82 %, beyond anything listed coins did within minutes. */
const MAX_MOVE = 0.6;

/** Keeps a move within what a bar can plausibly do. */
export function clampMove(logReturn: number): number {
  return Math.max(-MAX_MOVE, Math.min(MAX_MOVE, logReturn));
}

/** The sum of the jumps of one bar. */
export function jumps(random: Random, meanCount: number, size: number): number {
  let total = 0;
  for (let left = nextPoisson(random, meanCount); left > 0; left--) total += size * nextNormal(random);
  return total;
}
