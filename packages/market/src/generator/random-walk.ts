import { type Bar, INTERVAL_MS, type Interval } from "@quantum/types";
import { nextNormal } from "../random/distributions.ts";
import { createRandom, splitRandom } from "../random/random.ts";
import { roundToTick, shapeBar, tickFor } from "./shape-bar.ts";

/** What a random walk is made from. */
export interface RandomWalkOptions {
  readonly seed: number | string;
  readonly interval: Interval;
  readonly fromAt: number;
  readonly bars: number;
  readonly startPrice?: number;
  readonly volatilityPerDay?: number;
  readonly turnoverPerDayUsd?: number;
}

/**
 * Bars of a fair game: independent normal returns whose expectation is zero (the log return is lowered by half its
 * variance), so that nothing about the future can be learnt from the past. Whoever finds an edge here has a mistake.
 */
export function generateRandomWalk(options: RandomWalkOptions): Bar[] {
  const { interval, fromAt, bars, startPrice = 100, volatilityPerDay = 0.03, turnoverPerDayUsd = 1e8 } = options;
  const root = createRandom(options.seed);
  const [random, inside] = [splitRandom(root, "walk"), splitRandom(root, "inside")];
  const dayShare = INTERVAL_MS[interval] / INTERVAL_MS["1d"];
  const volatility = volatilityPerDay * Math.sqrt(dayShare);
  const tickSize = tickFor(startPrice);
  let open = roundToTick(startPrice, tickSize);
  return Array.from({ length: bars }, (_, i) => {
    const move = volatility * nextNormal(random) - volatility ** 2 / 2;
    const close = Math.max(tickSize, roundToTick(open * Math.exp(move), tickSize));
    const turnoverUsd = turnoverPerDayUsd * dayShare * Math.exp(0.3 * nextNormal(random) - 0.045);
    const bar = shapeBar(inside, { openAt: fromAt + i * INTERVAL_MS[interval], open, close, volatility, turnoverUsd, tickSize });
    open = close;
    return bar;
  });
}
