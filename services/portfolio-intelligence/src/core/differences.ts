import type { Difference, EventData } from "@quantum/types";
import { Exact } from "./money.ts";
import type { PortfolioState } from "./state.ts";
import { signedQuantity } from "./trade.ts";
import { accountTotals, walletUsd } from "./wallet.ts";

/** PI-16: the ledger against the exchange's own account: wallet by our accounting, wallet by its realised figures, every position. */
export function differencesWith(
  account: EventData<"account.synced">,
  state: Readonly<PortfolioState>,
  walletToleranceUsd: string,
): Difference[] {
  return [...walletDifferences(account.walletUsd, state, walletToleranceUsd), ...positionDifferences(account, state)];
}

function walletDifferences(theirs: string, state: Readonly<PortfolioState>, toleranceUsd: string): Difference[] {
  if (state.startWalletUsd === null) return [];
  const totals = accountTotals(state);
  const found: Difference[] = [];
  for (const by of ["ours", "exchange"] as const) {
    const ours = walletUsd(state.startWalletUsd, totals, by);
    if (new Exact(ours).minus(theirs).abs().lte(toleranceUsd)) continue;
    const kind = by === "ours" ? "wallet" : "walletByExchangePnl";
    const reason =
      by === "ours"
        ? "start + our realised - fees + funding is not the exchange's wallet"
        : "start + the exchange's realised - fees + funding is not its wallet";
    found.push({ symbol: null, kind, ours, theirs, reason });
  }
  return found;
}

function positionDifferences(account: EventData<"account.synced">, state: Readonly<PortfolioState>): Difference[] {
  const theirs = new Map(account.positions.map((position) => [position.symbol, position.quantity]));
  const symbols = [...new Set([...Object.keys(state.books), ...theirs.keys()])].sort();
  return symbols.flatMap((symbol) => {
    const ours = signedQuantity(state.books[symbol]?.current.open ?? null);
    const exchange = theirs.get(symbol) ?? "0";
    if (new Exact(ours).eq(exchange)) return [];
    return [{ symbol, kind: "position", ours, theirs: exchange, reason: "the fills we know do not add up to the exchange's position" }];
  });
}
