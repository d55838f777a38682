export { generateLabelledMarket } from "./generate-labelled-market.ts";
export { type GeneratedMarket, generateMarket, type MarketOptions, type RegimeStretch } from "./generate-market.ts";
export * from "./random-walk.ts";
export { REGIMES, type Regime } from "./regimes.ts";
export { defaultSymbols } from "./symbol-profile.ts";
