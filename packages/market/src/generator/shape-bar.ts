import type { Bar } from "@quantum/types";
import { nextNormal } from "../random/distributions.ts";
import { nextUniform, type Random } from "../random/random.ts";

/** What is decided about a bar before its inside is drawn. */
export interface BarPlan {
  readonly openAt: number;
  readonly open: number;
  readonly close: number;
  /** Standard deviation of log returns over the bar: the scale of the wiggle inside. */
  readonly volatility: number;
  readonly turnoverUsd: number;
  readonly tickSize: number;
}

const STEPS_INSIDE = 8;
const AVERAGE_TRADE_USD = 900;

/** Draws the inside of a bar: a path from open to close (a Brownian bridge) gives high and low; then volume and who took. */
export function shapeBar(random: Random, plan: BarPlan): Bar {
  const { open, close, turnoverUsd } = plan;
  const path = bridge(random, Math.log(close / open), plan.volatility);
  const high = Math.max(open, close, roundToTick(open * Math.exp(Math.max(...path)), plan.tickSize));
  const low = Math.min(open, close, Math.max(plan.tickSize, roundToTick(open * Math.exp(Math.min(...path)), plan.tickSize)));
  const volume = Number((turnoverUsd / ((high + low + close) / 3)).toPrecision(9));
  const push = plan.volatility > 0 ? Math.tanh(Math.log(close / open) / plan.volatility) : 0;
  const takerShare = Math.min(0.95, Math.max(0.05, 0.5 + 0.18 * push + 0.05 * nextNormal(random)));
  return {
    openAt: plan.openAt,
    open,
    high,
    low,
    close,
    volume,
    quoteVolume: Number(turnoverUsd.toPrecision(12)),
    trades: Math.round((turnoverUsd / AVERAGE_TRADE_USD) * (0.8 + 0.4 * nextUniform(random))),
    takerBuyVolume: Number((volume * takerShare).toPrecision(9)),
  };
}

/** Five significant digits of the starting price, as exchanges choose ticks. */
export function tickFor(price: number): number {
  return Number(`1e${Math.floor(Math.log10(price)) - 4}`);
}

/** The nearest price on the grid, without the rounding noise of a product. */
export function roundToTick(price: number, tickSize: number): number {
  const decimals = Math.max(0, -Math.floor(Math.log10(tickSize) + 1e-9));
  return Number((Math.round(price / tickSize) * tickSize).toFixed(decimals));
}

function bridge(random: Random, end: number, volatility: number): number[] {
  const steps = Array.from({ length: STEPS_INSIDE }, () => nextNormal(random) * (volatility / Math.sqrt(STEPS_INSIDE)));
  const sum = steps.reduce((total, step) => total + step, 0);
  let at = 0;
  return steps.map((step) => {
    at += step + (end - sum) / STEPS_INSIDE;
    return at;
  });
}
