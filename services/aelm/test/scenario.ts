import { contract, event } from "@quantum/test-kit";
import type { EventData, FleetEvent, Instrument, Intent, Quote } from "@quantum/types";

/** A small market: bars of five minutes around 100, a spread of four ticks, 50 at the touch. */
export const BAR_MS = 300_000;
export const T0 = Date.UTC(2023, 6, 13, 8);
export const SYMBOL = "ADAUSDT";

/** It trades in tenths. */
export const CONTRACT = contract(SYMBOL, { stepSize: "0.1", minQuantity: "0.1", maxQuantity: "100000" });

/** The contracts of the exchange. */
export function listed(...instruments: Instrument[]): FleetEvent {
  return event("instruments.listed", { instruments: instruments.length > 0 ? instruments : [CONTRACT] });
}

/** Top of book at a moment. */
export function quoted(at: number, parts: Partial<Quote> = {}): FleetEvent {
  const quote = { symbol: SYMBOL, bid: 99.98, ask: 100.02, bidQuantity: 50, askQuantity: 50, markPrice: 100 };
  return event("quotes.observed", { quotes: [{ ...quote, fundingRatio: 0, nextFundingAt: 0, ...parts }] }, { at });
}

/** One bar that closes at `closeAt`. */
export function closed(closeAt: number, bar: { low: number; high: number; close: number; open?: number }, symbol = SYMBOL): FleetEvent {
  const { open = 100 } = bar;
  const whole = { openAt: closeAt - BAR_MS, ...bar, open, volume: 5_000, quoteVolume: 5e5, trades: 100, takerBuyVolume: 2_500 };
  const data = { interval: "5m" as const, closeAt, bars: [{ symbol, bar: whole }], missing: [], opensCycle: true };
  return event("bars.closed", data, { at: closeAt, cycle: closeAt });
}

/** Bars that swing evenly around 100, so that limits near the price are filled in all but `missEvery`th, up to and with T0. */
export function history(bars = 150, missEvery = 20): FleetEvent {
  const list = Array.from({ length: bars }, (_, i) => {
    const missed = i % missEvery === 0;
    const openAt = T0 - (bars - i) * BAR_MS;
    const shape = missed ? { low: 100, high: 100, close: 100 } : { low: 99.9, high: 100.1, close: 100 };
    return { openAt, open: 100, ...shape, volume: 5_000, quoteVolume: 5e5, trades: 100, takerBuyVolume: 2_500 };
  });
  return event("bars.backfilled", { symbol: SYMBOL, interval: "5m", bars: list });
}

/** All that a plan needs at T0. */
export function market(quote: Partial<Quote> = {}): FleetEvent[] {
  return [listed(), history(), quoted(T0, quote), closed(T0, { low: 99.9, high: 100.1, close: 100 })];
}

/** An order as trading_bot asks for it. */
export function intent(parts: Partial<Intent> = {}): Intent {
  return {
    intentId: "i1",
    tradeId: "t1",
    purpose: "ENTRY",
    symbol: SYMBOL,
    side: "BUY",
    quantity: "10",
    type: "MARKET",
    price: null,
    leverage: 5,
    stopPrice: "99",
    takeProfitPrice: "102",
    referencePrice: "100",
    decidedAt: T0,
    reason: "LONG with confidence 0.7",
    ...parts,
  };
}

/** risk_safety lets it pass. */
export function cleared(order: Intent, about: { source?: string; binding?: boolean } = {}): FleetEvent {
  const { source = "risk_safety", binding = true } = about;
  return event("order.cleared", { intent: order, binding, verdicts: [] }, { at: order.decidedAt, cycle: order.decidedAt, source });
}

/** A child leaves. */
export function submitted(order: Intent, child: Partial<EventData<"order.submitted">> & { at?: number } = {}): FleetEvent {
  const { at = order.decidedAt, ...parts } = child;
  const { intentId, tradeId, symbol, side, quantity } = order;
  const plain = { clientOrderId: "c1", type: "MARKET" as const, price: null, triggerPrice: null, reduceOnly: order.purpose === "EXIT" };
  const leg = order.purpose === "EXIT" ? ("EXIT" as const) : ("ENTRY" as const);
  return event("order.submitted", { ...plain, intentId, tradeId, leg, symbol, side, quantity, ...parts }, { at });
}

/** A child fills. */
export function filled(
  order: Intent,
  fill: { price: string; quantity: string; feeUsd: string; maker?: boolean; id?: string; child?: string },
): FleetEvent {
  const { id = "f1", child = "c1", maker = false, ...figures } = fill;
  const whole = {
    exchangeTradeId: id,
    clientOrderId: child,
    symbol: order.symbol,
    side: order.side,
    realisedPnlUsd: "0",
    maker,
    filledAt: T0,
  };
  return event("order.filled", {
    tradeId: order.tradeId,
    leg: order.purpose === "EXIT" ? "EXIT" : "ENTRY",
    fill: { ...whole, ...figures },
  });
}

/** The last word on an order. */
export function settled(order: Intent, parts: Partial<EventData<"order.settled">> = {}): FleetEvent {
  const { intentId, tradeId, symbol, purpose } = order;
  const whole = { outcome: "FILLED" as const, filledQuantity: order.quantity, averagePrice: null, protected: true, code: null, reason: "" };
  return event(
    "order.settled",
    { intentId, tradeId, symbol, purpose, ...whole, ...parts },
    { at: order.decidedAt, cycle: order.decidedAt },
  );
}

/** The plan of an order as it comes back, in the mode in which it was said. */
export function said({ data }: FleetEvent, mode: "ENFORCED" | "OBSERVE", source = "aelm"): FleetEvent {
  const { intentId, tradeId, symbol } = (data as { intent: Intent }).intent;
  return event("order.planned", { intentId, tradeId, symbol } as EventData<"order.planned">, { mode, source });
}
