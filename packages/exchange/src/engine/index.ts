/** The matching engine: a whole USD-M futures exchange for one account, as a pure function of its state, commands and bars. */
export {
  type AccountRisk,
  accountRisk,
  availableUsd,
  entryPriceOf,
  equityOf,
  type PositionView,
  positionView,
  requiredMarginUsd,
} from "./account.ts";
export { type Advance, advance } from "./advance.ts";
export { type AlgoPlaced, type AlgoReference, cancelAlgo, cancelAllAlgos, findAlgo, placeAlgo } from "./algo.ts";
export { type BookPoint, halfSpreadBps, type Level, levels, touch } from "./book.ts";
export { amend, cancel, cancelAll, countdownCancelAll, findOrder, type OrderReference } from "./cancel.ts";
export { priceOf, quantityOf } from "./decimals.ts";
export * from "./events.ts";
export { createExchange, type ExchangeSettings } from "./exchange.ts";
export { type FundingRate, nextFundingAt } from "./funding.ts";
export { type InstrumentHints, instrumentFor } from "./instruments.ts";
export type { SymbolBar } from "./lane.ts";
export { ENGINE_LIMITS } from "./limits.ts";
export { type MarginTier, notionalCapUsd, tiersOf } from "./margin-tiers.ts";
export * from "./order.ts";
export { type Placed, place } from "./place.ts";
export { type Outcome, REFUSALS, type Refusal, type RefusalName, refuse } from "./refusal.ts";
export type { Exchange, Market, Position, Totals } from "./state.ts";
export { setLeverage, setMarginType } from "./symbol-settings.ts";
export { algoOf } from "./watch.ts";
