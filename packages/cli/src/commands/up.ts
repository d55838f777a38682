import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { CliFailure } from "../failure.ts";
import { createHome, type Home } from "../home.ts";
import type { LauncherStatus } from "../launch/control-server.ts";
import { chooseServices } from "../launch/fleet.ts";
import type { LaunchOptions } from "../launch/launcher.ts";
import { LauncherClient } from "../launch/launcher-client.ts";
import type { ModuleMode } from "../launch/modules.ts";
import { NODE_FLAGS } from "../launch/node-flags.ts";
import type { PortChoice } from "../launch/port-plan.ts";
import type { MarketChoice } from "../launch/service-environment.ts";
import { ensureSecrets } from "../secrets.ts";

export interface UpRequest {
  readonly home: Home;
  readonly ports: PortChoice;
  readonly market: MarketChoice;
  readonly only: readonly string[] | null;
  readonly moduleMode: ModuleMode | null;
  /** Workers that share the symbols with ai_engine. */
  readonly aiWorkers?: number;
  readonly progress: (step: string) => void;
}

/** What came of `up`: the fleet as it is now, and whether this command started it. */
export interface UpResult {
  readonly already: boolean;
  readonly status: LauncherStatus;
}

const LAUNCHER_ANSWERS_WITHIN_MS = 10_000;
const LAUNCHER_ENDS_WITHIN_MS = 60_000;

/** Starts the fleet in the background and returns when all services are healthy. */
export async function up(request: UpRequest): Promise<UpResult> {
  const running = LauncherClient.find(request.home);
  if (running && (await stays(running, request))) return { already: true, status: await untilUp(request) };
  chooseServices(request.only);
  createHome(request.home);
  ensureSecrets(request.home);
  startDaemon(request);
  return { already: false, status: await untilUp(request) };
}

/** Whether a launcher that is there is one to go on with. One that failed or is being stopped is waited away. */
async function stays(launcher: LauncherClient, { home, progress }: UpRequest): Promise<boolean> {
  const deadline = Date.now() + LAUNCHER_ENDS_WITHIN_MS;
  let told = false;
  for (;;) {
    // Gone since the last look: nothing to wait for.
    if (LauncherClient.find(home)?.pid !== launcher.pid) return false;
    const status = await launcher.status().catch(() => null);
    if (status?.phase === "up" || status?.phase === "starting") return true;
    if (Date.now() > deadline)
      throw new CliFailure(
        `the launcher before (pid ${launcher.pid}) does not end`,
        `look at ${launcherLog(home)}; as a last resort: kill ${launcher.pid}`,
      );
    if (!told) progress("waiting for the launcher before, which is ending");
    told = true;
    await pause(50);
  }
}

function startDaemon(request: UpRequest): void {
  const { progress: _, ...given } = request;
  const options: Omit<LaunchOptions, "progress" | "env"> = given;
  const optionsFile = join(request.home.run, "options.json");
  writeFileSync(optionsFile, JSON.stringify(options), { mode: 0o600 });
  const log = openSync(launcherLog(request.home), "a", 0o640);
  const script = join(import.meta.dirname, "..", "launch", "daemon.ts");
  const daemon = spawn(process.execPath, [...NODE_FLAGS, script, optionsFile], { detached: true, stdio: ["ignore", log, log] });
  daemon.unref();
  closeSync(log);
}

async function untilUp(request: UpRequest): Promise<LauncherStatus> {
  const client = await untilLauncherAnswers(request.home);
  let shown = "";
  for (;;) {
    const status = await client.status().catch(() => null);
    if (status === null)
      throw new CliFailure(`the launcher ended:\n${logTail(request.home)}`, `the whole log is in ${launcherLog(request.home)}`);
    if (status.step !== shown) request.progress(status.step);
    shown = status.step;
    if (status.problem) throw new CliFailure(status.problem.message, status.problem.fix);
    if (status.phase === "up") return status;
    await pause(50);
  }
}

async function untilLauncherAnswers(home: Home): Promise<LauncherClient> {
  const deadline = Date.now() + LAUNCHER_ANSWERS_WITHIN_MS;
  for (;;) {
    const client = LauncherClient.find(home);
    if (client) return client;
    if (Date.now() > deadline)
      throw new CliFailure(`the launcher did not start:\n${logTail(home)}`, `the whole log is in ${launcherLog(home)}`);
    await pause(30);
  }
}

/** Log of the background launcher. */
export function launcherLog(home: Home): string {
  return join(home.logs, "launcher.log");
}

function logTail(home: Home): string {
  return readFileSync(launcherLog(home), "utf8").trimEnd().split("\n").slice(-8).join("\n");
}
