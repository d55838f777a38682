import * as z from "zod";

/** A tradable contract in the exchange's own spelling, e.g. BTCUSDT. */
export const symbolSchema = z.string().regex(/^[A-Z0-9]{2,20}$/, "a symbol such as BTCUSDT");

/** Bar lengths the fleet knows. */
export const INTERVALS = ["1m", "5m", "15m", "1h", "4h", "1d"] as const;
export const intervalSchema = z.enum(INTERVALS);
export type Interval = z.infer<typeof intervalSchema>;

/** Length of each interval in milliseconds. */
export const INTERVAL_MS: Readonly<Record<Interval, number>> = {
  "1m": 60_000,
  "5m": 300_000,
  "15m": 900_000,
  "1h": 3_600_000,
  "4h": 14_400_000,
  "1d": 86_400_000,
};

/** One bar. `openAt` is epoch ms; the bar covers [openAt, openAt + interval). Volumes are base units and quote (USDT). */
export const barSchema = z.object({
  openAt: z.number().int(),
  open: z.number().positive(),
  high: z.number().positive(),
  low: z.number().positive(),
  close: z.number().positive(),
  volume: z.number().nonnegative(),
  quoteVolume: z.number().nonnegative(),
  trades: z.number().nonnegative(),
  takerBuyVolume: z.number().nonnegative(),
});
export type Bar = z.infer<typeof barSchema>;

/** The trading rules of one contract. Exact decimals where the exchange checks exactly. */
export const instrumentSchema = z.object({
  symbol: symbolSchema,
  tickSize: z.string(),
  stepSize: z.string(),
  minQuantity: z.string(),
  maxQuantity: z.string(),
  minNotionalUsd: z.string(),
  maxLeverage: z.number().positive(),
  /** Maintenance margin of the lowest tier, as a share of notional. */
  maintenanceMarginRatio: z.number().nonnegative(),
  makerFeeRatio: z.number(),
  takerFeeRatio: z.number(),
  listedAt: z.number().int(),
  status: z.enum(["TRADING", "SETTLING", "DELISTED"]),
});
export type Instrument = z.infer<typeof instrumentSchema>;

/** Top of book, mark price and funding of one symbol at one moment. `fundingRatio` is the rate of the next payment. */
export const quoteSchema = z.object({
  symbol: symbolSchema,
  bid: z.number().positive(),
  ask: z.number().positive(),
  bidQuantity: z.number().nonnegative(),
  askQuantity: z.number().nonnegative(),
  markPrice: z.number().positive(),
  fundingRatio: z.number(),
  nextFundingAt: z.number().int(),
});
export type Quote = z.infer<typeof quoteSchema>;
