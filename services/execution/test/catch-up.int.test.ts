import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { BinanceGateway } from "@quantum/exchange/ccxt";
import { readSimulatorConfig } from "@quantum/exchange-simulator/config";
import { type RunningSimulator, startSimulator } from "@quantum/exchange-simulator/server";
import type { FeedAccess } from "@quantum/service-kit/run";
import { INTERVAL_MS } from "@quantum/types";
import { type ClosedBars, createExecutionCore, DEFAULT_LIMITS, type ExecutionState } from "../src/core/index.ts";
import { openFeed } from "../src/feed.ts";

const KEYS = { apiKey: "api-key-for-tests-0001", apiSecret: "api-secret-for-tests-0001" };
const SYMBOLS = 12;
const BAR_MS = INTERVAL_MS["5m"];
/** What a question costs (Binance documentation, "Kline/Candlestick Data"): 1 below 100 rows, 2 below 500. The market's time: at most 10, which the simulator counts. */
const WEIGHT = { oneBar: 1, warmUp: 2, marketTime: 10 };
/** Contracts, brackets, fees, two clocks, position mode and a margin type for each symbol: what opening the feed costs without any bars. */
const OPENING = 1 + 1 + 20 + 2 + 1 + SYMBOLS;
let simulator: RunningSimulator;
let gateway: BinanceGateway;
let url: string;

beforeAll(async () => {
  const own = { EXCHANGE_API_KEY: KEYS.apiKey, EXCHANGE_API_SECRET: KEYS.apiSecret, SIM_SYMBOLS: String(SYMBOLS), SIM_SEED: "3" };
  simulator = await startSimulator(
    readSimulatorConfig({ PORT: "0", LOG_LEVEL: "silent", CONTROL_TOKEN: "control-token-for-tests", ...own }),
  );
  url = `http://127.0.0.1:${simulator.port}`;
  const addresses = { mode: "paper" as const, restUrl: url, streamUrl: url.replace("http", "ws") };
  gateway = new BinanceGateway({ ...addresses, ...KEYS, recvWindowMs: 5_000, timeoutMs: 30_000 });
});
afterAll(async () => {
  await gateway.close();
  await simulator.close();
});

/** The weight that was asked for in the running minute, by the exchange's own count; the question itself costs 1. */
async function usedWeight(): Promise<number> {
  const answer = await fetch(`${url}/fapi/v1/ping`);
  await answer.arrayBuffer();
  return Number(answer.headers.get("x-mbx-used-weight-1m"));
}

const minuteNow = (): number => Math.floor(Date.now() / 60_000);

/** What some work costs. The exchange counts by whole minutes: where one ended meanwhile, the work is done again. */
async function weightOf<T>(work: () => Promise<T>): Promise<{ result: T; weight: number }> {
  for (;;) {
    const minute = minuteNow();
    const before = await usedWeight();
    const result = await work();
    const weight = (await usedWeight()) - before - 1;
    if (minuteNow() === minute) return { result, weight };
  }
}

/** Begins to follow the exchange as a service that saw this close last, or none. Returns what it is told. */
async function open(lastCloseAt: number | null): Promise<{ closes: ClosedBars[]; histories: number }> {
  const state: ExecutionState = { ...createExecutionCore({ limits: DEFAULT_LIMITS, firstMode: "ENFORCED" }).initial(), lastCloseAt };
  const told = { closes: [] as ClosedBars[], histories: 0 };
  const access: Pick<FeedAccess<ExecutionState>, "observe" | "state"> = {
    state: () => state,
    observe: async (name, data) => {
      if (name === "bars") told.closes.push(data as ClosedBars);
      if (name === "history") told.histories++;
    },
  };
  await openFeed(gateway, { symbols: [], interval: "5m", watchInterval: null, graceMs: 1_000, warmupBars: 400, syncMs: 0 }, access);
  return told;
}

describe("catching up", () => {
  it("costs one question for each bar, and one for the market's time however many symbols there are", async () => {
    const now = await gateway.marketTime();
    const { result, weight } = await weightOf(() => open(now - 2 * BAR_MS));
    expect(result.closes.map(({ closeAt, bars }) => [closeAt, bars.length])).toEqual([now - BAR_MS, now].map((at) => [at, SYMBOLS]));
    expect(weight).toBe(OPENING + 2 * WEIGHT.marketTime + 2 * SYMBOLS * WEIGHT.oneBar);
  });

  it("from the very beginning costs one question for each symbol's history, and no more for the market's time", async () => {
    const { result, weight } = await weightOf(() => open(null));
    expect([result.histories, result.closes.length]).toEqual([SYMBOLS, 0]);
    expect(weight).toBe(OPENING + 2 * WEIGHT.marketTime + SYMBOLS * WEIGHT.warmUp);
  });
});
