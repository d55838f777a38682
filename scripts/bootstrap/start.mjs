import { join } from "node:path";
import { NODE, ROOT } from "./places.mjs";
import { run } from "./run.mjs";

/** The main job: trade a market day with the whole fleet and show what came of it. Every module that exists takes part, in its first mode. */
export function startDay(args) {
  const command = join(ROOT, "packages", "cli", "src", "main.ts");
  return run(NODE, ["--disable-warning=ExperimentalWarning", command, "simulate-day", "--modules", "all", ...args], { cwd: ROOT });
}
