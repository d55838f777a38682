import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** ess as a process of its own. */
export interface EssProcess {
  readonly url: string;
  readonly child: ChildProcess;
  get(path: string): Promise<{ status: number; json: Record<string, unknown> }>;
  post(path: string, body: unknown, token?: string): Promise<{ status: number; json: Record<string, unknown> }>;
  kill(signal?: NodeJS.Signals): Promise<void>;
}

const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const START_WITHIN_MS = 20_000;

/** Starts ess with these variables and waits until it listens. */
export async function startEssProcess(env: Readonly<Record<string, string>>): Promise<EssProcess> {
  const child = spawn(process.execPath, [MAIN], { env: { PATH: process.env.PATH, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const port = await portOf(child);
  const url = `http://127.0.0.1:${port}`;
  const call = async (path: string, init?: RequestInit) => {
    const response = await fetch(`${url}${path}`, init);
    return { status: response.status, json: (await response.json()) as Record<string, unknown> };
  };
  const post: EssProcess["post"] = (path, body, token = env.CONTROL_TOKEN ?? "") =>
    call(path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    });
  const kill = async (signal: NodeJS.Signals = "SIGKILL"): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
  };
  return { url, child, get: (path) => call(path), post, kill };
}

/** The port ess says in its first log line; what it wrote to stderr when it ends instead. */
function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let out = "";
    let problem = "";
    const timer = setTimeout(() => reject(new Error(`ess did not start within ${START_WITHIN_MS} ms: ${problem}`)), START_WITHIN_MS);
    child.stderr?.on("data", (chunk) => {
      problem += String(chunk);
    });
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`ess ended with ${code}: ${problem}`));
    });
    child.stdout?.on("data", (chunk) => {
      if (timer.hasRef() === false) return;
      out += String(chunk);
      const port = /"port":(\d+)/.exec(out)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      out = "";
      resolve(Number(port));
    });
  });
}
