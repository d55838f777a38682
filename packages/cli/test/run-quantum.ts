import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { REPOSITORY } from "../src/repository.ts";

/** What a run of the command said. */
export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Starts `./quantum` as an operator would who stands in `from`, with homes in a folder of its own. */
export function startQuantum(home: string, args: readonly string[], from?: string): { child: ChildProcess; ended: Promise<Said> } {
  const env = { ...process.env, QUANTUM_HOME: home, NODE_OPTIONS: "" };
  const child = spawn(join(REPOSITORY, "quantum"), args, { env, cwd: from ?? process.cwd(), stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  const ended = new Promise<Said>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, out, err }));
  });
  return { child, ended };
}

/** Runs `./quantum` to its end. */
export function quantum(home: string, ...args: string[]): Promise<Said> {
  return startQuantum(home, args).ended;
}

/** Runs `./quantum ... --json` and parses what it printed. */
export async function quantumJson<T>(home: string, ...args: string[]): Promise<T> {
  const said = await quantum(home, ...args, "--json");
  try {
    return JSON.parse(said.out) as T;
  } catch {
    throw new Error(`quantum ${args.join(" ")} ended with ${said.code} and printed no JSON:\n${said.out}\n${said.err}`);
  }
}
