import type { Ledger } from "./book.ts";
import { plus } from "./money.ts";
import type { Trade } from "./trade.ts";

/** One funding payment. Negative: we paid. */
export interface Payment {
  id: string;
  at: number;
  amountUsd: string;
}

/** PI-05: funding belongs to the trade that was open when it was paid; a trade opened at that very moment comes after it. */
export function tradeAtPayment(ledger: Ledger, paidAt: number): Trade | null {
  const trades = ledger.open ? [...ledger.closed, ledger.open] : ledger.closed;
  const open = trades.find((trade) => trade.openedAt < paidAt && (trade.closedAt === null || trade.closedAt >= paidAt));
  return open ?? trades.findLast((trade) => trade.openedAt <= paidAt) ?? null;
}

/** Books payments into the totals and into the trades they belong to. */
export function attributePayments(ledger: Ledger, payments: readonly Payment[]): void {
  for (const payment of payments) {
    ledger.totals.fundingUsd = plus(ledger.totals.fundingUsd, payment.amountUsd);
    const trade = tradeAtPayment(ledger, payment.at);
    if (trade) trade.fundingUsd = plus(trade.fundingUsd, payment.amountUsd);
  }
}
