import { type Effect, emit } from "@quantum/types";
import type { Ledger } from "./book.ts";
import { openWatch } from "./excursions.ts";
import { closedTrade, tradeRow } from "./rows.ts";
import type { PortfolioState } from "./state.ts";
import { entryPriceOf, type Trade } from "./trade.ts";

/** Says what a booking changed: trades opened, trades closed, and the rows of everything that is different now. */
export function tradeChanges(state: PortfolioState, before: Ledger, after: Ledger, at: number): Effect[] {
  const was = new Map(tradesOf(before).map((trade) => [trade.tradeId, trade]));
  const is = tradesOf(after);
  const changed = is.filter((trade) => JSON.stringify(trade) !== JSON.stringify(was.get(trade.tradeId)));
  const effects = changed.flatMap((trade) => changeOf(state, was.get(trade.tradeId), trade, at));
  for (const trade of is) was.delete(trade.tradeId);
  for (const gone of was.values()) {
    effects.push(tradeRow(state, gone, at, "VOID"));
    delete state.watches[gone.tradeId];
  }
  return effects;
}

function changeOf(state: PortfolioState, was: Trade | undefined, trade: Trade, at: number): Effect[] {
  const effects: Effect[] = [];
  state.watches[trade.tradeId] ??= openWatch(Number(entryPriceOf(trade)));
  if (!was) effects.push(emit("trade.opened", openedTrade(state, trade)));
  if (trade.closedAt !== null && (was === undefined || was.closedAt === null))
    effects.push(emit("trade.closed", closedTrade(state, trade)));
  effects.push(tradeRow(state, trade, at, trade.closedAt === null ? "OPEN" : "CLOSED"));
  return effects;
}

function openedTrade(state: PortfolioState, trade: Trade) {
  return {
    tradeId: trade.tradeId,
    symbol: trade.symbol,
    direction: trade.direction,
    quantity: trade.entryQuantity,
    entryPrice: entryPriceOf(trade),
    stopPrice: state.plans[trade.tradeId]?.initialStop ?? null,
  };
}

function tradesOf(ledger: Ledger): Trade[] {
  return ledger.open ? [...ledger.closed, ledger.open] : ledger.closed;
}
