import {
  availableUsd,
  type Exchange,
  entryPriceOf,
  equityOf,
  type Market,
  notionalCapUsd,
  positionView,
  requiredMarginUsd,
} from "@quantum/exchange/engine";
import Big from "big.js";

/** The account's sums as Binance shows them; exact where the engine is exact, floats to 8 digits where it is not. */
export interface AccountSums {
  readonly walletBalance: string;
  readonly unrealizedProfit: string;
  readonly marginBalance: string;
  readonly maintMargin: string;
  readonly initialMargin: string;
  readonly positionInitialMargin: string;
  readonly openOrderInitialMargin: string;
  readonly availableBalance: string;
}

/** All sums of the account. */
export function accountSums(exchange: Exchange): AccountSums {
  const markets = exchange.symbols.map((symbol) => exchange.markets[symbol] as Market);
  const views = markets.filter((market) => market.position.size !== 0).map((market) => positionView(exchange, market));
  const sum = (pick: (view: (typeof views)[number]) => string) => views.reduce((total, view) => total.plus(pick(view)), new Big(0));
  const equity = equityOf(exchange);
  const position = sum((view) => view.initialMarginUsd);
  const initial = new Big(markets.reduce((total, market) => total + requiredMarginUsd(exchange, market), 0).toFixed(8));
  return {
    walletBalance: exchange.walletUsd,
    unrealizedProfit: new Big(equity).minus(exchange.walletUsd).toFixed(),
    marginBalance: equity,
    maintMargin: sum((view) => view.maintenanceMarginUsd).toFixed(),
    initialMargin: initial.toFixed(),
    positionInitialMargin: position.toFixed(),
    openOrderInitialMargin: initial.gt(position) ? initial.minus(position).toFixed() : "0",
    availableBalance: Math.max(0, availableUsd(exchange)).toFixed(8),
  };
}

/** GET /fapi/v3/account and v2. */
export function accountRow(exchange: Exchange, version: 2 | 3): Record<string, unknown> {
  const sums = accountSums(exchange);
  const shown = version === 2 ? exchange.symbols : exchange.symbols.filter((symbol) => exchange.markets[symbol]?.position.size !== 0);
  const permissions = {
    feeTier: 0,
    canTrade: true,
    canDeposit: false,
    canWithdraw: false,
    multiAssetsMargin: false,
    updateTime: exchange.marketAt,
  };
  return {
    ...(version === 2 ? permissions : {}),
    totalInitialMargin: sums.initialMargin,
    totalMaintMargin: sums.maintMargin,
    totalWalletBalance: sums.walletBalance,
    totalUnrealizedProfit: sums.unrealizedProfit,
    totalMarginBalance: sums.marginBalance,
    totalPositionInitialMargin: sums.positionInitialMargin,
    totalOpenOrderInitialMargin: sums.openOrderInitialMargin,
    totalCrossWalletBalance: sums.walletBalance,
    totalCrossUnPnl: sums.unrealizedProfit,
    availableBalance: sums.availableBalance,
    maxWithdrawAmount: sums.availableBalance,
    assets: [
      {
        asset: "USDT",
        ...sums,
        crossWalletBalance: sums.walletBalance,
        crossUnPnl: sums.unrealizedProfit,
        maxWithdrawAmount: sums.availableBalance,
        marginAvailable: true,
        updateTime: exchange.marketAt,
      },
    ],
    positions: shown.map((symbol) => accountPositionRow(exchange, exchange.markets[symbol] as Market)),
  };
}

function accountPositionRow(exchange: Exchange, market: Market): Record<string, unknown> {
  const view = positionView(exchange, market);
  return {
    symbol: view.symbol,
    positionSide: "BOTH",
    positionAmt: view.quantity,
    entryPrice: view.entryPrice,
    leverage: String(view.leverage),
    unrealizedProfit: view.unrealisedPnlUsd,
    isolatedMargin: "0",
    isolated: false,
    notional: view.notionalUsd,
    isolatedWallet: "0",
    initialMargin: view.initialMarginUsd,
    maintMargin: view.maintenanceMarginUsd,
    updateTime: view.updatedAt,
  };
}

/** GET /fapi/v2/balance and v3. */
export function balanceRows(exchange: Exchange): Record<string, unknown>[] {
  const sums = accountSums(exchange);
  return [
    {
      accountAlias: "simulator",
      asset: "USDT",
      balance: sums.walletBalance,
      crossWalletBalance: sums.walletBalance,
      crossUnPnl: sums.unrealizedProfit,
      availableBalance: sums.availableBalance,
      maxWithdrawAmount: sums.availableBalance,
      marginAvailable: true,
      updateTime: exchange.marketAt,
    },
  ];
}

/** How a tier without an end shows, in USD: Binance names a figure for every tier. */
export const NO_CAP_USD = 1_000_000_000;

/** The largest position at the symbol's leverage, as it stands in several answers. */
export function maxNotionalOf({ instrument, leverage }: Market): string {
  return String(notionalCapUsd(instrument, leverage) ?? NO_CAP_USD);
}

/** GET /fapi/v3/positionRisk; version 2 adds what was dropped later. */
export function positionRow(exchange: Exchange, market: Market, version: 2 | 3): Record<string, unknown> {
  const view = positionView(exchange, market);
  const shared = {
    symbol: view.symbol,
    positionSide: "BOTH",
    positionAmt: view.quantity,
    entryPrice: entryPriceOf(market),
    breakEvenPrice: view.entryPrice,
    markPrice: view.markPrice,
    unRealizedProfit: view.unrealisedPnlUsd,
    liquidationPrice: view.liquidationPrice,
    isolatedMargin: "0",
    notional: view.notionalUsd,
    isolatedWallet: "0",
    updateTime: view.updatedAt,
  };
  if (version === 3) {
    return {
      ...shared,
      marginAsset: "USDT",
      initialMargin: view.initialMarginUsd,
      maintMargin: view.maintenanceMarginUsd,
      positionInitialMargin: view.initialMarginUsd,
      openOrderInitialMargin: "0",
      adl: 1,
      bidNotional: "0",
      askNotional: "0",
    };
  }
  return {
    ...shared,
    leverage: String(view.leverage),
    maxNotionalValue: maxNotionalOf(market),
    marginType: "cross",
    isAutoAddMargin: "false",
    isolated: false,
    adlQuantile: 1,
  };
}
