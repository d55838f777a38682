import { ENGINE_LIMITS } from "./limits.ts";
import type { Market } from "./state.ts";

/** One price level: whole ticks and whole steps. */
export interface Level {
  ticks: number;
  steps: number;
}

/** Where a book stands: the last price it is built around and the market time that shapes it. */
export interface BookPoint {
  readonly price: number;
  readonly at: number;
  readonly seed: number;
}

/** Best bid and ask in ticks, before anything was taken. */
export function touch(market: Market, price: number): { bidTicks: number; askTicks: number; halfTicks: number } {
  const midTicks = price / market.tick;
  const halfTicks = (midTicks * halfSpreadBps(market)) / 10_000;
  if (halfTicks <= 0.5) {
    const lastTicks = Math.round(midTicks);
    const askTicks = Math.max(2, market.rising ? lastTicks : lastTicks + 1);
    return { bidTicks: askTicks - 1, askTicks, halfTicks: 0.5 };
  }
  const bidTicks = Math.max(1, Math.floor(midTicks - halfTicks + 1e-9));
  return { bidTicks, askTicks: Math.max(bidTicks + 1, Math.ceil(midTicks + halfTicks - 1e-9)), halfTicks };
}

/** Half the distance between bid and ask: wider where little trades and while it moves. */
export function halfSpreadBps(market: Market): number {
  const calm = ENGINE_LIMITS.spreadScale / Math.sqrt(volumePerMinuteUsd(market)) / 2;
  return Math.min(ENGINE_LIMITS.halfSpreadMaxBps, calm * (1 + market.rangeBps / ENGINE_LIMITS.spreadDoublingRangeBps));
}

function volumePerMinuteUsd(market: Market): number {
  return market.volumePerMinuteUsd > 0 ? market.volumePerMinuteUsd : ENGINE_LIMITS.unknownVolumePerMinuteUsd;
}

/**
 * Walks one side of the book from the touch outwards: a function of (seed, symbol, market time, what was taken). What was
 * taken since the last bar is gone. `visit` answers false to stop.
 */
export function walkBook(market: Market, point: BookPoint, side: "ASK" | "BID", visit: (level: Level) => boolean): void {
  const { bidTicks, askTicks, halfTicks } = touch(market, point.price);
  const stepTicks = Math.max(1, Math.round(halfTicks));
  const perLevelUsd = levelUsd(market, point.price, stepTicks);
  let taken = side === "ASK" ? market.takenAskSteps : market.takenBidSteps;
  for (let i = 0; i < ENGINE_LIMITS.bookLevels; i++) {
    const ticks = side === "ASK" ? askTicks + i * stepTicks : bidTicks - i * stepTicks;
    if (ticks <= 0) return;
    const jitter = 0.5 + unit(point, market.symbolHash, side === "ASK" ? i + 1 : -i - 1);
    const usd = perLevelUsd * jitter * (1 + i * ENGINE_LIMITS.depthGrowthShare);
    const steps = Math.max(1, Math.floor(usd / (ticks * market.tick) / market.step));
    const left = steps - taken;
    taken = Math.max(0, -left);
    if (left > 0 && !visit({ ticks, steps: left })) return;
  }
}

/** Notional of the first level: what rests within one level's distance. */
function levelUsd(market: Market, price: number, stepTicks: number): number {
  const stepBps = ((stepTicks * market.tick) / price) * 10_000;
  return volumePerMinuteUsd(market) * ENGINE_LIMITS.depthShareOfMinute * stepBps;
}

/** A number in [0, 1) that depends on nothing but its inputs. */
function unit(point: BookPoint, symbolHash: number, level: number): number {
  let hash = Math.imul(point.seed ^ symbolHash, 0x9e3779b1) ^ Math.imul((point.at / 1000) | 0, 0x85ebca6b) ^ Math.imul(level, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) / 4_294_967_296;
}

/** The levels of one side as they stand now, at most `limit` of them. */
export function levels(market: Market, point: BookPoint, side: "ASK" | "BID", limit: number): Level[] {
  const found: Level[] = [];
  if (limit > 0 && point.price > 0) walkBook(market, point, side, (level) => found.push(level) < limit);
  return found;
}
