import { type Bar, INTERVAL_MS, type Interval } from "@quantum/types";
import { nextNormal, nextStudentT } from "../random/distributions.ts";
import { type Random, splitRandom } from "../random/random.ts";
import { createGarch, stepGarch } from "./garch.ts";
import { clampMove, jumps, type MarketMove, TAIL_DEGREES } from "./market-factor.ts";
import { roundToTick, shapeBar, tickFor } from "./shape-bar.ts";
import type { SymbolProfile } from "./symbol-profile.ts";

/** What surrounds a symbol while it is generated. */
export interface SymbolContext {
  readonly interval: Interval;
  readonly fromAt: number;
  readonly market: readonly MarketMove[];
  readonly sector: readonly number[];
}

const OWN_JUMPS_PER_DAY = 0.5;
const OWN_JUMP_SIZE = 0.012;

/** The bars of one symbol: market, sector and its own move together. */
export function generateSymbol(root: Random, profile: SymbolProfile, context: SymbolContext): Bar[] {
  const random = splitRandom(root, `symbol ${profile.symbol}`);
  const inside = splitRandom(root, `inside ${profile.symbol}`);
  const dayShare = INTERVAL_MS[context.interval] / INTERVAL_MS["1d"];
  const scale = profile.ownVolatilityPerDay * Math.sqrt(dayShare);
  const garch = createGarch();
  const tickSize = tickFor(profile.startPrice);
  let open = roundToTick(profile.startPrice, tickSize);
  let mood = 0;
  return context.market.map((market, i) => {
    const own = scale * stepGarch(garch, nextStudentT(random, TAIL_DEGREES)) + jumps(random, OWN_JUMPS_PER_DAY * dayShare, OWN_JUMP_SIZE);
    const move = clampMove(profile.marketBeta * market.logReturn + profile.sectorBeta * (context.sector[i] as number) + own);
    const close = Math.max(tickSize, roundToTick(open * Math.exp(move), tickSize));
    mood = 0.9 * mood + 0.25 * nextNormal(random);
    const openAt = context.fromAt + i * INTERVAL_MS[context.interval];
    const volatility =
      Math.sqrt(dayShare) * (0.025 * market.heat * profile.marketBeta + profile.ownVolatilityPerDay * Math.sqrt(garch.variance));
    const surprise = Math.min(3, Math.abs(move) / volatility);
    const turnoverUsd =
      profile.turnoverPerDayUsd * dayShare * Math.exp(mood - 0.16 + 0.35 * surprise) * market.heat ** 0.5 * hourShape(openAt);
    const bar = shapeBar(inside, { openAt, open, close, volatility: 0.7 * volatility, turnoverUsd, tickSize });
    open = close;
    return bar;
  });
}

/** Turnover over the day: most while Europe and America are both awake (about 15:00 UTC), least at 03:00. */
function hourShape(openAt: number): number {
  const hour = (openAt % INTERVAL_MS["1d"]) / 3_600_000;
  return 1 + 0.35 * Math.cos(((hour - 15) / 12) * Math.PI);
}
