import { endAlgo } from "./algo.ts";
import { bookTrade } from "./booking.ts";
import { cancelAll } from "./cancel.ts";
import { type Candidate, follow, nextCandidate, type Stretch } from "./candidates.ts";
import { priceOf, quantityOf } from "./decimals.ts";
import type { ExchangeEvent } from "./events.ts";
import { type FundingRate, settleFunding } from "./funding.ts";
import { assertBar, isQuiet, type Lane, layOut, type SymbolBar, stretchTimes } from "./lane.ts";
import { ENGINE_LIMITS } from "./limits.ts";
import { liquidate, liquidationAt, mayLiquidate } from "./liquidation.ts";
import { endOrder, expireWhenFlat, forget, remainingSteps } from "./matching.ts";
import type { AlgoOrder, Order } from "./order.ts";
import { enterTriggered } from "./place.ts";
import type { Exchange, Market } from "./state.ts";

/** The market until `closeAt`: the bars that close then, and the funding rates that fall due then. */
export interface Advance {
  readonly closeAt: number;
  readonly bars: readonly SymbolBar[];
  readonly funding?: readonly FundingRate[] | undefined;
}

/** One walk through the bars of all symbols. */
interface Walk {
  readonly exchange: Exchange;
  readonly lanes: ReadonlyMap<string, Lane>;
  /** The margin is watched at every step. */
  readonly risky: boolean;
  readonly events: ExchangeEvent[];
}

/**
 * Moves the market to `closeAt`. All symbols walk their bars stretch by stretch, in the order given, so that what happens is
 * in one order and depends on nothing but state and bars. A bar that can reach nothing costs a few comparisons.
 */
export function advance(exchange: Exchange, step: Advance): ExchangeEvent[] {
  if (!(step.closeAt > exchange.marketAt)) throw new RangeError(`advance: ${step.closeAt} is not after market time ${exchange.marketAt}`);
  for (const bar of step.bars) assertBar(exchange, bar, step.closeAt);
  const events: ExchangeEvent[] = [];
  const risky = mayLiquidate(exchange, step.bars);
  const busy = step.bars.filter((bar) => isBusy(exchange.markets[bar.symbol] as Market, bar, risky));
  if (busy.length > 0) walkAll(exchange, { ...step, bars: busy }, risky, events);
  for (const bar of step.bars) closeBar(exchange.markets[bar.symbol] as Market, bar, step.closeAt);
  runCountdowns(exchange, step.closeAt, events);
  settleFunding(exchange, { from: exchange.marketAt, to: step.closeAt }, step.funding ?? [], events);
  exchange.marketAt = step.closeAt;
  return events;
}

function isBusy(market: Market, bar: SymbolBar, risky: boolean): boolean {
  return (risky && market.position.size !== 0) || !isQuiet(market, bar);
}

function walkAll(exchange: Exchange, step: Advance, risky: boolean, events: ExchangeEvent[]): void {
  const lanes = new Map<string, Lane>();
  for (const bar of step.bars) {
    const market = exchange.markets[bar.symbol] as Market;
    market.takenAskSteps = 0;
    market.takenBidSteps = 0;
    lanes.set(bar.symbol, layOut(market, bar, ENGINE_LIMITS.restingVolumeShare));
  }
  const walk: Walk = { exchange, lanes, risky, events };
  for (let stretch = 0; stretch < 4; stretch++) {
    for (const lane of lanes.values()) walkStretch(walk, lane, stretchOf(lane, stretch, step.closeAt));
  }
}

function stretchOf(lane: Lane, index: number, closeAt: number): Stretch {
  return {
    from: lane.prices[index] as number,
    to: lane.prices[index + 1] as number,
    markFrom: lane.marks[index] as number,
    markTo: lane.marks[index + 1] as number,
    jump: index === 0,
    at: stretchTimes(lane.bar.openAt, closeAt)[index] as number,
  };
}

function walkStretch(walk: Walk, lane: Lane, stretch: Stretch): void {
  const { exchange } = walk;
  if (lane.market.countdownAt !== null && lane.market.countdownAt <= stretch.at)
    expireCountdown(exchange, lane.market, stretch.at, walk.events);
  follow(exchange, lane, { last: stretch.from, mark: stretch.markFrom });
  let done = 0;
  for (let next = pick(walk, lane, stretch, done); next !== null; next = pick(walk, lane, stretch, done)) {
    done = Math.max(done, next.fraction);
    moveTo(lane.market, stretch, stretch.jump ? 1 : done);
    happen(walk, lane, stretch, next);
  }
  moveTo(lane.market, stretch, 1);
  follow(exchange, lane, { last: stretch.to, mark: stretch.markTo });
}

