import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { type LaunchOptions, launch } from "./launcher.ts";

/** How long a failed launcher stays reachable, so that `up` can read why. */
const EXPLAIN_FOR_MS = 3000;

/** The background process behind `./quantum up`. Its options are in the file named by its argument. */
const options = JSON.parse(readFileSync(process.argv[2] as string, "utf8")) as Omit<LaunchOptions, "progress" | "env">;
const running = await launch({ ...options, env: process.env, progress: (step) => console.log(`${new Date().toISOString()} ${step}`) });
const signalled = new Promise<void>((resolve) => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => resolve());
});
const failed = running.up.then(
  () => new Promise<void>(() => undefined),
  async (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
    await pause(EXPLAIN_FOR_MS);
  },
);
await Promise.race([signalled, running.downRequested, failed]);
await running.stop();
process.exit();
