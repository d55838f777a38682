/**
 * Proves the emergency stop: an exchange with 200 entry orders of both classes and 20 positions, with rejects, lost answers and books too
 * thin for one order, Redis and Postgres away. Prints p50 and p99 and writes the report as Markdown and as JSON; ends with 1 when a target is missed.
 * Run: node bench/ess-drill.ts [drills] [folder of the report] [--json]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { drillFigures, renderDrillReport, runDrills } from "@quantum/ess/drill";

const [drills = "30", out = ".quantum/drills/bench"] = process.argv.slice(2).filter((word) => word !== "--json");
const json = process.argv.includes("--json");
const FAULTS = { rejectRatio: 0.15, serverErrorRatio: 0.03, lostAckRatio: 0.03, latencyMs: 5, onlyPaths: ["/fapi"] };

const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => interrupted.abort(new Error("interrupted")));

mkdirSync(out, { recursive: true });
const results = await runDrills({
  drills: Number(drills),
  symbols: 20,
  seed: 8012,
  faults: FAULTS,
  signal: interrupted.signal,
  onResult: (result, number) =>
    process.stderr.write(
      `drill ${number}: last cancel ${result.lastCancelMs.toFixed(0)} ms, flat ${result.flatMs.toFixed(0)} ms, ${result.faults} faults, bare looks ${result.bareLooks}, left ${JSON.stringify(result.left)}\n`,
    ),
}).catch((error: unknown) => {
  if (!interrupted.signal.aborted) throw error;
  process.exit(130);
});
const place = {
  machine: `${cpus().length} x ${cpus()[0]?.model}`,
  measuredAt: new Date().toISOString().slice(0, 10),
  faults: "15 % of orders rejected, 3 % of requests answered with 503, 3 % of answers lost, 5 ms latency",
};
const figures = drillFigures(results);
const report = renderDrillReport(results, place);
const [text, numbers] = [join(out, "report.md"), join(out, "report.json")];
writeFileSync(text, report);
writeFileSync(numbers, `${JSON.stringify({ ...place, ...figures, results }, null, 2)}\n`);
console.log(json ? JSON.stringify({ ...figures, report: text }, null, 2) : `\n${report}\nwritten to ${text} and ${numbers}`);
process.exitCode = figures.passed ? 0 : 1;
