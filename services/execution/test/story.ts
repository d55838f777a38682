import type { OrderReport } from "@quantum/exchange/venue";
import { answered, event, given, observed, woken } from "@quantum/test-kit";
import type { CallAnswered, Effect, EventData, Fill, Input, Instrument, Intent, Quote } from "@quantum/types";
import type { PlaceRequest, SyncAnswer, SyncRequest } from "../src/core/calls.ts";
import { createExecutionCore, DEFAULT_LIMITS, type ExecutionState } from "../src/core/index.ts";

export const CLOSE = Date.UTC(2023, 6, 13, 0, 5);
export const core = createExecutionCore({ limits: DEFAULT_LIMITS, firstMode: "ENFORCED" });
export const instrument: Instrument = {
  symbol: "BTCUSDT",
  tickSize: "0.1",
  stepSize: "0.001",
  minQuantity: "0.001",
  maxQuantity: "100",
  minNotionalUsd: "5",
  maxLeverage: 20,
  maintenanceMarginRatio: 0.004,
  makerFeeRatio: 0.0002,
  takerFeeRatio: 0.0005,
  listedAt: 0,
  status: "TRADING",
};
export const quote: Quote = {
  symbol: "BTCUSDT",
  bid: 29_999,
  ask: 30_001,
  bidQuantity: 1,
  askQuantity: 1,
  markPrice: 30_000,
  fundingRatio: 0.0001,
  nextFundingAt: CLOSE,
};
export const entry: Intent = {
  intentId: "intent-1",
  tradeId: "trade-1",
  purpose: "ENTRY",
  symbol: "BTCUSDT",
  side: "BUY",
  quantity: "0.1",
  type: "MARKET",
  price: null,
  leverage: 3,
  stopPrice: "29700",
  takeProfitPrice: "30450",
  referencePrice: "30000",
  decidedAt: CLOSE,
  reason: "test",
};
export const exit: Intent = { ...entry, intentId: "intent-2", purpose: "EXIT", side: "SELL", stopPrice: null, takeProfitPrice: null };

export function fill(id: string, parts: Partial<Fill>): Fill {
  return {
    exchangeTradeId: id,
    clientOrderId: "",
    symbol: "BTCUSDT",
    side: "BUY",
    quantity: "0.1",
    price: "30001",
    feeUsd: "1.5",
    realisedPnlUsd: "0",
    maker: false,
    filledAt: CLOSE,
    ...parts,
  };
}
export function report(clientOrderId: string, status: OrderReport["status"], filledQuantity = "0"): OrderReport {
  return {
    clientOrderId,
    exchangeOrderId: `x-${clientOrderId}`,
    symbol: "BTCUSDT",
    status,
    filledQuantity,
    averagePrice: null,
    triggeredOrderId: null,
  };
}
export function cleared(intent: Intent, binding = true): Input {
  return event(
    "order.cleared",
    { intent, binding, verdicts: [] },
    { source: "risk_safety", cycle: CLOSE, id: `cleared-${intent.intentId}` },
  );
}
export const bars = { interval: "5m" as const, closeAt: CLOSE, bars: [], missing: ["BTCUSDT"], opensCycle: true };
export const calm: SyncAnswer = {
  account: { walletUsd: "10000", unrealisedPnlUsd: "0", equityUsd: "10000", positions: [], resting: [] },
  fills: [],
  vanished: [],
  funding: [],
  quotes: [quote],
};

/** A core that follows the market: instruments known, one bar published. */
const ready = given(core).after(
  observed("instruments", [instrument], { at: CLOSE - 1 }),
  observed("bars", bars, { at: CLOSE }),
  syncAnswer(1, CLOSE, calm),
);

export function syncAnswer(n: number, closeAt: number | null, answer: SyncAnswer): CallAnswered {
  return answered({ callId: `sync-${n}`, name: "sync", request: { closeAt } as SyncRequest }, answer, {
    at: CLOSE,
    id: `sync-answer-${n}`,
  });
}
export function calls(effects: readonly Effect[], name: string): PlaceRequest[] {
  return effects
    .filter((effect) => effect.kind === "call" && effect.name === name)
    .map((effect) => (effect as { request: unknown }).request as PlaceRequest);
}
export function placed(request: PlaceRequest, status: OrderReport["status"], fills: Fill[] = []): CallAnswered {
  const quantity = fills.length > 0 ? request.order.quantity : "0";
  const own = fills.map((each) => (each.clientOrderId === "" ? { ...each, clientOrderId: request.order.clientOrderId } : each));
  return answered(
    { callId: "p", name: "place", request },
    { report: report(request.order.clientOrderId, status, quantity), fills: own },
    { at: CLOSE, id: `placed-${request.order.clientOrderId}` },
  );
}

/** Plays inputs and keeps all effects. */
export class Story {
  state: ExecutionState;
  effects: Effect[] = [];
  last: readonly Effect[] = [];
  constructor(state: ExecutionState) {
    this.state = structuredClone(state);
  }
  when(input: Input): this {
    const decision = core.decide(this.state, input);
    this.state = decision.state;
    this.last = decision.effects;
    this.effects.push(...decision.effects);
    return this;
  }
  place(leg: "e" | "x" | "s" | "t"): PlaceRequest {
    const found = calls(this.effects, "place")
      .filter((request) => request.order.clientOrderId.startsWith(`qt${leg}-`))
      .at(-1);
    if (!found) throw new Error(`no order of leg ${leg} was placed`);
    return found;
  }
  said<
    T extends "order.settled" | "order.filled" | "alert.raised" | "bars.closed" | "account.synced" | "order.rejected" | "order.unresolved",
  >(type: T): EventData<T>[] {
    return this.effects
      .filter((effect) => effect.kind === "emit" && effect.type === type)
      .map((effect) => (effect as { data: unknown }).data as EventData<T>);
  }
}
export const story = (): Story => new Story(ready.when(woken("nothing", { clientOrderId: "none" })).state);

/** An entry that is filled, with stop and take-profit resting. */
export function protectedEntry(): Story {
  const told = story().when(cleared(entry));
  told.when(placed(told.place("e"), "FILLED", [fill("1", {})]));
  return told.when(placed(told.place("s"), "OPEN")).when(placed(told.place("t"), "OPEN"));
}
