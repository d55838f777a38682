import { type Exchange, equityOf, type Market, positionView } from "@quantum/exchange/engine";

/** The books, exact: wallet = start + realised - fees + funding + insurance, to the last digit. */
export function booksOf(exchange: Exchange): Record<string, unknown> {
  const held = exchange.symbols.map((symbol) => exchange.markets[symbol] as Market).filter((market) => market.position.size !== 0);
  return {
    marketAt: exchange.marketAt,
    startWalletUsd: exchange.startWalletUsd,
    walletUsd: exchange.walletUsd,
    equityUsd: equityOf(exchange),
    positions: held.map((market) => ({ ...positionView(exchange, market), costUsd: market.position.costUsd })),
    fills: exchange.fills,
    orders: exchange.orders,
    algoOrders: exchange.algos,
    funding: exchange.income.filter((entry) => entry.type === "FUNDING_FEE"),
    totals: { ...exchange.totals, orders: exchange.orders.length, algoOrders: exchange.algos.length, fills: exchange.fills.length },
  };
}
