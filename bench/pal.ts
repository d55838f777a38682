/**
 * A million random price paths with gaps through the amplifier: every action done as advised and held against its invariants. Prints what was
 * advised, every violation, and processor time per advice.
 * Run: node bench/pal.ts [paths]
 */
import { walkPaths } from "../services/pal/test/price-paths.ts";

const PATHS = Number(process.argv[2] ?? 1_000_000);
const PATHS_PER_ROUND = 50_000;
const STEPS = 8;
const SHOWN = 10;

const before = process.cpuUsage();
const total = { advised: 0, violations: 0, actions: {} as Record<string, number> };
for (let done = 0; done < PATHS; done += PATHS_PER_ROUND) {
  const round = walkPaths({ paths: Math.min(PATHS_PER_ROUND, PATHS - done), steps: STEPS, seed: `bench-${done}` });
  total.advised += round.advised;
  for (const broken of round.violations.slice(0, Math.max(0, SHOWN - total.violations))) console.log(`VIOLATION from ${done}: ${broken}`);
  total.violations += round.violations.length;
  for (const [action, times] of Object.entries(round.actions)) total.actions[action] = (total.actions[action] ?? 0) + times;
}
const { user, system } = process.cpuUsage(before);
console.log(`${PATHS} paths, ${total.advised} pieces of advice, ${total.violations} violations`);
console.table(total.actions);
console.log(`${((user + system) / total.advised).toFixed(1)} us of processor time per advice, the path included (node ${process.version})`);
process.exitCode = total.violations === 0 ? 0 : 1;
