import type { Effect, ExchangePosition, FleetEvent } from "@quantum/types";
import { alertEffects } from "./alert.ts";
import { adoptPosition, bookPayment, orphanId } from "./book.ts";
import { differencesWith } from "./differences.ts";
import { tradeAtPayment } from "./funding.ts";
import type { PortfolioSettings } from "./limits.ts";
import { Exact, text } from "./money.ts";
import { bookOf, type PortfolioState } from "./state.ts";
import { tradeChanges } from "./trade-changes.ts";
import { accountTotals, startWalletUsd } from "./wallet.ts";

/** The first account opens the books; every account is compared with them. */
export function onAccount(state: PortfolioState, input: FleetEvent<"account.synced">, settings: PortfolioSettings): Effect[] {
  const effects = state.startWalletUsd === null ? openBooks(state, input) : [];
  state.syncedAt = input.at;
  for (const position of input.data.positions) {
    if (new Exact(position.markPrice).gt(0)) state.marks[position.symbol] = position.markPrice;
  }
  state.differences = differencesWith(input.data, state, settings.walletToleranceUsd);
  return [...effects, ...differenceAlerts(state)];
}

/** A funding payment goes to the trade that was open when it was paid. */
export function onFunding(state: PortfolioState, input: FleetEvent<"funding.paid">): Effect[] {
  const { transactionId, symbol, amountUsd, paidAt } = input.data;
  const book = bookOf(state, symbol);
  const before = book.current;
  if (!bookPayment(book, { id: transactionId, at: paidAt, amountUsd })) return [];
  const trade = tradeAtPayment(book.current, paidAt);
  const row = { at: paidAt, symbol, trade_id: trade?.tradeId ?? null, amount_usd: amountUsd };
  return [{ kind: "store", table: "funding", key: transactionId, row }, ...tradeChanges(state, before, book.current, input.at)];
}

/** PI-19: the books open with the exchange's wallet and with the positions that are already there, as orphans. */
function openBooks(state: PortfolioState, input: FleetEvent<"account.synced">): Effect[] {
  state.startWalletUsd = startWalletUsd(input.data.walletUsd, accountTotals(state));
  return input.data.positions.flatMap((position) => {
    const book = bookOf(state, position.symbol);
    const isNew = book.current.totals.fills === 0 && book.current.open === null;
    return isNew && !new Exact(position.quantity).eq(0) ? adopt(state, input, position) : [];
  });
}

function adopt(state: PortfolioState, input: FleetEvent<"account.synced">, position: ExchangePosition): Effect[] {
  const book = bookOf(state, position.symbol);
  const before = book.current;
  const quantity = new Exact(position.quantity);
  const tradeId = orphanId(position.symbol, `opening:${input.at}`);
  adoptPosition(book, tradeId, {
    id: "opening",
    at: input.at,
    orderId: "opening",
    origin: "opening",
    tradeId,
    leg: "UNKNOWN",
    side: quantity.gt(0) ? "BUY" : "SELL",
    quantity: text(quantity.abs()),
    price: position.entryPrice,
    feeUsd: "0",
    exchangePnlUsd: "0",
  });
  const alert = {
    severity: "WARNING" as const,
    code: "ORPHAN_POSITION",
    message: `${position.quantity} ${position.symbol} was on the exchange before this ledger began; nobody claims it and it has no known stop`,
    action: "Close it on the exchange, or place a stop for it there.",
  };
  return [...tradeChanges(state, before, book.current, input.at), ...alertEffects(alert)];
}

/** An alert for a difference that two comparisons in a row found, once; and one when it is gone. */
function differenceAlerts(state: PortfolioState): Effect[] {
  const found = JSON.stringify(state.differences.map(({ symbol, kind, ours, theirs }) => [symbol, kind, ours, theirs]));
  const signature = state.differences.length === 0 ? "" : found;
  const lasting = signature === state.differenceSeen;
  state.differenceSeen = signature;
  if (!lasting || signature === state.differenceTold) return [];
  state.differenceTold = signature;
  const list = state.differences
    .map((one) => `${one.symbol ?? "account"} ${one.kind}: ours ${one.ours}, exchange ${one.theirs}`)
    .join("; ");
  if (signature === "") {
    const message = "ledger and exchange agree again";
    return alertEffects({ severity: "INFO", code: "LEDGER_AGREES", message, action: "Nothing to do." });
  }
  return alertEffects({
    severity: "CRITICAL",
    code: "LEDGER_DIFFERENCE",
    message: `ledger and exchange differ: ${list}`,
    action: "Compare table fills with the exchange's trade history of that symbol; trade nothing there by hand until it is explained.",
  });
}
