import { createRandom, nextNormal, nextUniform, type Random } from "@quantum/market";
import type { PositionClass } from "@quantum/types";

/** Looks at the path within one bar. */
export const STEPS_PER_BAR = 30;
/** Every path goes on after the moment at which it is looked at, so that hindsight has something to look at. */
const HINDSIGHT_BARS = 1;
/** Standard deviation of R within a bar: what open trades showed on real days of 5 min bars. */
const NOISE_R_PER_BAR = 0.25;

/** What a trade is like: how fast R moves by itself, how restless it is, how it is pulled back, and when it is looked at (bars). */
interface Character {
  readonly driftR: readonly [number, number];
  readonly noise: number;
  readonly pull: number;
  readonly seenFrom: number;
  readonly seenTo: number;
}

/** The mixture of a desk's trades. None of them is a class: most can end as several. */
const CHARACTERS: readonly Character[] = [
  { driftR: [0.1, 0.35], noise: 1, pull: 0, seenFrom: 7, seenTo: 20 },
  { driftR: [0.02, 0.1], noise: 1, pull: 0, seenFrom: 15, seenTo: 50 },
  { driftR: [-0.1, -0.02], noise: 1, pull: 0, seenFrom: 7, seenTo: 30 },
  { driftR: [-0.35, -0.1], noise: 1, pull: 0, seenFrom: 6, seenTo: 14 },
  { driftR: [0.05, 0.3], noise: 1, pull: 0, seenFrom: 1, seenTo: 6 },
  { driftR: [0, 0], noise: 0.5, pull: 0.15, seenFrom: 20, seenTo: 50 },
  { driftR: [0, 0], noise: 1, pull: 0.05, seenFrom: 4, seenTo: 50 },
];

/** A position whose whole life is known, and the moment at which it is classified. */
export interface LabelledPosition {
  readonly tradeId: string;
  /** R at every step of its path; step 0 is its entry. */
  readonly path: readonly number[];
  /** R at each bar's close, and its best and worst since the entry. */
  readonly closes: readonly { readonly r: number; readonly best: number; readonly worst: number }[];
  readonly seenBars: number;
  readonly label: PositionClass;
}

/** As many positions as asked for, one in twelve claimed by nobody. `noise` multiplies how restless they are. */
export function labelledPositions(count: number, seed: string, noise = 1): LabelledPosition[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, i) => {
    const character = CHARACTERS[i % CHARACTERS.length] as Character;
    const { seenFrom, seenTo } = character;
    const seenBars = seenFrom + Math.floor(nextUniform(random) * (seenTo - seenFrom + 1));
    const path = pathOf(random, character, { bars: seenBars + HINDSIGHT_BARS, restless: noise });
    const orphan = i % 12 === 11;
    return {
      tradeId: `${orphan ? "orphan-" : "t"}${i}`,
      path,
      closes: closesOf(path),
      seenBars,
      label: orphan ? "ORPHAN" : labelOf(path, seenBars),
    };
  });
}

function pathOf(random: Random, { driftR, noise, pull }: Character, about: { bars: number; restless: number }): number[] {
  const drift = (driftR[0] + nextUniform(random) * (driftR[1] - driftR[0])) / STEPS_PER_BAR;
  const step = (NOISE_R_PER_BAR * noise * about.restless) / Math.sqrt(STEPS_PER_BAR);
  const path = [0];
  for (let i = 1; i <= about.bars * STEPS_PER_BAR; i++) {
    const last = path[i - 1] as number;
    path.push(last + drift - (pull / STEPS_PER_BAR) * last + step * nextNormal(random));
  }
  return path;
}

function closesOf(path: readonly number[]): LabelledPosition["closes"] {
  let [best, worst] = [0, 0];
  return path.flatMap((r, i) => {
    best = Math.max(best, r);
    worst = Math.min(worst, r);
    return i % STEPS_PER_BAR === 0 ? [{ r, best, worst }] : [];
  });
}

/**
 * What the position was, told from its whole path with hindsight: its level is the mean from a tenth of a bar before to a tenth after
 * the moment, its speed the least-squares slope through the half hour before, its rest the band that held nine tenths of the hour
 * before. Nothing here is taken from the classifier; only the words (how far a winner is) are the same.
 */
export function labelOf(path: readonly number[], seenBars: number): PositionClass {
  const now = seenBars * STEPS_PER_BAR;
  const around = path.slice(Math.max(0, now - STEPS_PER_BAR / 10), now + STEPS_PER_BAR / 10 + 1);
  const level = around.reduce((sum, r) => sum + r, 0) / around.length;
  const halfHour = path.slice(Math.max(0, now - 6 * STEPS_PER_BAR), now + 1);
  const gained = seenBars < 6 ? 0 : slopeOf(halfHour) * 6 * STEPS_PER_BAR;
  if (level >= 1) return gained >= 0.5 && level >= 0.8 * Math.max(...path.slice(0, now + 1)) ? "RUNNER" : "WINNER";
  if (level <= -1.2 || (level <= -0.5 && gained <= -0.5)) return "RUNAWAY_LOSER";
  if (level <= -0.5) return "LOSER";
  if (level >= 0.3 && seenBars <= 6) return "SCALP";
  const hour = [...path.slice(Math.max(0, now - 12 * STEPS_PER_BAR), now + 1)].sort((a, b) => a - b);
  const band = (hour[Math.floor(hour.length * 0.95)] as number) - (hour[Math.floor(hour.length * 0.05)] as number);
  return seenBars >= 24 && Math.abs(level) <= 0.5 && band <= 0.9 ? "STALE" : "NEUTRAL";
}

/** Least-squares slope per step. */
function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  let xy = 0;
  let xx = 0;
  values.forEach((value, i) => {
    xy += (i - middle) * value;
    xx += (i - middle) ** 2;
  });
  return xx > 0 ? xy / xx : 0;
}
