import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningSimulator, readSimulatorConfig, startSimulator } from "@quantum/exchange-simulator/server";
import { readConfig } from "@quantum/service-kit/config";
import { environment } from "../src/config.ts";
import { type RunningEss, startEss } from "../src/start.ts";
import { essEnvironment } from "./drill/drill.ts";
import { type DrillAccount, signed } from "./drill/signed-client.ts";

/** Keys for tests only. */
const KEYS = { apiKey: "api-key-for-tests-0001", apiSecret: "api-secret-for-tests-0001" };
export const TOKEN = "control-token-of-the-drill";

/** An exchange in this process, a folder for ess, and what is needed to start it, here or as a process. */
export interface Stage {
  readonly simulator: RunningSimulator;
  readonly account: DrillAccount;
  readonly folder: string;
  env(more?: Readonly<Record<string, string>>): Record<string, string>;
  start(
    more?: Readonly<Record<string, string>>,
  ): Promise<RunningEss & { call(path: string, body?: unknown, token?: string): Promise<Answer> }>;
  order(params: Record<string, string>): Promise<unknown>;
  algo(params: Record<string, string>): Promise<unknown>;
  /** What rests, by client id. */
  resting(): string[];
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into any answer
  readonly json: any;
}

/** Opens an exchange on a generated market; everything started on the stage ends with it. */
export async function openStage(): Promise<Stage> {
  const simulator = await startSimulator(
    readSimulatorConfig({
      PORT: "0",
      LOG_LEVEL: "silent",
      CONTROL_TOKEN: TOKEN,
      EXCHANGE_API_KEY: KEYS.apiKey,
      EXCHANGE_API_SECRET: KEYS.apiSecret,
      SIM_SYMBOLS: "BTCUSDT,ETHUSDT,XRPUSDT",
      SIM_WARM_UP_BARS: "600",
      SIM_SEED: "11",
      SIM_WEIGHT_PER_MINUTE: "1000000",
    }),
  );
  const account: DrillAccount = { url: `http://127.0.0.1:${simulator.port}`, ...KEYS };
  const folder = mkdtempSync(join(tmpdir(), "quantum-ess-stage-"));
  const started: RunningEss[] = [];
  const env: Stage["env"] = (more = {}) => ({
    ...essEnvironment(account, folder),
    LOG_LEVEL: "silent",
    ESS_EQUITY_EVERY_MS: "50",
    ...more,
  });
  const resting = (): string[] => {
    const { markets, orders, algos } = simulator.venue.exchange;
    const plain = Object.values(markets).flatMap((market) => market.openOrderIds.map((id) => orders[id - 1]?.clientOrderId ?? ""));
    const waiting = new Set(Object.values(markets).flatMap((market) => market.openAlgoIds));
    return [...plain, ...algos.filter((algo) => waiting.has(algo.algoId)).map((algo) => algo.clientAlgoId)].sort();
  };
  return {
    simulator,
    account,
    folder,
    env,
    resting,
    order: (params) => signed(account, "POST", "/fapi/v1/order", params),
    algo: (params) => signed(account, "POST", "/fapi/v1/algoOrder", { algoType: "CONDITIONAL", ...params }),
    async start(more) {
      const ess = await startEss(readConfig("ess", environment, env(more)));
      started.push(ess);
      return { ...ess, call: (path, body, token = TOKEN) => call(`http://127.0.0.1:${ess.port}${path}`, body, token) };
    },
    async close() {
      await Promise.all(started.map((ess) => ess.stop("test is over")));
      await simulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function call(url: string, body: unknown, token: string): Promise<Answer> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  const response = await fetch(url, body === undefined ? {} : { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, json: await response.json() };
}

/** A position with its stop, and an entry of each class, in BTCUSDT. */
export async function positionAndEntries({ simulator, order, algo }: Stage): Promise<void> {
  const price = simulator.venue.exchange.markets.BTCUSDT?.lastPrice ?? 0;
  const at = (ratio: number): string => (price * ratio).toFixed(1);
  await order({ symbol: "BTCUSDT", side: "BUY", type: "MARKET", quantity: "0.02" });
  await algo({
    symbol: "BTCUSDT",
    side: "SELL",
    type: "STOP_MARKET",
    triggerPrice: at(0.9),
    quantity: "0.02",
    reduceOnly: "true",
    clientAlgoId: "stop",
  });
  await algo({ symbol: "BTCUSDT", side: "BUY", type: "STOP_MARKET", triggerPrice: at(1.2), quantity: "0.01", clientAlgoId: "entry-algo" });
  await order({
    symbol: "BTCUSDT",
    side: "BUY",
    type: "LIMIT",
    timeInForce: "GTC",
    price: at(0.8),
    quantity: "0.01",
    newClientOrderId: "entry-plain",
  });
}

/** What somebody sent to a local HTTP server. */
export interface Received {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A local server that remembers what it got. The first `failures` requests are answered with 500. */
export async function listenForAlerts(failures = 0): Promise<{ url: string; received: Received[]; close(): Promise<void> }> {
  const received: Received[] = [];
  let left = failures;
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += String(chunk);
    });
    request.on("end", () => {
      response.writeHead(left-- > 0 ? 500 : 200).end("{}");
      received.push({ path: request.url ?? "", headers: request.headers, body });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received, close };
}
