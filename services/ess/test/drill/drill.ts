import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type RunningSimulator, readSimulatorConfig, startSimulator } from "@quantum/exchange-simulator/server";
import { type EssProcess, startEssProcess } from "./ess-process.ts";
import { type Holding, holdingOf, setScene } from "./scene.ts";
import type { DrillAccount } from "./signed-client.ts";

/** What one drill showed. Times from just before the stop was asked for, ms. */
export interface DrillResult {
  readonly entries: number;
  readonly orders: number;
  readonly positions: number;
  readonly lastCancelMs: number;
  readonly flatMs: number;
  /** From the stop to the verified end ess itself reports. */
  readonly doneMs: number;
  /** Looks at which an open position had no protective stop. Must be 0. */
  readonly bareLooks: number;
  readonly looks: number;
  /** Faults the exchange injected. */
  readonly faults: number;
  readonly left: Holding;
}

export interface DrillOptions {
  readonly drills: number;
  readonly symbols: number;
  readonly seed: number;
  /** Faults of the exchange while it is stopped. */
  readonly faults: Readonly<Record<string, unknown>>;
  /** Ends the drills before their time; what was started for them is taken away. */
  readonly signal?: AbortSignal;
  onResult?(result: DrillResult, number: number): void;
}

/** Redis and Postgres are not there: nobody listens on port 1. */
const NOBODY = { REDIS_URL: "redis://127.0.0.1:1", DATABASE_URL: "postgres://nobody:nothing@127.0.0.1:1/none" };
const TOKEN = "control-token-of-the-drill";
const KEYS = { apiKey: "api-key-of-the-drill-0001", apiSecret: "api-secret-of-the-drill-0001" };
const NO_LIMIT = "100000000";
/** A drill that is not over by then has failed. */
const DRILL_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 2;
/** While ess closes positions the market goes on: one bar a second fills the books again. */
const BAR_EVERY_MS = 1_000;

/** Runs drills one after the other, on one exchange and one ess, with neither Redis nor Postgres. */
export async function runDrills(options: DrillOptions): Promise<DrillResult[]> {
  const folder = mkdtempSync(join(tmpdir(), "quantum-ess-drill-"));
  const simulator = await startSimulator(simulatorConfig(options));
  const account: DrillAccount = { url: `http://127.0.0.1:${simulator.port}`, ...KEYS };
  const ess = await startEssProcess(essEnvironment(account, folder)).catch(async (error: unknown) => {
    await simulator.close();
    throw error;
  });
  try {
    const results: DrillResult[] = [];
    for (let number = 1; number <= options.drills; number++) {
      const faults = { ...options.faults, seed: options.seed + number };
      const result = await unlessAborted(drill({ simulator, account, ess, faults }), options.signal);
      results.push(result);
      options.onResult?.(result, number);
    }
    return results;
  } finally {
    await ess.kill();
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

function simulatorConfig(options: DrillOptions) {
  return readSimulatorConfig({
    PORT: "0",
    LOG_LEVEL: "silent",
    CONTROL_TOKEN: TOKEN,
    EXCHANGE_API_KEY: KEYS.apiKey,
    EXCHANGE_API_SECRET: KEYS.apiSecret,
    SIM_SYMBOLS: String(options.symbols),
    SIM_SEED: String(options.seed),
    SIM_DAYS: "4",
    SIM_INTERVAL: "5m",
    SIM_WALLET_USD: "50000000",
    SIM_WEIGHT_PER_MINUTE: NO_LIMIT,
    SIM_ORDERS_PER_10S: NO_LIMIT,
    SIM_ORDERS_PER_MINUTE: NO_LIMIT,
  });
}

/** The environment of the ess under drill. A drawdown of its own must not come before the person's stop. */
export function essEnvironment(account: DrillAccount, folder: string): Record<string, string> {
  return {
    ...NOBODY,
    PORT: "0",
    LOG_LEVEL: "info",
    CONTROL_TOKEN: TOKEN,
    MODES: "ENFORCED,OBSERVE,OFF",
    EXCHANGE_URL: account.url,
    ESS_API_KEY: account.apiKey,
    ESS_API_SECRET: account.apiSecret,
    ESS_STATE_DIR: folder,
    ESS_MAX_DRAWDOWN_RATIO: "0.99",
    ESS_MAX_ERRORS_PER_MINUTE: "1000000",
    ESS_EQUITY_STALE_MS: "3600000",
    ESS_DEAD_MAN_MS: "0",
  };
}

interface Stage {
  readonly simulator: RunningSimulator;
  readonly account: DrillAccount;
  readonly ess: EssProcess;
  readonly faults: Record<string, unknown>;
}

async function drill(stage: Stage): Promise<DrillResult> {
  const { simulator, account, ess } = stage;
  const { venue } = simulator;
  await control(stage, "DELETE", "faults");
  const nextBar = async (): Promise<void> => {
    await control(stage, "POST", "advance", { to: venue.marketAt + venue.tape.stepMs });
  };
  await setScene(account, venue, nextBar);
  const before = holdingOf(venue);
  await control(stage, "POST", "faults", stage.faults);
  const watched = watchUntilDone(stage, nextBar);
  const answer = await ess.post("/stop", { level: "HALT", close: true, by: "drill", reason: "drill" });
  if (answer.status !== 202) throw new Error(`the stop was not taken: ${JSON.stringify(answer)}`);
  const seen = await watched;
  const { injected } = await control(stage, "GET", "faults");
  await control(stage, "DELETE", "faults");
  const rearmed = await ess.post("/rearm", { by: "drill", reason: "drill is over" });
  if (rearmed.status !== 200) throw new Error(`re-arming was refused: ${JSON.stringify(rearmed)}`);
  return {
    entries: before.entries,
    orders: before.orders,
    positions: before.positions,
    faults: Number(injected),
    ...seen,
    left: holdingOf(venue),
  };
}

/** Looks into the exchange's own books until ess says that it is done. */
async function watchUntilDone({ simulator, ess }: Stage, nextBar: () => Promise<void>) {
  const startedAt = performance.now();
  const elapsed = (): number => performance.now() - startedAt;
  let [lastCancelMs, flatMs, bareLooks, looks, barAt] = [0, 0, 0, 0, BAR_EVERY_MS];
  let done = false;
  const asking = untilDone(ess, DRILL_WITHIN_MS).finally(() => {
    done = true;
  });
  while (!done) {
    const { entries, positions, bare } = holdingOf(simulator.venue);
    looks += 1;
    if (entries > 0) lastCancelMs = elapsed();
    if (positions > 0) flatMs = elapsed();
    if (bare > 0) bareLooks += 1;
    if (positions > 0 && elapsed() > barAt) {
      barAt += BAR_EVERY_MS;
      await nextBar();
    }
    await wait(LOOK_EVERY_MS);
  }
  await asking;
  return { lastCancelMs, flatMs, doneMs: elapsed(), bareLooks, looks };
}

async function untilDone(ess: EssProcess, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const { json } = await ess.get("/status");
    const sweep = json.sweep as { phase: string; close: boolean } | null;
    if (sweep?.close && sweep.phase === "DONE") return;
    if (Date.now() > deadline) throw new Error(`the drill was not over within ${withinMs} ms: ${JSON.stringify(json)}`);
    await wait(50);
  }
}

async function control({ account }: Stage, method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(`${account.url}/control/${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(`the exchange refused ${method} ${path}: ${JSON.stringify(answer)}`);
  return answer;
}
