import { type EventData, INTERVAL_MS, type LedgerPosition } from "@quantum/types";
import { barsClosedBetween } from "./bar-count.ts";
import { type Cycle, lookUp, type OpenIntent, type OpenTrade, type TradingBotState } from "./state.ts";

/**
 * Corrects our memory of open trades by the portfolio, which is the authority on quantities. A position whose entry we asked for and
 * whose end we have not heard yet is ours; one we know nothing of is an orphan and stays out of our trades.
 */
export function reconcile(state: TradingBotState, portfolio: EventData<"portfolio.valued">, cycle: Cycle): void {
  for (const position of portfolio.positions) {
    const known = lookUp(state.trades, position.tradeId);
    const entry = Object.values(state.intents).find((intent) => intent.tradeId === position.tradeId && intent.purpose === "ENTRY");
    if (known) correct(known, position);
    else if (entry) state.trades[position.tradeId] = tradeOf(entry, position.quantity, state.lastBarAt);
  }
  forgetFlat(state, portfolio, cycle.at);
  for (const trade of Object.values(state.trades)) {
    trade.barsHeld = barsClosedBetween(trade.openedCycle, cycle.at, INTERVAL_MS[cycle.interval]);
  }
}

/** A trade as it begins. */
export function tradeOf(entry: OpenIntent, quantity: string, knownSince: number): OpenTrade {
  const { tradeId, symbol, direction, stopPrice, takeProfitPrice, leverage, cycle } = entry;
  const levels = { stopPrice, takeProfitPrice };
  return { tradeId, symbol, direction, quantity, ...levels, leverage, openedCycle: cycle, barsHeld: 0, knownSince, quantityKnown: true };
}

function correct(trade: OpenTrade, position: LedgerPosition): void {
  trade.quantity = position.quantity;
  trade.direction = position.direction;
  trade.stopPrice = position.stopPrice ?? trade.stopPrice;
  trade.quantityKnown = true;
}

/** A trade the portfolio does not hold any more is over, unless the books of its symbol are in doubt or it began after the valuation. */
function forgetFlat(state: TradingBotState, portfolio: EventData<"portfolio.valued">, at: number): void {
  const held = new Set(portfolio.positions.map(({ tradeId }) => tradeId));
  const doubted = new Set(portfolio.differences.map(({ symbol }) => symbol));
  if (doubted.has(null)) return;
  for (const { tradeId, symbol, knownSince } of Object.values(state.trades)) {
    if (held.has(tradeId) || doubted.has(symbol) || knownSince >= at) continue;
    delete state.trades[tradeId];
    state.closed[symbol] = { tradeId, closedAt: at };
  }
}
