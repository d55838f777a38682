/**
 * How long the fleet takes to be whole again after faults of all kinds in all services, with self_healing enforced and the market's clock running.
 * Run: node bench/faults.ts [--faults 100] [--seed 1]. Exit code 1 when a limit is missed.
 */
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { FLEET } from "../fleet.ts";
import { drillEnvironment, type Recovery, runDrill } from "../packages/cli/test/fault-drill/index.ts";

const P50_LIMIT_MS = 10_000;
const P99_LIMIT_MS = 30_000;

const { values } = parseArgs({ options: { faults: { type: "string", default: "100" }, seed: { type: "string", default: "1" } } });
const startedAt = Date.now();
const loadBefore = loadavg()[0] ?? 0;
const services = FLEET.map(({ name }) => name);
const { recoveries, revived } = await runDrill({
  faults: Number(values.faults),
  seed: Number(values.seed),
  services,
  stopped: ["opportunity_ranker"],
  env: drillEnvironment(process.env),
  note: (line) => console.error(line),
});

const percentile = (times: readonly number[], share: number): number =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
const seconds = (ms: number): string => (ms / 1000).toFixed(1).padStart(6);
// What never recovered counts as the longest time there is.
const timesOf = (some: readonly Recovery[]): number[] => some.map(({ recoveryMs }) => recoveryMs ?? Number.POSITIVE_INFINITY);

console.log(
  `# fault drill, ${new Date().toISOString().slice(0, 10)}, ${cpus().length} x ${cpus()[0]?.model}, node ${process.version}, ${services.length} services, ${recoveries.length} faults in ${Math.round((Date.now() - startedAt) / 1000)} s, load before ${loadBefore.toFixed(1)}`,
);
console.log("kind             faults    p50 s    max s");
for (const [kind, some] of Map.groupBy(recoveries, (recovery) => recovery.kind))
  console.log(
    `${kind.padEnd(16)} ${String(some.length).padStart(6)}   ${seconds(percentile(timesOf(some), 0.5))}   ${seconds(Math.max(...timesOf(some)))}`,
  );
const [p50, p99] = [percentile(timesOf(recoveries), 0.5), percentile(timesOf(recoveries), 0.99)];
const cascades = recoveries.filter(({ cascade }) => cascade.length > 0);
console.log(
  `all              ${String(recoveries.length).padStart(6)}   p50 ${seconds(p50)} s (limit ${P50_LIMIT_MS / 1000}), p99 ${seconds(p99)} s (limit ${P99_LIMIT_MS / 1000})`,
);
console.log(
  `cascades ${cascades.length} (limit 0)${cascades.map(({ kind, victim, cascade }) => `; ${kind} ${victim ?? ""} -> ${cascade.join(", ")}`).join("")}`,
);
console.log(`stopped on purpose and running again: ${revived.length} (limit 0)`);
process.exitCode = p50 <= P50_LIMIT_MS && p99 <= P99_LIMIT_MS && cascades.length === 0 && revived.length === 0 ? 0 : 1;
