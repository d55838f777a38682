import { CliFailure } from "../failure.ts";
import { createHome, type Home } from "../home.ts";
import { ensureSecrets, readSecret } from "../secrets.ts";
import { type LauncherStatus, startControlServer } from "./control-server.ts";
import { Fleet, type FleetOptions } from "./fleet.ts";
import { readRecord, removeRecord, writeRecord } from "./launcher-record.ts";

export type LaunchOptions = Omit<FleetOptions, "signal">;

/** A fleet together with the door through which other commands reach it. */
export interface Launch {
  /** Resolves when the fleet is up; rejects with the reason when it cannot be. */
  readonly up: Promise<Fleet>;
  /** Resolves when somebody asked for the end (`./quantum down`). */
  readonly downRequested: Promise<void>;
  /** Stops everything, also in the middle of the start. */
  stop(): Promise<void>;
}

/** Starts a fleet in this process and takes commands for it. @throws CliFailure when this instance is up already. */
export async function launch(options: LaunchOptions): Promise<Launch> {
  createHome(options.home);
  ensureSecrets(options.home);
  refuseSecond(options.home);
  const abort = new AbortController();
  const asked = Promise.withResolvers<void>();
  const now: { phase: LauncherStatus["phase"]; step: string; problem: LauncherStatus["problem"]; fleet: Fleet | null } = {
    phase: "starting",
    step: "starting",
    problem: null,
    fleet: null,
  };
  const control = await startControlServer(
    { status: () => ({ ...now, fleet: now.fleet?.view() ?? null }), fleet: () => now.fleet, down: () => asked.resolve() },
    () => readSecret(options.home, "control-token"),
  );
  writeRecord(options.home, { pid: process.pid, controlPort: control.port, startedAt: Date.now() });
  const progress = (step: string) => {
    now.step = step;
    options.progress(step);
  };
  const up = Fleet.start({ ...options, progress, signal: abort.signal, controlPort: control.port }).then(
    (fleet) => {
      Object.assign(now, { phase: "up", step: "up", fleet });
      return fleet;
    },
    (error: Error) => {
      const fix = error instanceof CliFailure ? error.fix : `see ${options.home.logs}`;
      Object.assign(now, { phase: "failed", step: "failed", problem: { message: error.message, fix } });
      throw error;
    },
  );
  up.catch(() => undefined);
  let stopping: Promise<void> | null = null;
  const stopOnce = async () => {
    now.phase = "stopping";
    abort.abort(new CliFailure("the start was interrupted", "start again when you are ready"));
    await up.then(
      (fleet) => fleet.stop(),
      () => undefined,
    );
    removeRecord(options.home);
    control.close();
  };
  return {
    up,
    downRequested: asked.promise,
    stop: () => {
      stopping ??= stopOnce();
      return stopping;
    },
  };
}

function refuseSecond(home: Home): void {
  const running = readRecord(home);
  if (running) throw new CliFailure(`this instance is up already (launcher pid ${running.pid})`, `./quantum down ${home.selector}`.trim());
}
