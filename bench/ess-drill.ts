/**
 * Proves the emergency stop: an exchange with 200 entry orders of both classes and 20 positions, with rejects, lost answers and books too
 * thin for one order, Redis and Postgres away. Prints p50 and p99 and writes the report.
 * Run: node bench/ess-drill.ts [drills] [report file]
 */
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { renderDrillReport, runDrills } from "@quantum/ess/drill";

const DRILLS = Number(process.argv[2] ?? 30);
const FILE = process.argv[3] ?? "ess-drill.md";
const FAULTS = { rejectRatio: 0.15, serverErrorRatio: 0.03, lostAckRatio: 0.03, latencyMs: 5, onlyPaths: ["/fapi"] };

const results = await runDrills({
  drills: DRILLS,
  symbols: 20,
  seed: 8012,
  faults: FAULTS,
  onResult: (result, number) =>
    console.log(
      `drill ${number}: last cancel ${result.lastCancelMs.toFixed(0)} ms, flat ${result.flatMs.toFixed(0)} ms, ${result.faults} faults, bare looks ${result.bareLooks}, left ${JSON.stringify(result.left)}`,
    ),
});
const report = renderDrillReport(results, {
  machine: `${cpus().length} x ${cpus()[0]?.model}`,
  measuredAt: new Date().toISOString().slice(0, 10),
  faults: "15 % of orders rejected, 3 % of requests answered with 503, 3 % of answers lost, 5 ms latency",
});
writeFileSync(FILE, report);
console.log(`\n${report}\nwritten to ${FILE}`);
