import { SECTOR_MEMBERS, type Sector } from "./sectors.ts";

/** How much a coin can be leaned on: CORE carries the market, MAJOR is deep and old, MEME moves on attention, ALT is the rest. */
export const CATEGORIES = ["CORE", "MAJOR", "ALT", "MEME"] as const;
export type Category = (typeof CATEGORIES)[number];

/** BTC leads the market, and ETH is its only other coin whose futures stay deep in a crash. */
const CORE: ReadonlySet<string> = new Set(["BTC", "ETH"]);
/** Among the twenty largest by turnover of USD-M futures through several years. */
const MAJOR: ReadonlySet<string> = new Set([
  "BNB",
  "SOL",
  "XRP",
  "ADA",
  "AVAX",
  "DOT",
  "LINK",
  "LTC",
  "TRX",
  "BCH",
  "MATIC",
  "POL",
  "UNI",
  "ATOM",
  "ETC",
]);

const SECTOR_OF: ReadonlyMap<string, Sector> = new Map(
  Object.entries(SECTOR_MEMBERS).flatMap(([sector, coins]) => coins.map((coin): [string, Sector] => [coin, sector as Sector])),
);

const QUOTE_ASSETS = ["USDT", "USDC", "FDUSD", "BUSD", "USD"];

/** The coin behind a contract: BTCUSDT is BTC, 1000PEPEUSDT and 1MBABYDOGEUSDT are PEPE and BABYDOGE. */
export function coinOf(symbol: string): string {
  const quote = QUOTE_ASSETS.find((asset) => symbol.endsWith(asset) && symbol.length > asset.length);
  const base = quote === undefined ? symbol : symbol.slice(0, -quote.length);
  if (SECTOR_OF.has(base)) return base;
  return base.replace(/^(1000000|10000|1000|1M)(?=[A-Z])/, "");
}

/** The sector of a contract; OTHER when it is not known. */
export function sectorOf(symbol: string): Sector {
  return SECTOR_OF.get(coinOf(symbol)) ?? "OTHER";
}

/** The category of a contract; ALT when it is not known. */
export function categoryOf(symbol: string): Category {
  const coin = coinOf(symbol);
  if (CORE.has(coin)) return "CORE";
  if (MAJOR.has(coin)) return "MAJOR";
  return SECTOR_OF.get(coin) === "MEME" ? "MEME" : "ALT";
}

/** Orders symbols by category (CORE first) and then by name: the order in which a few are chosen out of many. */
export function compareByCategory(a: string, b: string): number {
  const rank = CATEGORIES.indexOf(categoryOf(a)) - CATEGORIES.indexOf(categoryOf(b));
  if (rank !== 0) return rank;
  return a < b ? -1 : a > b ? 1 : 0;
}
