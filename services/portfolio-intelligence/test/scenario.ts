import type { Bar, EventData, EventType, Fill, FleetEvent, Input, Intent, OrderLeg } from "@quantum/types";
import { createPortfolioCore, type PortfolioSettings, type PortfolioState } from "../src/core/index.ts";

/** A first bar close used by tests: 2023-07-13 00:05 UTC. */
export const T0 = Date.UTC(2023, 6, 13, 0, 5);
export const BAR_MS = 300_000;

let sequence = 0;

/** An event as the bus would hand it over. */
export function event<T extends EventType>(type: T, at: number, data: EventData<T>): FleetEvent<T> {
  sequence += 1;
  return { id: `e${sequence}`, type, v: 1, at, source: "test", mode: "ENFORCED", cause: null, data } as unknown as FleetEvent<T>;
}

export interface FillPart extends Partial<Fill> {
  tradeId?: string;
  leg?: OrderLeg;
}

/** A fill: by default 1 BTCUSDT bought at 100 without fee for trade t1. */
export function filled(part: FillPart = {}): FleetEvent<"order.filled"> {
  const { tradeId = "t1", leg = "ENTRY", ...over } = part;
  const fill: Fill = {
    exchangeTradeId: `${++sequence}`,
    clientOrderId: `${tradeId}-${leg}`,
    symbol: "BTCUSDT",
    side: "BUY",
    quantity: "1",
    price: "100",
    feeUsd: "0",
    realisedPnlUsd: "0",
    maker: false,
    filledAt: T0,
    ...over,
  };
  return event("order.filled", fill.filledAt, { tradeId, leg, fill });
}

/** The exchange's account; flat unless told otherwise. */
export function account(
  walletUsd: string,
  positions: EventData<"account.synced">["positions"] = [],
  at = T0 - 1,
): FleetEvent<"account.synced"> {
  const data = { walletUsd, unrealisedPnlUsd: "0", equityUsd: walletUsd, positions, openOrders: 0, openAlgoOrders: 0, differences: [] };
  return event("account.synced", at, data);
}

/** A position as the exchange tells it. */
export function held(symbol: string, quantity: string, entryPrice = "100"): EventData<"account.synced">["positions"][number] {
  return { symbol, quantity, entryPrice, markPrice: entryPrice, unrealisedPnlUsd: "0", leverage: 1 };
}

/** Bars of one close; each value is [open, high, low, close] or only the close. */
export function bars(
  closeAt: number,
  closes: Record<string, number | [number, number, number, number]>,
  opensCycle = true,
): FleetEvent<"bars.closed"> {
  const list = Object.entries(closes).map(([symbol, value]) => {
    const [open, high, low, close] = typeof value === "number" ? [value, value, value, value] : value;
    const bar: Bar = { openAt: closeAt - BAR_MS, open, high, low, close, volume: 1, quoteVolume: 1, trades: 1, takerBuyVolume: 0 };
    return { symbol, bar };
  });
  return event("bars.closed", closeAt, { interval: "5m", closeAt, bars: list, missing: [], opensCycle });
}

/** A cleared order; by default an entry of trade t1 with its stop at 90. */
export function cleared(part: Partial<Intent> = {}, binding = true): FleetEvent<"order.cleared"> {
  const intent: Intent = {
    intentId: "i1",
    tradeId: "t1",
    purpose: "ENTRY",
    symbol: "BTCUSDT",
    side: "BUY",
    quantity: "1",
    type: "MARKET",
    price: null,
    leverage: 3,
    stopPrice: "90",
    takeProfitPrice: null,
    referencePrice: "100",
    decidedAt: T0,
    reason: "ensemble LONG",
    ...part,
  };
  return event("order.cleared", T0, { intent, binding, verdicts: [] });
}

/** A stop of trade t1 on its way to the exchange. */
export function stop(triggerPrice: string, tradeId = "t1"): FleetEvent<"order.submitted"> {
  return event("order.submitted", T0, {
    clientOrderId: `${tradeId}-STOP`,
    intentId: "i1",
    tradeId,
    leg: "STOP",
    symbol: "BTCUSDT",
    side: "SELL",
    type: "STOP_MARKET",
    quantity: "1",
    price: null,
    triggerPrice,
    reduceOnly: true,
  });
}

/** A funding payment. */
export function funding(amountUsd: string, paidAt: number, transactionId = `f${++sequence}`): FleetEvent<"funding.paid"> {
  return event("funding.paid", paidAt, { transactionId, symbol: "BTCUSDT", amountUsd, paidAt });
}

/** Everything a run of inputs led to. */
export interface Outcome {
  state: PortfolioState;
  emitted<T extends EventType>(type: T): EventData<T>[];
  rows(table: string): { key: string; row: Record<string, unknown> }[];
}

/** Hands the inputs to a fresh ledger, one by one. State goes through JSON each time, as it does over a restart. */
export function play(inputs: readonly Input[], settings?: PortfolioSettings): Outcome {
  const core = createPortfolioCore(settings);
  let state = core.initial();
  const effects = inputs.flatMap((input) => {
    const decision = core.decide(JSON.parse(JSON.stringify(state)) as PortfolioState, input);
    state = decision.state;
    return decision.effects;
  });
  return {
    state,
    emitted: (type) => effects.flatMap((effect) => (effect.kind === "emit" && effect.type === type ? [effect.data as never] : [])),
    rows: (table) =>
      effects.flatMap((effect) => (effect.kind === "store" && effect.table === table ? [{ key: effect.key, row: { ...effect.row } }] : [])),
  };
}
