/**
 * Mutation testing of the cores of ess and risk_safety: changes the source in hundreds of small ways and counts the changes no test notices. Prints the score
 * of each and ends with 1 when one is below its least. What was measured before and has not changed is not measured again. Run: npm run mutation [core]
 */
import { spawnSync } from "node:child_process";
import { CORES } from "./core-suite.mjs";

const chosen = process.argv.slice(2);
const unknown = chosen.filter((core) => !CORES.includes(core));
if (unknown.length > 0) {
  console.error(`mutation: there is no core ${unknown.join(", ")}; choose from ${CORES.join(", ")}`);
  process.exit(2);
}
let failed = false;
for (const core of chosen.length > 0 ? chosen : CORES) {
  console.log(`\nmutation testing of ${core}`);
  const env = { ...process.env, MUTATED_CORE: core };
  const stryker = "node_modules/@stryker-mutator/core/bin/stryker.js";
  const { status } = spawnSync("node_modules/.bin/node", [stryker, "run", "scripts/mutation.config.mjs"], { stdio: "inherit", env });
  failed ||= status !== 0;
}
process.exitCode = failed ? 1 : 0;
