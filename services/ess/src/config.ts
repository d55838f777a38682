import { ConfigError } from "@quantum/service-kit/config";
import type { BaseConfig } from "@quantum/service-kit/run";
import { decimalSchema } from "@quantum/types";
import * as z from "zod";
import { type EssSettings, LIMITS, WATCH_LIMITS } from "./core/index.ts";

const ms = (value: number) => z.coerce.number("a number of milliseconds").int().nonnegative().default(value);
const count = (value: number) => z.coerce.number("a whole number").int().nonnegative().default(value);
const secret = z.string().min(1).optional();

/** What an operator must write into LIVE_CONFIRMATION before real money is traded. The same word as execution's. */
const LIVE_CONFIRMATION = "I trade real money";

/** The environment of ess. Each secret may also come as NAME_FILE. */
export const environment = {
  EXCHANGE_MODE: z.enum(["paper", "testnet", "live"], 'one of "paper", "testnet", "live"').default("paper"),
  EXCHANGE_URL: z.url("the simulator's address, e.g. http://127.0.0.1:8099").default("http://127.0.0.1:8099"),
  LIVE_CONFIRMATION: z.string().default(""),
  /** Keys of its own, so that a limit or a ban of the trading keys does not bind the stop; otherwise the trading keys. */
  ESS_API_KEY: secret,
  ESS_API_SECRET: secret,
  EXCHANGE_API_KEY: secret,
  EXCHANGE_API_SECRET: secret,
  EXCHANGE_TIMEOUT_MS: ms(4_000),
  RECV_WINDOW_MS: ms(5_000),
  /** Folder of the journal: it must survive a restart of the container. */
  ESS_STATE_DIR: z.string().min(1).default(".quantum/ess"),
  /** cycles: on an accelerated market it judges once a trading cycle, by events and market time alone, so that the same day stops on the same bar. */
  ESS_CLOCK: z.enum(["real", "cycles"], 'one of "real", "cycles"').default("real"),
  /** A file that stops everything while it exists. */
  ESS_STOP_FILE: z.string().min(1).optional(),
  ESS_MAX_DRAWDOWN_RATIO: decimalSchema
    .refine((text) => Number(text) > 0 && Number(text) < 1, "a share between 0 and 1, such as 0.05")
    .default(LIMITS.maxDrawdownRatio),
  ESS_MAX_LOSSES_IN_A_ROW: count(LIMITS.maxLossesInARow),
  ESS_MAX_ERRORS_PER_MINUTE: count(LIMITS.maxErrors),
  ESS_EQUITY_STALE_MS: ms(LIMITS.equityStaleMs),
  ESS_EQUITY_EVERY_MS: ms(WATCH_LIMITS.equityEveryMs),
  ESS_COOL_DOWN_MS: ms(LIMITS.coolDownMs),
  /** true: a drawdown halt closes all positions too. */
  ESS_CLOSE_ON_HALT: z.stringbool().default(false),
  /** How long resting plain entries live after ess stopped renewing them; 0: no dead-man switch. */
  ESS_DEAD_MAN_MS: ms(WATCH_LIMITS.deadManMs),
  ESS_WEBHOOK_URL: z.url().optional(),
  ESS_WEBHOOK_SECRET: z.string().min(16, "at least 16 characters").optional(),
  ESS_TELEGRAM_BOT_TOKEN: secret,
  ESS_TELEGRAM_CHAT_ID: z.string().min(1).optional(),
  ESS_TELEGRAM_API_URL: z.url().default("https://api.telegram.org"),
};

/** The configuration of ess after parsing. */
export type EssConfig = BaseConfig & z.infer<z.ZodObject<typeof environment>>;

/** The keys it signs with: its own, else those of trading. */
export interface ExchangeKeys {
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly own: boolean;
}

/**
 * Keys and words that belong together.
 * @throws ConfigError naming what is missing and how to give it.
 */
export function checkedKeys(config: EssConfig): ExchangeKeys {
  const problems: string[] = [];
  const own = config.ESS_API_KEY !== undefined || config.ESS_API_SECRET !== undefined;
  const apiKey = own ? config.ESS_API_KEY : config.EXCHANGE_API_KEY;
  const apiSecret = own ? config.ESS_API_SECRET : config.EXCHANGE_API_SECRET;
  if (!apiKey || !apiSecret) problems.push("ESS_API_KEY and ESS_API_SECRET (or EXCHANGE_API_KEY and EXCHANGE_API_SECRET): both are needed");
  if ((config.ESS_WEBHOOK_URL === undefined) !== (config.ESS_WEBHOOK_SECRET === undefined))
    problems.push("ESS_WEBHOOK_URL and ESS_WEBHOOK_SECRET go together: the receiver checks the signature with the secret");
  if ((config.ESS_TELEGRAM_BOT_TOKEN === undefined) !== (config.ESS_TELEGRAM_CHAT_ID === undefined))
    problems.push("ESS_TELEGRAM_BOT_TOKEN and ESS_TELEGRAM_CHAT_ID go together");
  if (config.EXCHANGE_MODE === "live" && config.LIVE_CONFIRMATION !== LIVE_CONFIRMATION)
    problems.push(
      `LIVE_CONFIRMATION: EXCHANGE_MODE=live is about real money; set LIVE_CONFIRMATION="${LIVE_CONFIRMATION}" or EXCHANGE_MODE=paper`,
    );
  if (problems.length > 0) throw new ConfigError(problems);
  return { apiKey: apiKey as string, apiSecret: apiSecret as string, own };
}

/** The core's settings. */
export function settingsOf(config: EssConfig): EssSettings {
  return {
    maxDrawdownRatio: config.ESS_MAX_DRAWDOWN_RATIO,
    maxLossesInARow: config.ESS_MAX_LOSSES_IN_A_ROW,
    maxErrors: config.ESS_MAX_ERRORS_PER_MINUTE,
    errorWindowMs: LIMITS.errorWindowMs,
    equityStaleMs: config.ESS_EQUITY_STALE_MS,
    coolDownMs: config.ESS_COOL_DOWN_MS,
    closeOnHalt: config.ESS_CLOSE_ON_HALT,
    clock: config.ESS_CLOCK,
    firstMode: { mode: config.firstMode, from: config.firstModeFrom, before: null },
  };
}
