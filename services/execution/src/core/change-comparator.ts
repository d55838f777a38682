import type { Instrument, Intent } from "@quantum/types";
import Big from "big.js";
import type { Denial } from "./comparator.ts";
import { restingStop } from "./protection.ts";
import type { ExecutionState, OpenTrade } from "./state.ts";

/** EX-18: an addition is a limit order in the direction of an open trade whose stop already rests where the addition wants it, or closer. */
export function addsUnderStop(intent: Intent, state: ExecutionState): Denial | null {
  const trade = state.trades[intent.tradeId];
  if (!trade || trade.symbol !== intent.symbol || trade.quantity === "0")
    return { code: "MISSING_STOP", reason: `trade ${intent.tradeId} is not open in ${intent.symbol}` };
  if (intent.type !== "LIMIT" || intent.price === null || !onTick(intent.price, state.instruments[intent.symbol]))
    return {
      code: "MALFORMED_ORDER",
      reason: `an addition is a limit order with a price on the tick, not ${intent.type} at ${intent.price}`,
    };
  if (isLong(trade) !== (intent.side === "BUY"))
    return { code: "MALFORMED_ORDER", reason: `a ${intent.side} does not add to ${trade.quantity}` };
  const stop = restingStop(state, trade);
  if (!stop || intent.stopPrice === null || trade.nextStopOrderId !== null || trade.unwindOrderId !== null)
    return { code: "MISSING_STOP", reason: "the stop of the trade does not rest, or is being moved" };
  if (closer(stop.triggerPrice ?? "0", intent.stopPrice, trade)) return null;
  return { code: "MISSING_STOP", reason: `the stop rests at ${stop.triggerPrice}; the addition needs it at ${intent.stopPrice} or closer` };
}

/** EX-19: only the stop of an open trade is moved, to a price on the tick. */
export function movesKnownTrade(intent: Intent, state: ExecutionState): Denial | null {
  const trade = state.trades[intent.tradeId];
  if (!trade || trade.symbol !== intent.symbol || trade.quantity === "0" || trade.unwindOrderId !== null)
    return { code: "EXIT_EXCEEDS_POSITION", reason: `trade ${intent.tradeId} is not open in ${intent.symbol}` };
  const instrument = state.instruments[intent.symbol];
  if (intent.stopPrice === null || !onTick(intent.stopPrice, instrument))
    return { code: "MALFORMED_ORDER", reason: `stop ${intent.stopPrice} is not a price on the tick` };
  if (intent.takeProfitPrice !== null && !onTick(intent.takeProfitPrice, instrument))
    return { code: "MALFORMED_ORDER", reason: `take-profit ${intent.takeProfitPrice} is not a price on the tick` };
  return null;
}

/** EX-20: a stop only moves closer to the price than the one that is wanted or rests now. */
export function movesCloser(intent: Intent, state: ExecutionState): Denial | null {
  const trade = state.trades[intent.tradeId] as OpenTrade;
  const resting = restingStop(state, trade)?.triggerPrice ?? trade.stopPrice;
  const next = intent.stopPrice as string;
  if (closer(next, trade.stopPrice, trade) && closer(next, resting, trade)) return null;
  return { code: "STOP_LOOSENED", reason: `stop ${next} is farther than ${trade.stopPrice}` };
}

/** EX-21: a stop stays on the losing side of the market; a market that is not known allows nothing. */
export function staysBehindMarket(intent: Intent, state: ExecutionState): Denial | null {
  const quote = state.quotes[intent.symbol];
  if (!quote) return { code: "DATA_MISSING", reason: `no quote of ${intent.symbol}` };
  const long = isLong(state.trades[intent.tradeId] as OpenTrade);
  const market = long ? quote.bid : quote.ask;
  const behind = long ? new Big(intent.stopPrice as string).lt(market) : new Big(intent.stopPrice as string).gt(market);
  return behind ? null : { code: "MISSING_STOP", reason: `stop ${intent.stopPrice} would trigger at once; the market is at ${market}` };
}

function isLong(trade: OpenTrade): boolean {
  return new Big(trade.quantity).gt(0);
}

/** True when `price` is at least as close to the market as `than`, seen from the trade. */
function closer(price: string, than: string, trade: OpenTrade): boolean {
  return isLong(trade) ? new Big(price).gte(than) : new Big(price).lte(than);
}

function onTick(price: string, instrument: Instrument | undefined): boolean {
  return instrument !== undefined && new Big(price).gt(0) && new Big(price).mod(instrument.tickSize).eq(0);
}
