import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { eventually } from "../eventually.ts";
import { ask } from "./ask.ts";

const HEALTHY_WITHIN_MS = 20_000;

/** A service that runs as a process of its own. */
export interface ServiceProcess {
  readonly port: number;
  /** Sends a signal and waits for the end: its exit code, or the signal that ended it. */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<readonly [code: number | null, signal: string | null]>;
}

/** Starts a service's main file with this environment; resolves once it says that it is healthy. */
export async function spawnService(main: URL, env: Readonly<Record<string, string>>): Promise<ServiceProcess> {
  const port = Number(env.PORT);
  const child = spawn(process.execPath, [main.pathname], { env: { ...process.env, ...env }, stdio: "ignore" });
  const settled = async (): Promise<boolean> => hasEnded(child) || (await isHealthy(port));
  try {
    await eventually(settled, { withinMs: HEALTHY_WITHIN_MS, what: `${main.pathname} healthy on port ${port}` });
    if (hasEnded(child)) throw new Error(`${main.pathname} ended: code ${child.exitCode}, signal ${child.signalCode}`);
  } catch (error) {
    await end(child, "SIGKILL");
    throw error;
  }
  return { port, end: (signal) => end(child, signal) };
}

async function isHealthy(port: number): Promise<boolean> {
  return (await ask<{ status: string }>(port, "/health")).body.status === "HEALTHY";
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<readonly [number | null, string | null]> {
  if (!hasEnded(child)) {
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }
  return [child.exitCode, child.signalCode];
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
