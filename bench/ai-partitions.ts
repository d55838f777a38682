/**
 * What it brings, and what it costs, to share the symbols of ai_engine among several instances: from bars.closed to signals.generated over a real
 * Redis with 1, 2 and 4 partitions, each a process of its own, and how many symbols a second one instance alone can do, without any bus.
 * Learned models are stood for by one that costs a set CPU time for each symbol. Run: node bench/ai-partitions.ts [symbols] [cycles] [rounds]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, startRedis } from "@quantum/local-servers";
import { generateMarket } from "@quantum/market";
import { type Bar, type FleetEvent, INTERVAL_MS } from "@quantum/types";
import { createAiEngineCore } from "../services/ai-engine/src/core/index.ts";
import { modelsOf } from "./ai-partitions/costly-models.ts";
import { Desk, WARM_BARS } from "./ai-partitions/desk.ts";

const SYMBOLS = Number(process.argv[2] ?? 100);
const CYCLES = Number(process.argv[3] ?? 20);
const ROUNDS = Number(process.argv[4] ?? 3);
const COSTS_MS = [0, 1, 5];
const PARTITIONS = [1, 2, 4];
const FROM = Date.UTC(2023, 6, 13);

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const symbols = Array.from({ length: SYMBOLS }, (_, i) => `BENCH${i}USDT`);
const { series } = generateMarket({ seed: "ai-partitions", symbols, interval: "5m", fromAt: FROM, bars: WARM_BARS + CYCLES * ROUNDS + 1 });

/** Symbols of a cycle that one core decides on in a second, with nothing around it. */
function coreRate(costMs: number): number {
  const core = createAiEngineCore({ models: modelsOf(costMs), interval: "5m" });
  const state = core.initial();
  const close = (i: number): FleetEvent<"bars.closed"> => {
    const bars = symbols.map((symbol) => ({ symbol, bar: series[symbol]?.[i] as Bar }));
    const closeAt = FROM + (i + 1) * INTERVAL_MS["5m"];
    const data = { interval: "5m", closeAt, bars, missing: [], opensCycle: true } as const;
    return { id: `bench-${i}`, type: "bars.closed", v: 1, at: closeAt, source: "bench", mode: "ENFORCED", cause: null, data } as never;
  };
  // Features are not read until all are defined, so that the past costs no model.
  for (let i = 0; i < WARM_BARS; i++) core.decide(state, close(i));
  const times: number[] = [];
  for (let i = WARM_BARS; i < WARM_BARS + CYCLES; i++) {
    const input = close(i);
    const startedAt = performance.now();
    core.decide(state, input);
    times.push(performance.now() - startedAt);
  }
  return (SYMBOLS * 1_000) / median(times);
}

const folder = mkdtempSync(join(tmpdir(), "quantum-bench-"));
const server = await startRedis({ folder, port: await freePort(), durable: true });
const desk = new Desk(server.url, series);
const waits = new Map<string, number[]>();
/** CPU time a cycle of the busiest member, and of all together, ms. */
const spent = new Map<string, { busiest: number; all: number }[]>();
const sizes = new Map<number, { answer: number; part: number }>();
const loadBefore = loadavg()[0] ?? Number.NaN;
try {
  for (let round = 0; round < ROUNDS; round++)
    for (const costMs of COSTS_MS)
      for (const partitions of PARTITIONS) {
        await desk.open(partitions, costMs);
        const times: number[] = [];
        // The first cycle compiles, and is not counted.
        await desk.cycle(0);
        const before = desk.cpuMs();
        for (let i = 1; i <= CYCLES; i++) times.push(await desk.cycle(i));
        const each = desk.cpuMs().map((cpuMs, member) => (cpuMs - (before[member] ?? 0)) / CYCLES);
        const key = `${costMs} ${partitions}`;
        const sum = each.reduce((total, cpuMs) => total + cpuMs, 0);
        spent.set(key, [...(spent.get(key) ?? []), { busiest: Math.max(...each), all: sum }]);
        waits.set(key, [...(waits.get(key) ?? []), ...times]);
        sizes.set(partitions, await desk.sizes());
        await desk.close();
      }
} finally {
  await desk.close();
  desk.disconnect();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

const machine = `${cpus().length} x ${cpus()[0]?.model}, node ${process.version}`;
console.log(
  `# ai_engine by partition, ${new Date().toISOString().slice(0, 10)}, ${machine}, Redis with AOF everysec, load ${loadBefore.toFixed(1)} before`,
);
console.log(
  `# ${SYMBOLS} symbols, ${CYCLES} cycles in ${ROUNDS} rounds, medians; model cost is CPU time of one of the four models for each symbol`,
);
const cost = (costMs: number): string => (costMs === 0 ? "baselines" : `${costMs} ms a symbol`).padEnd(15);
for (const costMs of COSTS_MS)
  console.log(`core alone           ${cost(costMs)} ${Math.round(coreRate(costMs)).toLocaleString("en").padStart(9)} symbol-cycles/s`);
for (const costMs of COSTS_MS) {
  const of = (partitions: number): number => median(waits.get(`${costMs} ${partitions}`) ?? []);
  const cpuOf = (partitions: number, what: "busiest" | "all"): number =>
    median((spent.get(`${costMs} ${partitions}`) ?? []).map((each) => each[what]));
  for (const partitions of PARTITIONS) {
    const [busiest, all] = [cpuOf(partitions, "busiest"), cpuOf(partitions, "all")];
    const share = partitions === 1 ? "" : `, ${(cpuOf(1, "busiest") / busiest).toFixed(2)} times less than one`;
    console.log(
      `CPU time a cycle     ${cost(costMs)} ${partitions} partition(s): busiest ${busiest.toFixed(1)} ms${share}; all ${all.toFixed(1)} ms`,
    );
  }
  for (const partitions of PARTITIONS) {
    const times = [...(waits.get(`${costMs} ${partitions}`) ?? [])].sort((a, b) => a - b);
    const p90 = times[Math.floor(times.length * 0.9)] ?? Number.NaN;
    const ratio = partitions === 1 ? "" : `, ${(of(1) / of(partitions)).toFixed(2)} times as fast as one`;
    console.log(
      `bars to signals      ${cost(costMs)} ${partitions} partition(s): p50 ${of(partitions).toFixed(1)} ms, p90 ${p90.toFixed(1)} ms${ratio}`,
    );
  }
}
const base = (partitions: number): number => median(waits.get(`0 ${partitions}`) ?? []);
console.log(
  `cost of the hop      ${PARTITIONS.slice(1)
    .map((count) => `${count} partitions: ${(base(count) - base(1)).toFixed(1)} ms`)
    .join(", ")} (baselines, against one alone)`,
);
console.log(
  `on the bus           answer ${((sizes.get(1)?.answer ?? 0) / 1024).toFixed(0)} kB; a part of 2: ${((sizes.get(2)?.part ?? 0) / 1024).toFixed(0)} kB, of 4: ${((sizes.get(4)?.part ?? 0) / 1024).toFixed(0)} kB`,
);
