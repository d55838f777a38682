import type { BaseConfig } from "@quantum/service-kit/run";
import { INTERVAL_MS, INTERVALS } from "@quantum/types";
import * as z from "zod";
import { DEFAULT_LIMITS, type ExecutionSettings } from "./core/index.ts";
import type { FeedSettings } from "./feed.ts";

/** What an operator must write into LIVE_CONFIRMATION before real money is traded. */
export const LIVE_CONFIRMATION = "I trade real money";

const ms = (value: number) => z.coerce.number("a number of milliseconds").int().nonnegative().default(value);

/** The environment of execution. */
export const environment = {
  EXCHANGE_MODE: z.enum(["paper", "testnet", "live"], 'one of "paper", "testnet", "live"').default("paper"),
  EXCHANGE_URL: z.url("the simulator's address, e.g. http://127.0.0.1:8099").default("http://127.0.0.1:8099"),
  EXCHANGE_API_KEY: z.string().min(1),
  EXCHANGE_API_SECRET: z.string().min(1),
  LIVE_CONFIRMATION: z.string().default(""),
  /** Comma list; empty: everything that trades. */
  SYMBOLS: z
    .string()
    .default("")
    .transform((text) =>
      text
        .split(",")
        .map((symbol) => symbol.trim().toUpperCase())
        .filter((symbol) => symbol !== ""),
    )
    .pipe(z.array(z.string().regex(/^[A-Z0-9]{2,20}$/, "a comma list of symbols such as BTCUSDT,ETHUSDT"))),
  INTERVAL: z.enum(INTERVALS).default("5m"),
  /** A shorter interval on which exits are watched between the bars of the trading interval; empty: none. */
  WATCH_INTERVAL: z
    .enum(["", ...INTERVALS])
    .default("")
    .transform((interval) => (interval === "" ? null : interval)),
  WARMUP_BARS: z.coerce.number().int().min(1).max(1_499).default(400),
  BAR_GRACE_MS: ms(2_000),
  SYNC_MS: ms(5_000),
  EXCHANGE_TIMEOUT_MS: ms(5_000),
  RECV_WINDOW_MS: ms(DEFAULT_LIMITS.recvWindowMs),
  ENTRIES_PER_BAR: z.coerce.number().int().min(0).default(DEFAULT_LIMITS.entriesPerBar),
  COLLAR_RATIO: z.coerce.number().positive().max(0.5).default(DEFAULT_LIMITS.collarRatio),
  DECISION_MAX_AGE_MS: ms(DEFAULT_LIMITS.decisionMaxAgeMs),
  /** How long an order waits for its plan. */
  WAIT_MS: ms(DEFAULT_LIMITS.planWaitMs),
};
export type Config = z.infer<z.ZodObject<typeof environment>>;

/** The core's settings. */
export function settingsOf(config: Config & Pick<BaseConfig, "firstMode">): ExecutionSettings {
  return {
    firstMode: config.firstMode,
    limits: {
      ...DEFAULT_LIMITS,
      barMs: INTERVAL_MS[config.INTERVAL],
      decisionMaxAgeMs: config.DECISION_MAX_AGE_MS,
      entriesPerBar: config.ENTRIES_PER_BAR,
      collarRatio: config.COLLAR_RATIO,
      recvWindowMs: config.RECV_WINDOW_MS,
      planWaitMs: config.WAIT_MS,
    },
  };
}

/** What of the exchange is followed, and how. */
export function feedSettingsOf(config: Config): FeedSettings {
  return {
    interval: config.INTERVAL,
    watchInterval: config.WATCH_INTERVAL,
    symbols: config.SYMBOLS,
    graceMs: config.BAR_GRACE_MS,
    warmupBars: config.WARMUP_BARS,
    syncMs: config.SYNC_MS,
  };
}
