/** The exchange's books in Binance's words. */
export { accountRow, positionRow } from "./account.ts";
export { bookTickerRow, exchangeInfo, klineRow, premiumRow } from "./market.ts";
export { algoRow, incomeRow, orderRow, tradeRow } from "./orders.ts";
