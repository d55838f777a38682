import type { Effect, EventData, FleetEvent } from "@quantum/types";
import { alertEffects } from "./alert.ts";
import { bookFill } from "./book.ts";
import { emptyPlan, exitCodeOfReason, type Plan, stopGone, stopSubmitted } from "./plan.ts";
import { tradeRow } from "./rows.ts";
import { bookOf, type PortfolioState } from "./state.ts";
import { tradeChanges } from "./trade-changes.ts";

/** A cleared entry tells stop and leverage, a cleared exit why the trade is left. What is only recorded, or changes a trade, tells nothing. */
export function onCleared(state: PortfolioState, input: FleetEvent<"order.cleared">): Effect[] {
  const { intent, binding } = input.data;
  if (!binding) return [];
  const plan = planOf(state, intent.tradeId, input.at);
  if (intent.purpose === "EXIT") {
    plan.exitCode = exitCodeOfReason(intent.reason);
  }
  if (intent.purpose !== "ENTRY") return [];
  plan.leverage = intent.leverage;
  if (!plan.stopSubmitted) plan.initialStop ??= intent.stopPrice;
  return [];
}

/** A submitted stop tells where it rests, and the first one is the base of R; another order tells for which intent it fills. */
export function onSubmitted(state: PortfolioState, input: FleetEvent<"order.submitted">): Effect[] {
  const { leg, tradeId, triggerPrice, symbol, clientOrderId, intentId } = input.data;
  if (tradeId === "") return [];
  const plan = planOf(state, tradeId, input.at);
  if (leg === "ENTRY") plan.intents[clientOrderId] = intentId;
  if (leg !== "STOP" || triggerPrice === null) return [];
  const before = plan.initialStop;
  stopSubmitted(plan, clientOrderId, triggerPrice);
  const open = state.books[symbol]?.current.open;
  return open?.tradeId === tradeId && plan.initialStop !== before ? [tradeRow(state, open, input.at, "OPEN")] : [];
}

/** A stop that does not rest any more, or never did. */
export function onStopGone(state: PortfolioState, input: FleetEvent<"order.cancelled"> | FleetEvent<"order.rejected">): Effect[] {
  const { leg, tradeId, clientOrderId } = input.data;
  const plan = state.plans[tradeId];
  if (leg !== "STOP" || plan === undefined) return [];
  stopGone(plan, clientOrderId);
  if (input.type === "order.rejected") plan.refusedCode = input.data.code;
  return [];
}

/** A fill is booked once, and what it makes of the trades is told. */
export function onFilled(state: PortfolioState, input: FleetEvent<"order.filled">): Effect[] {
  const { fill } = input.data;
  const book = bookOf(state, fill.symbol);
  const before = book.current;
  const outcome = bookFill(book, {
    id: fill.exchangeTradeId,
    at: fill.filledAt,
    orderId: fill.clientOrderId,
    origin: state.plans[input.data.tradeId]?.intents[fill.clientOrderId] ?? fill.clientOrderId,
    tradeId: input.data.tradeId,
    leg: input.data.leg,
    side: fill.side,
    quantity: fill.quantity,
    price: fill.price,
    feeUsd: fill.feeUsd,
    exchangePnlUsd: fill.realisedPnlUsd,
  });
  if (outcome === "REPEATED") return [];
  if (outcome === "TOO_LATE") return alertEffects(tooLate(input.data));
  state.marks[fill.symbol] ??= fill.price;
  const effects = tradeChanges(state, before, book.current, input.at);
  return isExplained(state, input.data) ? effects : [...effects, ...alertEffects(unexplained(input.data))];
}

function planOf(state: PortfolioState, tradeId: string, at: number): Plan {
  state.plans[tradeId] ??= emptyPlan(at);
  return state.plans[tradeId];
}

/** PI-18: a fill is explained when it went into the trade it says it belongs to. */
function isExplained(state: PortfolioState, filled: EventData<"order.filled">): boolean {
  if (filled.leg === "UNKNOWN" || filled.tradeId === "") return false;
  const ledger = bookOf(state, filled.fill.symbol).current;
  const touched = [...ledger.closed, ...(ledger.open ? [ledger.open] : [])].filter(
    (trade) => trade.lastOrderId === filled.fill.clientOrderId,
  );
  return touched.length === 0 || touched.every((trade) => trade.tradeId === filled.tradeId);
}

function unexplained({ fill, leg, tradeId }: EventData<"order.filled">) {
  return {
    severity: "WARNING" as const,
    code: "ORPHAN_FILL",
    message: `${fill.side} ${fill.quantity} ${fill.symbol} at ${fill.price} (fill ${fill.exchangeTradeId}, leg ${leg}, trade "${tradeId}") is not of the trade it went into`,
    action: "Find out who traded this account by hand or by another program; close the position if nobody claims it.",
  };
}

function tooLate({ fill }: EventData<"order.filled">) {
  return {
    severity: "WARNING" as const,
    code: "FILL_TOO_OLD",
    message: `fill ${fill.exchangeTradeId} of ${fill.symbol} is older than the fills this ledger can tell apart; it was not booked`,
    action: "If the wallet differs from the exchange's from now on, this fill was missing: look at table fills.",
  };
}
