import type { EventData, EventType, Fill, FleetEvent, Input, Instrument, Intent, OrderLeg } from "@quantum/types";
import { createRiskSafetyCore, DEFAULT_SETTINGS, type SafetySettings, type SafetyState } from "../src/core/index.ts";

/** A bar close used by tests: 2023-07-13 12:00 UTC. */
export const T0 = Date.UTC(2023, 6, 13, 12);
export const BAR_MS = 300_000;

let sequence = 0;

/** An event as the bus would hand it over. */
export function event<T extends EventType>(type: T, at: number, data: EventData<T>, over: object = {}): FleetEvent<T> {
  sequence += 1;
  return { id: `e${sequence}`, type, v: 1, at, source: "test", mode: "ENFORCED", cause: null, data, ...over } as unknown as FleetEvent<T>;
}

/** A sound entry: 10 BTCUSDT at 100, stop at 98. */
export function intent(part: Partial<Intent> = {}): Intent {
  sequence += 1;
  return {
    intentId: `i${sequence}`,
    tradeId: `t${sequence}`,
    purpose: "ENTRY",
    symbol: "BTCUSDT",
    side: "BUY",
    quantity: "10",
    type: "MARKET",
    price: null,
    leverage: 3,
    stopPrice: "98",
    takeProfitPrice: null,
    referencePrice: "100",
    decidedAt: T0,
    reason: "test",
    ...part,
  };
}

/** An exit of what is held. */
export function exit(part: Partial<Intent> = {}): Intent {
  return intent({ purpose: "EXIT", side: "SELL", stopPrice: null, ...part });
}

export function requested(order: Intent, over: { binding?: boolean; at?: number; cycle?: number } = {}): FleetEvent<"order.requested"> {
  return event("order.requested", over.at ?? T0, { intent: order, binding: over.binding ?? true }, { cycle: over.cycle ?? T0 });
}

export function filled(
  order: Intent,
  quantity = order.quantity,
  part: Partial<Fill> = {},
  leg: OrderLeg = order.purpose === "EXIT" ? "EXIT" : "ENTRY",
): FleetEvent<"order.filled"> {
  const fill: Fill = {
    exchangeTradeId: `${++sequence}`,
    clientOrderId: order.intentId,
    symbol: order.symbol,
    side: order.side,
    quantity,
    price: order.referencePrice,
    feeUsd: "0",
    realisedPnlUsd: "0",
    maker: false,
    filledAt: T0,
    ...part,
  };
  return event("order.filled", T0, { tradeId: order.tradeId, leg, fill });
}

export function settled(order: Intent, filledQuantity: string): FleetEvent<"order.settled"> {
  const { intentId, tradeId, symbol, purpose } = order;
  const outcome = filledQuantity === "0" ? ("REJECTED" as const) : ("FILLED" as const);
  return event("order.settled", T0, {
    intentId,
    tradeId,
    symbol,
    purpose,
    outcome,
    filledQuantity,
    averagePrice: null,
    protected: true,
    code: null,
    reason: "",
  });
}

export function account(equityUsd: string, held: Record<string, string> = {}, at = T0): FleetEvent<"account.synced"> {
  const positions = Object.entries(held).map(([symbol, quantity]) => ({
    symbol,
    quantity,
    entryPrice: "100",
    markPrice: "100",
    unrealisedPnlUsd: "0",
    leverage: 1,
  }));
  return event("account.synced", at, {
    walletUsd: equityUsd,
    unrealisedPnlUsd: "0",
    equityUsd,
    positions,
    openOrders: 0,
    openAlgoOrders: 0,
    differences: [],
  });
}

export function bars(closes: Record<string, number>, closeAt = T0, opensCycle = true): FleetEvent<"bars.closed"> {
  const list = Object.entries(closes).map(([symbol, close]) => ({
    symbol,
    bar: { openAt: closeAt - BAR_MS, open: close, high: close, low: close, close, volume: 1, quoteVolume: 1, trades: 1, takerBuyVolume: 0 },
  }));
  return event("bars.closed", closeAt, { interval: "5m", closeAt, bars: list, missing: [], opensCycle });
}

export function listed(...symbols: string[]): FleetEvent<"instruments.listed"> {
  return event("instruments.listed", T0, { instruments: symbols.map((symbol) => instrument(symbol)) });
}

export function instrument(symbol: string, part: Partial<Instrument> = {}): Instrument {
  const fees = { makerFeeRatio: 0.0002, takerFeeRatio: 0.0005, maintenanceMarginRatio: 0.005 };
  const steps = { tickSize: "0.1", stepSize: "0.001", minQuantity: "0.001", maxQuantity: "1000", minNotionalUsd: "5" };
  return { symbol, ...fees, ...steps, maxLeverage: 20, listedAt: 0, status: "TRADING", ...part };
}

export const SYMBOLS = ["BTCUSDT", "ETHUSDT", "SOLUSDT", "XRPUSDT"];

/** A desk that knows everything: 10000 USD equity, flat, every symbol at 100. */
export function ready(equityUsd = "10000"): Input[] {
  return [listed(...SYMBOLS), account(equityUsd), bars(Object.fromEntries(SYMBOLS.map((symbol) => [symbol, 100])))];
}

/** Plays inputs; state goes through JSON each time, as it does over a restart. */
export function play(inputs: readonly Input[], over: Partial<SafetySettings> = {}) {
  const core = createRiskSafetyCore({ ...DEFAULT_SETTINGS, ...over });
  let state = core.initial();
  const effects = inputs.flatMap((input) => {
    const decision = core.decide(JSON.parse(JSON.stringify(state)) as SafetyState, input);
    state = decision.state;
    return decision.effects;
  });
  const emitted = <T extends EventType>(type: T): EventData<T>[] =>
    effects.flatMap((effect) => (effect.kind === "emit" && effect.type === type ? [effect.data as never] : []));
  const rows = (table: string) =>
    effects.flatMap((effect) => (effect.kind === "store" && effect.table === table ? [{ key: effect.key, row: { ...effect.row } }] : []));
  return { state, effects, emitted, rows };
}

/** The code of the answer to the last request among the inputs: null when it was cleared. */
export function codeOf(inputs: readonly Input[], over: Partial<SafetySettings> = {}): string | null {
  const answers = play(inputs, over).effects.flatMap((effect) => {
    if (effect.kind !== "emit") return [];
    if (effect.type === "order.cleared") return [null];
    return effect.type === "order.refused" ? [effect.data.code] : [];
  });
  if (answers.length === 0) throw new Error("no order was answered");
  return answers.at(-1) as string | null;
}

/** The code of the answer to an entry that is asked for on a desk that knows everything. */
export function ask(part: Partial<Intent> = {}, over: Partial<SafetySettings> = {}): string | null {
  return codeOf([...ready(), requested(intent(part))], over);
}
