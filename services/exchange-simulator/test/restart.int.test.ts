import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { eventually } from "@quantum/test-kit";
import { readSimulatorConfig } from "../src/config.ts";
import { startSimulator } from "../src/server.ts";
import { type CcxtExchange, callControl, connect, TEST_ENVIRONMENT } from "./simulator-fixture.ts";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const BARS = 40;
let dir: string;
let child: ChildProcess | null = null;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "simulator-"));
});
afterEach(async () => {
  await kill();
  rmSync(dir, { recursive: true });
});

async function kill(): Promise<void> {
  if (child === null || child.exitCode !== null) return;
  const gone = new Promise((resolve) => child?.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
  child = null;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Runs the simulator as its own process. */
async function launch(stateDir: string, port: number): Promise<string> {
  const env = { ...process.env, NODE_OPTIONS: "", ...TEST_ENVIRONMENT, PORT: String(port), SIM_STATE_DIR: stateDir };
  child = spawn(process.execPath, [MAIN], { env, stdio: "ignore" });
  const url = `http://127.0.0.1:${port}`;
  await eventually(async () => (await fetch(`${url}/health`)).ok, { withinMs: 30_000, what: "the simulator's health" });
  return url;
}

/** One bar of a day: entries, stops, resting orders and cancels, by rote. */
async function tradeBar(url: string, exchange: CcxtExchange, bar: number): Promise<void> {
  const { json: status } = await callControl(url, "GET", "status");
  const symbol = ["BTC/USDT:USDT", "ETH/USDT:USDT", "XRP/USDT:USDT"][bar % 3] as string;
  const price = (await exchange.fetchTicker(symbol)).last;
  const amount = exchange.amountToPrecision(symbol, 60 / price);
  const id = `day-${bar}`;
  if (bar % 4 === 0) await exchange.createOrder(symbol, "market", bar % 8 === 0 ? "buy" : "sell", amount, undefined, { clientOrderId: id });
  if (bar % 4 === 1) await exchange.createOrder(symbol, "limit", "buy", amount, price * 0.9995, { clientOrderId: id });
  if (bar % 4 === 2)
    await exchange.createOrder(symbol, "market", "sell", amount, undefined, { stopLossPrice: price * 0.998, clientAlgoId: id });
  if (bar % 12 === 3) await exchange.cancelAllOrders(symbol);
  await callControl(url, "POST", "advance", { to: status.marketAt + status.stepMs });
}

/** Trades the bars; the simulator is killed and started again before each of the given ones. */
async function tradeDay(stateDir: string, killBefore: readonly number[]): Promise<string> {
  const port = await freePort();
  let url = await launch(stateDir, port);
  const exchange = await connect("binanceusdm.js", url);
  for (let bar = 0; bar < BARS; bar++) {
    if (killBefore.includes(bar)) {
      await kill();
      url = await launch(stateDir, port);
    }
    await tradeBar(url, exchange, bar);
  }
  const { json } = await callControl(url, "GET", "books");
  await kill();
  return JSON.stringify(json);
}

describe("a simulator that is killed", () => {
  it("comes back with the very same books: a day with three kills ends like the undisturbed day", async () => {
    const undisturbed = await tradeDay(join(dir, "undisturbed"), []);
    expect(JSON.parse(undisturbed).fills.length).toBeGreaterThan(10);
    expect(await tradeDay(join(dir, "killed"), [1, 17, 38])).toBe(undisturbed);
  }, 120_000);

  it("drops a line that was cut off while it was written: nobody was told of it", async () => {
    const state = join(dir, "cut");
    const config = readSimulatorConfig({ ...TEST_ENVIRONMENT, SIM_STATE_DIR: state });
    const first = await startSimulator(config);
    first.venue.execute({ kind: "place", request: { symbol: "BTCUSDT", side: "BUY", type: "MARKET", quantity: "0.01" } });
    const books = JSON.stringify(first.venue.exchange);
    first.venue.execute({ kind: "place", request: { symbol: "BTCUSDT", side: "BUY", type: "MARKET", quantity: "0.02" } });
    await first.close();
    const file = join(state, "commands.jsonl");
    truncateSync(file, readFileSync(file).length - 5);
    const second = await startSimulator(config);
    expect(JSON.stringify(second.venue.exchange)).toBe(books);
    second.venue.execute({ kind: "cancelAll", symbol: "BTCUSDT" });
    await second.close();
    const third = await startSimulator(config);
    expect(third.venue.recovered).toBe(2);
    await third.close();
  });

  it("refuses the journal of another market, and a damaged one, saying what to do", async () => {
    const state = join(dir, "other");
    const config = readSimulatorConfig({ ...TEST_ENVIRONMENT, SIM_STATE_DIR: state });
    await (await startSimulator(config)).close();
    await expect(startSimulator(readSimulatorConfig({ ...TEST_ENVIRONMENT, SIM_STATE_DIR: state, SIM_SEED: "12" }))).rejects.toThrow(
      /another market or start.*Name another folder/s,
    );
    const file = join(state, "commands.jsonl");
    writeFileSync(file, `${readFileSync(file, "utf8")}{broken\n`);
    await expect(startSimulator(config)).rejects.toThrow(/line 2 is damaged/);
  });
});
