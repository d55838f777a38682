import { readSimulatorConfig } from "../src/config.ts";
import { type RunningSimulator, startSimulator } from "../src/server.ts";

/** Keys for tests only. */
export const TEST_ENVIRONMENT = {
  PORT: "0",
  LOG_LEVEL: "silent",
  CONTROL_TOKEN: "control-token-for-tests",
  EXCHANGE_API_KEY: "api-key-for-tests-0001",
  EXCHANGE_API_SECRET: "api-secret-for-tests-0001",
  SIM_SYMBOLS: "BTCUSDT,ETHUSDT,XRPUSDT",
  SIM_WARM_UP_BARS: "600",
  SIM_SEED: "11",
} as const;

/** What tests use of ccxt's exchange class; ccxt is loaded by the path of its one class, as the fleet does. */
// biome-ignore lint/suspicious/noExplicitAny: the class is loaded from a path that has no types
export type CcxtExchange = any;

/** An answer of the control API. */
export interface ControlAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into any answer
  readonly json: any;
}

/** A simulator in this process, on a free port, with clients for it. */
export interface TestSimulator extends RunningSimulator {
  readonly url: string;
  control(method: string, path: string, body?: unknown): Promise<ControlAnswer>;
  /** Moves the market by so many base bars. */
  step(bars?: number): Promise<void>;
  rest(): Promise<CcxtExchange>;
  pro(): Promise<CcxtExchange>;
}

/** Starts a simulator over a generated market; `overrides` are environment variables. */
export async function startTestSimulator(overrides: Readonly<Record<string, string>> = {}): Promise<TestSimulator> {
  const simulator = await startSimulator(readSimulatorConfig({ ...TEST_ENVIRONMENT, ...overrides }));
  const url = `http://127.0.0.1:${simulator.port}`;
  const control: TestSimulator["control"] = (method, path, body) => callControl(url, method, path, body);
  return {
    ...simulator,
    url,
    control,
    step: async (bars = 1) => {
      await control("POST", "advance", { to: simulator.venue.marketAt + bars * simulator.venue.tape.stepMs });
    },
    rest: () => connect("binanceusdm.js", url),
    pro: () => connect("pro/binanceusdm.js", url),
  };
}

/** One call of the control API. */
export async function callControl(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  token: string = TEST_ENVIRONMENT.CONTROL_TOKEN,
): Promise<ControlAnswer> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const response = await fetch(`${url}/control/${path}`, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
  return { status: response.status, json: await response.json() };
}

/** An unmodified ccxt client whose addresses point at the simulator. */
export async function connect(file: string, url: string): Promise<CcxtExchange> {
  const module = await import(new URL(`./src/${file}`, import.meta.resolve("ccxt")).href);
  const exchange = new module.default({
    apiKey: TEST_ENVIRONMENT.EXCHANGE_API_KEY,
    secret: TEST_ENVIRONMENT.EXCHANGE_API_SECRET,
    enableRateLimit: false,
  });
  for (const [name, address] of Object.entries(exchange.urls.api)) {
    if (typeof address === "string") exchange.urls.api[name] = address.replace(/^https:\/\/[^/]+/, url);
  }
  exchange.urls.api.ws = { ...exchange.urls.api.ws, future: `${url.replace("http", "ws")}/ws` };
  // The timer that renews the listen key every 20 minutes must not keep the test process alive.
  exchange.delay = (afterMs: number, method: (...args: unknown[]) => unknown, ...args: unknown[]) => {
    setTimeout(() => method.apply(exchange, args), afterMs).unref();
  };
  await exchange.loadHttpProxyAgent();
  await exchange.loadMarkets();
  return exchange;
}
