import { Exact, text } from "./money.ts";
import type { PortfolioState } from "./state.ts";

/** Sums over all symbols. */
export interface AccountTotals {
  realisedPnlUsd: string;
  exchangePnlUsd: string;
  feesUsd: string;
  fundingUsd: string;
  fills: number;
}

/** What was realised, paid and received in all symbols. */
export function accountTotals(state: Readonly<PortfolioState>): AccountTotals {
  let [realised, exchange, fees, funding] = [new Exact(0), new Exact(0), new Exact(0), new Exact(0)];
  let fills = 0;
  for (const { current } of Object.values(state.books)) {
    realised = realised.plus(current.totals.realisedPnlUsd);
    exchange = exchange.plus(current.totals.exchangePnlUsd);
    fees = fees.plus(current.totals.feesUsd);
    funding = funding.plus(current.totals.fundingUsd);
    fills += current.totals.fills;
  }
  return { realisedPnlUsd: text(realised), exchangePnlUsd: text(exchange), feesUsd: text(fees), fundingUsd: text(funding), fills };
}

/** PI-15: wallet = start + realised - fees + funding, once by our own accounting and once by the exchange's realised figures. */
export function walletUsd(startUsd: string, totals: AccountTotals, by: "ours" | "exchange"): string {
  const realised = by === "ours" ? totals.realisedPnlUsd : totals.exchangePnlUsd;
  return text(new Exact(startUsd).plus(realised).minus(totals.feesUsd).plus(totals.fundingUsd));
}

/** The wallet at the start, from the wallet now and everything booked since. */
export function startWalletUsd(walletNowUsd: string, totals: AccountTotals): string {
  return text(new Exact(walletNowUsd).minus(totals.realisedPnlUsd).plus(totals.feesUsd).minus(totals.fundingUsd));
}