function pick(walk: Walk, lane: Lane, stretch: Stretch, done: number): Candidate | null {
  const next = nextCandidate(walk.exchange, lane, stretch, done);
  if (!walk.risky) return next;
  const fraction = liquidationAt(walk.exchange, lane, stretch, done);
  return fraction !== null && (next === null || fraction <= next.fraction) ? { kind: "liquidation", fraction } : next;
}

/** Puts the prices of a symbol at a place of the stretch, on a tick. */
function moveTo(market: Market, stretch: Stretch, fraction: number): void {
  const at = (from: number, to: number) => (fraction >= 1 ? to : onTick(market, from + (to - from) * fraction));
  market.lastPrice = at(stretch.from, stretch.to);
  market.markPrice = at(stretch.markFrom, stretch.markTo);
}

function onTick(market: Market, price: number): number {
  return Number((Math.round(price / market.tick) * market.tick).toFixed(market.priceDecimals));
}

function happen(walk: Walk, lane: Lane, stretch: Stretch, candidate: Candidate): void {
  if (candidate.kind === "order") fillResting(walk, lane, candidate.order, stretch.at);
  else if (candidate.kind === "algo") trigger(walk, lane, candidate.algo, stretch.at);
  else liquidate(walk.exchange, walk.lanes, stretch.at, walk.events);
}

/** Fills a resting order at its own price, as maker, from what the bar's volume has left for it. */
function fillResting(walk: Walk, lane: Lane, order: Order, at: number): void {
  const { exchange, events } = walk;
  const { market, bar } = lane;
  const steps = Math.min(remainingSteps(market, order), lane.budgetSteps);
  if (steps <= 0) {
    endOrder(exchange, order, { execution: "EXPIRED", at }, events);
    return;
  }
  lane.budgetSteps -= steps;
  const price = Math.min(bar.high, Math.max(bar.low, order.limit));
  const ticks = Math.round(price / market.tick);
  bookTrade(exchange, market, { order, price: priceOf(market, ticks), quantity: quantityOf(market, steps), maker: true, at }, events);
  if (order.status === "FILLED") forget(exchange, order);
  expireWhenFlat(exchange, market, at, events);
}

/** Turns a conditional order into its plain one. */
function trigger(walk: Walk, lane: Lane, algo: AlgoOrder, at: number): void {
  const { exchange, events } = walk;
  const { market, bar } = lane;
  algo.triggeredAt = at;
  endAlgo(exchange, algo, { status: "TRIGGERED", at }, events);
  const order = enterTriggered(exchange, market, algo, { price: market.lastPrice, at, low: bar.low, high: bar.high }, events);
  if ("accepted" in order) {
    endAlgo(exchange, algo, { status: "REJECTED", at, reason: order.message }, events);
    return;
  }
  algo.orderId = order.orderId;
  endAlgo(exchange, algo, { status: "FINISHED", at }, events);
}

/** Leaves the symbol as the bar left it: last and mark price, and estimates of how much trades and how far it moves. */
function closeBar(market: Market, { bar, mark }: SymbolBar, closeAt: number): void {
  const minutes = (closeAt - bar.openAt) / 60_000;
  const volumeUsd = (bar.quoteVolume > 0 ? bar.quoteVolume : bar.volume * bar.close) / minutes;
  const rangeBps = ((bar.high - bar.low) / bar.close) * 10_000;
  const known = market.lastPrice > 0 && market.volumePerMinuteUsd > 0;
  const weight = known ? ENGINE_LIMITS.liquidityWeight : 1;
  market.volumePerMinuteUsd += weight * (volumeUsd - market.volumePerMinuteUsd);
  market.rangeBps += weight * (rangeBps - market.rangeBps);
  market.lastPrice = bar.close;
  market.markPrice = mark ? mark.close : bar.close;
  market.rising = bar.close >= bar.open;
  market.takenAskSteps = 0;
  market.takenBidSteps = 0;
}

function runCountdowns(exchange: Exchange, closeAt: number, events: ExchangeEvent[]): void {
  for (const symbol of exchange.symbols) {
    const market = exchange.markets[symbol] as Market;
    if (market.countdownAt !== null && market.countdownAt <= closeAt) expireCountdown(exchange, market, market.countdownAt, events);
  }
}

function expireCountdown(exchange: Exchange, market: Market, at: number, events: ExchangeEvent[]): void {
  market.countdownAt = null;
  const cancelled = cancelAll(exchange, market.instrument.symbol, at);
  if (cancelled.accepted) events.push(...cancelled.value);
}
