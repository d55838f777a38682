import type { ChildProcess } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { lastLines, spawnTethered, stopProcess } from "@quantum/local-servers";
import { type Crash, REMEMBERED_FOR_MS, waitBeforeRestartMs } from "./back-off.ts";
import { boundLog } from "./bounded-log.ts";
import { askHealth, type Health } from "./health-check.ts";

/** How one service is run. */
export interface ServicePlan {
  readonly name: string;
  readonly port: number;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** Ended like after a crash when it was healthy once and /health has not answered for this long; absent: nobody but a person ends it. */
  readonly killAfterSilenceMs?: number;
}

/**
 * waiting: not started yet. starting: up, not healthy so far. healthy and unhealthy: what /health says. backing-off: it crashed
 * and will be started again. stopped: on purpose; stays so.
 */
export type ServiceState = "waiting" | "starting" | "healthy" | "unhealthy" | "backing-off" | "stopped";

const LOOK_WHILE_STARTING_MS = 50;
const LOOK_WHILE_RUNNING_MS = 1000;
const STOP_WITHIN_MS = 12_000;

/** One service as a child process: started, watched, restarted with back-off when it crashes, never when it was stopped on purpose. */
export class ServiceProcess {
  readonly plan: ServicePlan;
  state: ServiceState = "waiting";
  pid: number | null = null;
  health: Health | null = null;
  restarts = 0;
  /** Crashes since it was last healthy. */
  failedStarts = 0;
  startedAt: number | null = null;
  /** From start of the process to its first 200. */
  startupMs: number | null = null;
  lastExit: string | null = null;
  #child: ChildProcess | null = null;
  #timer: NodeJS.Timeout | null = null;
  #crashes: readonly Crash[] = [];

  constructor(plan: ServicePlan) {
    this.plan = plan;
  }

  /** Starts it, also after it was stopped on purpose. Does nothing when it runs. */
  start(): void {
    if (this.#child) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.state = "starting";
    this.health = null;
    this.startupMs = null;
    this.startedAt = Date.now();
    const child = spawnTethered({ ...this.plan, farewell: "TERM" });
    this.#child = child;
    this.pid = child.pid ?? null;
    child.once("error", (error) => this.#ended(child, `could not be started: ${error.message}`));
    child.once("exit", (code, signal) => this.#ended(child, signal ? `ended by ${signal}` : `ended with exit code ${code}`));
    void this.#watch(child);
  }

  /** Stops it on purpose: it says goodbye, and stays stopped until it is started. */
  async stop(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.state = "stopped";
    if (this.#child) await stopProcess(this.#child, { signal: "SIGTERM", withinMs: STOP_WITHIN_MS });
  }

  /** Ends it without warning, as a crash would; it is then restarted like after one. */
  kill(): boolean {
    return this.#child?.kill("SIGKILL") ?? false;
  }

  /** Ends it without warning and has it started again, also when it is frozen. False when it was stopped on purpose: then it stays so. */
  restart(): boolean {
    if (this.state === "stopped") return false;
    // What is starting again already needs no second push.
    this.kill();
    return true;
  }

  /** The end of its log, for an error message. */
  logTail(lines: number): string {
    return lastLines(this.plan.logFile, lines);
  }

  #ended(child: ChildProcess, how: string): void {
    if (this.#child !== child) return;
    this.#child = null;
    this.pid = null;
    this.health = null;
    this.lastExit = how;
    if (this.state === "stopped") return;
    this.failedStarts = this.startupMs === null ? this.failedStarts + 1 : 0;
    const now = Date.now();
    this.#crashes = [
      ...this.#crashes.filter((crash) => now - crash.at < REMEMBERED_FOR_MS),
      { at: now, wasHealthy: this.startupMs !== null },
    ];
    this.state = "backing-off";
    this.#timer = setTimeout(
      () => {
        this.restarts += 1;
        this.#timer = null;
        this.start();
      },
      waitBeforeRestartMs(this.#crashes, now),
    );
  }

  async #watch(child: ChildProcess): Promise<void> {
    let answeredAt = performance.now();
    while (this.#child === child) {
      const answer = await askHealth(this.plan.port);
      if (this.#child !== child || this.state === "stopped") return;
      if (answer) this.health = answer.health;
      const now = performance.now();
      if (answer) answeredAt = now;
      else if (this.startupMs !== null && now - answeredAt > (this.plan.killAfterSilenceMs ?? Number.POSITIVE_INFINITY)) this.kill();
      // At the start DEGRADED means: still waiting for its lease, and not yet in the mode it was left in.
      if (answer?.ok && (this.startupMs !== null || answer.health.status !== "DEGRADED")) this.#isHealthy();
      else if (this.state === "healthy") this.state = "unhealthy";
      boundLog(this.plan.logFile);
      await pause(this.startupMs === null ? LOOK_WHILE_STARTING_MS : LOOK_WHILE_RUNNING_MS, undefined, { ref: false });
    }
  }

  #isHealthy(): void {
    this.state = "healthy";
    this.failedStarts = 0;
    this.startupMs ??= Date.now() - (this.startedAt ?? Date.now());
  }
}
