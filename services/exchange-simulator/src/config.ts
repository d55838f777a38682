import { readVariables } from "@quantum/service-kit/config";
import { type ControlToken, controlTokenOf } from "@quantum/service-kit/control-token";
import { INTERVALS } from "@quantum/types";
import * as z from "zod";
import { SIMULATOR_LIMITS } from "./limits.ts";

const count = z.coerce.number("a number").int().positive();

/** What decides which market is played. */
export const tapeEnvironment = {
  /** Folder with bars; left out: a generated market, labelled as such. */
  SIM_DATA_DIR: z.string().min(1).optional(),
  /** Folder with funding rates; left out: looked for in the data folder and in `funding` beside it. */
  SIM_FUNDING_DIR: z.string().min(1).optional(),
  SIM_DATE: z.iso.date("a day such as 2023-07-13").optional(),
  SIM_DAYS: count.default(1),
  /** Comma list, or how many: then those with the largest turnover before the day. */
  SIM_SYMBOLS: z.string().min(1).default("20"),
  SIM_INTERVAL: z.enum(INTERVALS).optional(),
  /** Bars of history before the day; left out: 600 bars of five minutes, or of the market when its bars are longer. */
  SIM_WARM_UP_BARS: count.optional(),
  SIM_SEED: z.coerce.number("a whole number").int().default(1),
  /** Which generated market: one with regimes, or a fair game in which nothing can be learnt. */
  SIM_GENERATOR: z.enum(["regimes", "random-walk"]).default("regimes"),
};
export type TapeSettings = z.infer<z.ZodObject<typeof tapeEnvironment>>;

/** The simulator's environment. Each secret may also come as NAME_FILE. */
export const environment = {
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number("a port number").int().min(0).max(65_535).default(8099),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  CONTROL_TOKEN: z.string().min(16, "at least 16 characters (generate one with ./quantum doctor --fix)"),
  EXCHANGE_API_KEY: z.string().min(16, "at least 16 characters"),
  EXCHANGE_API_SECRET: z.string().min(16, "at least 16 characters"),
  ...tapeEnvironment,
  SIM_CLOCK: z.enum(["lockstep", "paced"]).default("lockstep"),
  /** Market milliseconds per wall millisecond with the paced clock; 1 is real time. */
  SIM_SPEED: z.coerce.number("a number").positive().default(1),
  SIM_WALLET_USD: z
    .string()
    .regex(/^\d+(\.\d+)?$/, 'an amount such as "10000"')
    .default("10000"),
  /** Folder of the journal; left out: nothing survives a restart. */
  SIM_STATE_DIR: z.string().min(1).optional(),
  SIM_WEIGHT_PER_MINUTE: count.default(SIMULATOR_LIMITS.weightPerMinute),
  SIM_ORDERS_PER_10S: count.default(SIMULATOR_LIMITS.ordersPer10s),
  SIM_ORDERS_PER_MINUTE: count.default(SIMULATOR_LIMITS.ordersPerMinute),
};

/** The simulator's configuration after parsing. */
export type SimulatorConfig = Omit<z.infer<z.ZodObject<typeof environment>>, "CONTROL_TOKEN"> & { readonly controlToken: ControlToken };

/**
 * Parses the environment.
 * @throws ConfigError naming every variable that is missing or unusable.
 */
export function readSimulatorConfig(env: Readonly<Record<string, string | undefined>>): SimulatorConfig {
  const { CONTROL_TOKEN: _, ...config } = readVariables(environment, env);
  return Object.freeze({ ...config, controlToken: controlTokenOf(env) });
}
