import type { Command } from "commander";
import { CliFailure, EXIT } from "./failure.ts";
import { note } from "./output.ts";

/** Runs a command's work; a failure is told as what is wrong and what to do, and becomes the exit code. */
export function guarded<Options extends { json?: boolean }>(
  work: (options: Options, args: readonly string[]) => Promise<number | undefined>,
): (...given: unknown[]) => Promise<void> {
  return async (...given) => {
    const command = given.at(-1) as Command;
    const options = command.optsWithGlobals<Options>();
    try {
      process.exitCode = (await work(options, command.args)) ?? EXIT.ok;
    } catch (error) {
      process.exitCode = tell(error as Error, options.json === true);
    }
  };
}

/** Prints a failure; returns the exit code that goes with it. */
export function tell(error: Error, json: boolean): number {
  const known = error instanceof CliFailure;
  const problem = known ? error.message : (error.message ?? String(error));
  const fix = known ? error.fix : fixFor(error);
  if (json) note(JSON.stringify({ problem, fix }));
  else note(`${problem}\n  -> ${fix}`);
  if (!known && process.env.QUANTUM_TRACE) note(error.stack ?? "");
  return known ? error.exitCode : EXIT.failed;
}

function fixFor(error: Error): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOSPC") return "the disk is full: free some space, or use another folder (QUANTUM_HOME, --to)";
  if (code === "EACCES" || code === "EPERM") return "check the permissions of that path, or use another folder (QUANTUM_HOME, --to)";
  if (code === "ENOENT") return "check the path";
  return "./quantum doctor looks for common causes; QUANTUM_TRACE=1 shows where it happened";
}
