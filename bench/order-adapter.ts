/**
 * The exchange gateway next to a bare ccxt createOrder against the same simulator in the same run, interleaved; and whether the first five orders ever
 * wait for a throttler. Run: node bench/order-adapter.ts [orders]
 */

import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { homeOf, launch } from "@quantum/cli";
import { BinanceGateway } from "@quantum/exchange/ccxt";
// ccxt exports only its whole library; the one class is reached by path.
import Binance from "./node_modules/ccxt/js/src/binanceusdm.js";

const ORDERS = Number(process.argv[2] ?? 200);
const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) * 1000;
}

const home = homeOf(`runs/bench-orders-${process.pid}`);
const running = await launch({
  home,
  ports: "auto",
  market: {
    dataFolder: null,
    date: "2023-07-13",
    symbols: "3",
    interval: "5m",
    clock: "lockstep",
    speed: 1,
    seed: 1,
    walletUsd: 1_000_000,
  },
  only: ["exchange_simulator"],
  env: { ...process.env, LOG_LEVEL: "warn" },
  progress: (step) => console.error(step),
});
try {
  const fleet = await running.up;
  const restUrl = `http://127.0.0.1:${fleet.ports.services.exchange_simulator}`;
  const secret = (name: string): string => readFileSync(join(home.secrets, name), "utf8").trim();
  const [apiKey, apiSecret] = [secret("exchange-api-key"), secret("exchange-api-secret")];
  const settings = { restUrl, streamUrl: "", apiKey, apiSecret, recvWindowMs: 5_000, timeoutMs: 5_000 };
  const gateway = new BinanceGateway({ ...settings, mode: "paper" });
  const throttled = new BinanceGateway({ ...settings, mode: "live" });
  const bare = new Binance({ apiKey, secret: apiSecret, enableRateLimit: false });
  for (const [name, url] of Object.entries(bare.urls.api as Record<string, string>))
    (bare.urls.api as Record<string, string>)[name] = url.replace(/^https:\/\/[^/]+/, restUrl);
  await bare.loadMarkets();
  const order = (n: string) => ({
    clientOrderId: n,
    symbol: "BTCUSDT",
    side: "BUY" as const,
    type: "LIMIT" as const,
    quantity: "0.010",
    price: "1000",
    triggerPrice: null,
    reduceOnly: false,
  });
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let n = 0; n < ORDERS; n++) {
    ours.push(await timed(() => gateway.place(order(`bench-ours-${n}`))));
    theirs.push(
      await timed(() =>
        bare.createOrder("BTC/USDT:USDT", "limit", "buy", 0.01, 1000, { timeInForce: "IOC", newClientOrderId: `bench-bare-${n}` }),
      ),
    );
  }
  const first: number[] = [];
  for (let n = 0; n < 5; n++) first.push(await timed(() => throttled.place(order(`bench-first-${n}`))));
  console.log(
    `# order adapter bench, ${new Date().toISOString().slice(0, 10)}, ${cpus().length} x ${cpus()[0]?.model}, node ${process.version}, ${ORDERS} orders each, interleaved`,
  );
  console.log(`gateway.place        p50 ${percentile(ours, 0.5).toFixed(0)} us, p99 ${percentile(ours, 0.99).toFixed(0)} us`);
  console.log(`bare createOrder     p50 ${percentile(theirs, 0.5).toFixed(0)} us, p99 ${percentile(theirs, 0.99).toFixed(0)} us`);
  console.log(`ratio p50            ${(percentile(ours, 0.5) / percentile(theirs, 0.5)).toFixed(2)} (goal <= 1.2)`);
  console.log(`first five, throttled ${first.map((us) => (us / 1000).toFixed(1)).join(", ")} ms (none may wait for the throttler)`);
  await Promise.all([gateway.close(), throttled.close(), bare.close()]);
} finally {
  await running.stop();
}
