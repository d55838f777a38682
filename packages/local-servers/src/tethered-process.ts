import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import type { Account } from "./account.ts";
import { findExecutable } from "./executable.ts";

/** A child process that ends when its parent ends, however the parent ends (where the system can do that: Linux). */
export interface TetherOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** Output is appended here. */
  readonly logFile: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly account?: Account | null;
  /** The signal the system sends the child when the parent is gone. */
  readonly farewell: "TERM" | "INT" | "QUIT" | "KILL";
}

const setpriv = process.platform === "linux" ? findExecutable(["setpriv"]) : null;

/**
 * Starts a child with its own process group, so that a Ctrl-C on the terminal reaches only the parent, which then stops
 * its children in order. `setpriv --pdeathsig` has the kernel end it with the parent; it replaces itself by the command,
 * so the pid is the command's.
 */
export function spawnTethered(options: TetherOptions): ChildProcess {
  const log = openSync(options.logFile, "a", 0o640);
  try {
    const account = options.account ?? null;
    const [command, args] = setpriv ? [setpriv, setprivArguments(options, account)] : [options.command, [...options.args]];
    return spawn(command, args, {
      stdio: ["ignore", log, log],
      detached: true,
      env: options.env ?? process.env,
      ...(account && !setpriv ? { uid: account.uid, gid: account.gid } : {}),
    });
  } finally {
    closeSync(log);
  }
}

function setprivArguments(options: TetherOptions, account: Account | null): string[] {
  const identity = account ? ["--reuid", String(account.uid), "--regid", String(account.gid), "--clear-groups"] : [];
  return [...identity, "--pdeathsig", options.farewell, "--", options.command, ...options.args];
}

/** Resolves when the child has ended; at once when it has already. */
export function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return Promise.resolve();
  return new Promise((resolve) => child.once("exit", () => resolve()));
}

/** Asks a child to end, and makes it end when it has not done so in time. */
export async function stopProcess(child: ChildProcess, how: { signal: NodeJS.Signals; withinMs: number }): Promise<void> {
  const gone = ended(child);
  if (!child.kill(how.signal)) return gone;
  const timer = setTimeout(() => child.kill("SIGKILL"), how.withinMs);
  await gone;
  clearTimeout(timer);
}
