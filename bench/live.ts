/**
 * How long it takes from a bar's close to the first order at the exchange, with the market's own clock running (no lockstep), next to one bare
 * ioredis hop in the same run. Run: node bench/live.ts [bars] [speed]
 */
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { homeOf, launch } from "@quantum/cli";
import { Redis } from "ioredis";

const BARS = Number(process.argv[2] ?? 60);
/** Market milliseconds per real millisecond: 300 is one 5 min bar a second. */
const SPEED = Number(process.argv[3] ?? 300);
const DATA = join(import.meta.dirname, "..", "..", "shared", "data", "um", "5m");
const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;

async function bareHops(url: string, hops: number): Promise<number[]> {
  const [writer, reader] = [new Redis(url), new Redis(url)];
  await writer.xgroup("CREATE", "bench:hop", "g", "$", "MKSTREAM");
  const times: number[] = [];
  for (let n = 0; n < hops; n++) {
    const read = reader.xreadgroup("GROUP", "g", "c", "COUNT", 10, "BLOCK", 5_000, "STREAMS", "bench:hop", ">");
    const sentAt = performance.now();
    await writer.xadd("bench:hop", "*", "d", "x");
    await read;
    times.push(performance.now() - sentAt);
  }
  await writer.del("bench:hop");
  writer.disconnect();
  reader.disconnect();
  return times;
}

const real = existsSync(DATA);
const running = await launch({
  home: homeOf(`runs/bench-live-${process.pid}`),
  ports: "auto",
  market: {
    dataFolder: real ? DATA : null,
    date: "2023-07-13",
    symbols: "20",
    interval: "5m",
    clock: "paced",
    speed: SPEED,
    seed: 1,
    walletUsd: 10_000,
  },
  only: null,
  env: { ...process.env, LOG_LEVEL: "warn" },
  progress: (step) => console.error(step),
});
try {
  const fleet = await running.up;
  const exchange = fleet.requireExchange();
  const { marketAt, stepMs } = await exchange.status();
  const hops: number[] = [];
  for (let done = 0; done < BARS; ) {
    hops.push(...(await bareHops(fleet.servers.redisUrl, 200)));
    await new Promise((resolve) => setTimeout(resolve, 500));
    done = ((await exchange.status()).marketAt - marketAt) / stepMs;
  }
  const toOrder = await exchange.barToOrderMs();
  console.log(
    `# live bench, ${new Date().toISOString().slice(0, 10)}, ${cpus().length} x ${cpus()[0]?.model}, node ${process.version}, ${real ? "2023-07-13" : "generated market"}, 20 symbols, one bar every ${stepMs / SPEED} ms`,
  );
  console.log(
    `bar close to order   p50 ${percentile(toOrder, 0.5).toFixed(1)} ms, p99 ${percentile(toOrder, 0.99).toFixed(1)} ms (${toOrder.length} cycles with orders; limit p99 <= 250, goal p50 <= 60)`,
  );
  console.log(
    `bare ioredis hop     p50 ${percentile(hops, 0.5).toFixed(3)} ms, p99 ${percentile(hops, 0.99).toFixed(3)} ms (${hops.length} hops beside the running fleet)`,
  );
  console.log(`ratio p50            ${(percentile(toOrder, 0.5) / percentile(hops, 0.5)).toFixed(0)} hops`);
  console.log(`all healthy after    ${fleet.allHealthyMs} ms (limit 10,000)`);
} finally {
  await running.stop();
}
