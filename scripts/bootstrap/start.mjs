import { join } from "node:path";
import { NODE, ROOT } from "./places.mjs";
import { run } from "./run.mjs";

/** The main job: trade a market day and show what came of it. */
export function startDay(args) {
  const command = join(ROOT, "packages", "cli", "src", "main.ts");
  return run(NODE, ["--disable-warning=ExperimentalWarning", command, "simulate-day", ...args], { cwd: ROOT });
}
