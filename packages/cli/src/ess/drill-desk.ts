import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { CliFailure, EXIT } from "../failure.ts";
import { NODE_FLAGS } from "../launch/node-flags.ts";
import { REPOSITORY } from "../repository.ts";
import { newResultFolder } from "../result-folder.ts";

/** How often, and the folder of the report; null: among the drills in `.quantum`. */
interface DrillWish {
  readonly drills: number;
  readonly out: string | null;
  readonly json: boolean;
}

/** Runs the drill as a process of its own, which ends with this one. @returns the exit code. */
export async function drillDesk({ drills, out, json }: DrillWish): Promise<number> {
  const folder = out === null ? newResultFolder("drills") : resolve(out);
  makeReportFolder(folder);
  const args = [join(REPOSITORY, "bench", "ess-drill.ts"), String(drills), folder, ...(json ? ["--json"] : [])];
  const drill = spawn(process.execPath, [...NODE_FLAGS, ...args], { stdio: "inherit" });
  let interrupted = false;
  const interrupt = (signal: NodeJS.Signals): void => {
    interrupted = true;
    drill.kill(signal);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, interrupt);
  const [code] = (await once(drill, "exit")) as [number | null];
  if (interrupted) throw new CliFailure("interrupted; the drill was taken away", "start again when you are ready", EXIT.interrupted);
  return code === 0 ? EXIT.ok : EXIT.failed;
}

/** Before the drills, which take a while. */
function makeReportFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new CliFailure(`cannot write into ${folder} (${(error as NodeJS.ErrnoException).code})`, "name another folder with --out");
  }
}
