import { ConfigError, readConfig } from "@quantum/service-kit/config";
import { PortInUseError } from "@quantum/service-kit/http";
import { checkedKeys, environment } from "./config.ts";
import { NAME, type StopRequest } from "./core/index.ts";
import { type RunningEss, startEss } from "./start.ts";

/** How long a graceful stop may take before the process is ended anyway. */
const STOP_WAIT_MS = 10_000;

/** Runs ess as this process. SIGUSR2 halts the desk; SIGTERM and SIGINT end the process. Exit codes: 0 stopped, 1 failed, 78 unusable configuration. */
export async function runEss(env: NodeJS.ProcessEnv): Promise<void> {
  let running: RunningEss | null = null;
  let toldEarly = false;
  // Heard from the first moment on: unheard, this signal would end the process.
  process.on("SIGUSR2", () => {
    if (running) running.stopNow(BY_SIGNAL);
    else toldEarly = true;
  });
  try {
    const config = readConfig(NAME, environment, env);
    checkedKeys(config);
    running = await startEss(config);
    if (toldEarly) running.stopNow(BY_SIGNAL);
    await untilSignal(running);
    process.exit(0);
  } catch (error) {
    const known = error instanceof ConfigError || error instanceof PortInUseError;
    process.stderr.write(`${NAME}: ${known ? error.message : ((error as Error).stack ?? String(error))}\n`);
    process.exit(error instanceof ConfigError ? 78 : 1);
  }
}

const BY_SIGNAL: StopRequest = { level: "HALT", close: false, by: "signal SIGUSR2", reason: "the process was told to stop the desk" };

async function untilSignal(ess: RunningEss): Promise<void> {
  const signal = await new Promise<string>((resolve) => {
    process.once("SIGTERM", () => resolve("SIGTERM"));
    process.once("SIGINT", () => resolve("SIGINT"));
  });
  setTimeout(() => process.exit(1), STOP_WAIT_MS).unref();
  await ess.stop(signal);
}
