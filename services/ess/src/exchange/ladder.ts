import type { GatewayOrder } from "@quantum/exchange";
import type { ExchangePosition, Instrument } from "@quantum/types";
import Big from "big.js";
import { SWEEP_LIMITS } from "../core/index.ts";

type Rung =
  | { readonly type: "MARKET"; readonly share: string }
  | { readonly type: "LIMIT"; readonly share: string; readonly bandRatio: string };

/** First the whole at market, then parts of it, then limits inside the price band; after the last one it begins again. */
const RUNGS: readonly Rung[] = [
  ...SWEEP_LIMITS.ladderShares.map((share): Rung => ({ type: "MARKET", share })),
  ...SWEEP_LIMITS.ladderBandRatios.map((bandRatio): Rung => ({ type: "LIMIT", share: "1", bandRatio })),
  { type: "LIMIT", share: "0.25", bandRatio: "0.015" },
];

/**
 * The order that closes a position (or a part of it) on one rung of the ladder. Always reduce-only, so that it can neither turn a position
 * round nor, sent twice, close more than there is. Without the contract's rules only the whole position at market can be asked for.
 */
export function closingOrder(
  position: ExchangePosition,
  instrument: Instrument | undefined,
  step: { rung: number; clientOrderId: string },
): GatewayOrder {
  const rung = RUNGS[instrument ? step.rung % RUNGS.length : 0] as Rung;
  const side = new Big(position.quantity).gt(0) ? "SELL" : "BUY";
  return {
    clientOrderId: step.clientOrderId,
    symbol: position.symbol,
    side,
    type: rung.type,
    quantity: quantityOf(position, instrument, rung.share),
    price: rung.type === "LIMIT" && instrument ? priceOf(position, instrument, { side, bandRatio: rung.bandRatio }) : null,
    triggerPrice: null,
    reduceOnly: true,
  };
}

/** A share of the position on the contract's step: not above what one order may have, not below the least quantity and notional, never more than there is. */
function quantityOf(position: ExchangePosition, instrument: Instrument | undefined, share: string): string {
  const whole = new Big(position.quantity).abs();
  if (!instrument) return whole.toFixed();
  const price = new Big(position.markPrice);
  const leastByNotional = price.gt(0) ? new Big(instrument.minNotionalUsd).div(price) : new Big(0);
  const least = onStep(maxOf(new Big(instrument.minQuantity), leastByNotional), instrument.stepSize, Big.roundUp);
  const part = maxOf(onStep(whole.times(share), instrument.stepSize, Big.roundDown), least);
  return minOf(minOf(part, new Big(instrument.maxQuantity)), whole).toFixed();
}

/** As far from the mark price as the rung says, on the tick, rounded towards the mark so that it stays inside the band. */
function priceOf(position: ExchangePosition, instrument: Instrument, about: { side: "BUY" | "SELL"; bandRatio: string }): string {
  const mark = new Big(position.markPrice);
  const away = mark.times(about.bandRatio);
  return about.side === "SELL"
    ? onStep(mark.minus(away), instrument.tickSize, Big.roundUp).toFixed()
    : onStep(mark.plus(away), instrument.tickSize, Big.roundDown).toFixed();
}

function onStep(value: Big, step: string, rounding: 0 | 3): Big {
  return value.div(step).round(0, rounding).times(step);
}

function maxOf(a: Big, b: Big): Big {
  return a.gt(b) ? a : b;
}

function minOf(a: Big, b: Big): Big {
  return a.lt(b) ? a : b;
}
