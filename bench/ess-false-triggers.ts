/**
 * Runs the emergency stop, by each of its clocks, over the equity of accounts that hold recorded markets, and counts where it stopped without cause or did not stop with
 * one. The oracle is the largest fall from a peak, calculated apart from it. Run: node bench/ess-false-triggers.ts [folder of bars]
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { replayEquity } from "@quantum/ess/drill";

const ROOT = process.argv[2] ?? join(import.meta.dirname, "..", "..", "shared", "data", "um");
if (!existsSync(ROOT)) throw new Error(`no bars in ${ROOT}; name a folder that has subfolders of bars by interval`);
/** Shares of equity held, long and short: from a position no day can stop to one that many do. */
const SHARES = [-1, -0.3, 0.1, 0.3, 1];

for (const clock of ["real", "cycles"] as const) {
  let [hours, accounts, rightStops, falseStops, missedStops] = [0, 0, 0, 0, 0];
  for (const interval of readdirSync(ROOT).filter((name) => ["1m", "5m", "15m", "1h"].includes(name))) {
    const found = await replayEquity(join(ROOT, interval), { shares: SHARES, clock });
    const stops = { right: found.rightStops, false: found.falseStops, missed: found.missedStops };
    console.log(`clock ${clock}, ${interval}: ${found.accounts} account days, ${found.hours.toFixed(0)} hours, ${JSON.stringify(stops)}`);
    hours += found.hours;
    accounts += found.accounts;
    rightStops += found.rightStops;
    falseStops += found.falseStops;
    missedStops += found.missedStops;
  }
  console.log(
    `clock ${clock}, all: ${accounts} account days, ${hours.toFixed(0)} hours: ${falseStops} false stops, ${missedStops} missed, ${rightStops} right ones\n`,
  );
}
