import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { postgresFolder } from "@quantum/local-servers";
import { busKeys, connectRedis, untilReady } from "@quantum/service-kit/bus";
import { homeOf } from "../../src/home.ts";
import type { Fleet } from "../../src/launch/fleet.ts";
import { launch } from "../../src/launch/launcher.ts";
import { type Fault, inject, needsNewProcess, planFaults } from "./faults.ts";

/** What became of one fault. */
export interface Recovery extends Fault {
  /** From the fault (for an outage: from its begin) until everybody was healthy again; null: not within the time. */
  readonly recoveryMs: number | null;
  /** Services that got a new process although nothing had been done to them. */
  readonly cascade: readonly string[];
}

/** A whole drill. */
export interface DrillResult {
  readonly recoveries: readonly Recovery[];
  /** Services stopped on purpose that ran again at the end. */
  readonly revived: readonly string[];
  readonly services: number;
}

export interface DrillRequest {
  readonly faults: number;
  readonly seed: number;
  /** Services that take part; self_healing is one of them. */
  readonly services: readonly string[];
  /** Stopped on purpose before the first fault. */
  readonly stopped: readonly string[];
  readonly note: (line: string) => void;
  readonly env: NodeJS.ProcessEnv;
}

const RECOVER_WITHIN_MS = 90_000;
const LOOK_MS = 100;
const ROW_FRESH_MS = 2_500;
/** A quiet moment after everybody is well: what comes later than the fault is still counted to it. */
const QUIET_MS = 1_500;

/** Breaks a running fleet again and again, and measures how long it takes to be whole. */
export async function runDrill(request: DrillRequest): Promise<DrillResult> {
  const home = homeOf(`runs/fault-drill-${process.pid}`);
  const running = await launch({
    home,
    ports: "auto",
    market: { dataFolder: null, date: "2023-07-13", symbols: "8", interval: "5m", clock: "paced", speed: 60, seed: 1, walletUsd: 10_000 },
    only: request.services,
    env: request.env,
    progress: request.note,
  });
  try {
    const fleet = await running.up;
    for (const name of request.stopped) await fleet.stopService(name);
    const victims = request.services.filter((name) => !request.stopped.includes(name));
    await untilWell(fleet, { since: 0 });
    const recoveries: Recovery[] = [];
    for (const fault of planFaults(request.faults, victims, request.seed)) {
      const recovery = await suffer(fleet, fault);
      recoveries.push(recovery);
      request.note(describe(recovery, recoveries.length));
    }
    const revived = request.stopped.filter((name) => fleet.service(name).state !== "stopped");
    return { recoveries, revived, services: request.services.length };
  } finally {
    await running.stop();
    // The logs stay, for whoever wants to know why.
    for (const folder of [postgresFolder(join(home.data, "postgres")), home.data]) rmSync(folder, { recursive: true, force: true });
  }
}

function describe({ kind, victim, recoveryMs, cascade }: Recovery, number: number): string {
  const spread = cascade.length > 0 ? ` CASCADE ${cascade.join(", ")}` : "";
  return `${number}. ${kind} ${victim ?? ""}: ${recoveryMs === null ? "NOT RECOVERED" : `${(recoveryMs / 1000).toFixed(1)} s`}${spread}`;
}

async function suffer(fleet: Fleet, fault: Fault): Promise<Recovery> {
  const before = pidsOf(fleet);
  const startedAt = Date.now();
  await inject(fleet, fault);
  const injectedAt = Date.now();
  const isNew = (): boolean => {
    const pid = fault.victim === null ? null : fleet.service(fault.victim).pid;
    return pid !== null && pid !== before.get(fault.victim as string);
  };
  const well = await untilWell(fleet, { since: injectedAt, ...(needsNewProcess(fault) ? { also: isNew } : {}) });
  await pause(QUIET_MS);
  const cascade = [...pidsOf(fleet)].filter(([name, pid]) => name !== fault.victim && pid !== before.get(name)).map(([name]) => name);
  return { ...fault, recoveryMs: well === null ? null : well - startedAt, cascade };
}

function pidsOf(fleet: Fleet): Map<string, number | null> {
  return new Map([...fleet.services].map(([name, { pid }]) => [name, pid]));
}

/** The moment at which every service that was not stopped on purpose is healthy by its own fresh word and the desk is reconciled; null when that takes too long. */
async function untilWell(fleet: Fleet, asked: { since: number; also?: () => boolean }): Promise<number | null> {
  const redis = connectRedis(fleet.servers.redisUrl, () => undefined);
  const deadline = Date.now() + RECOVER_WITHIN_MS;
  try {
    while (Date.now() < deadline) {
      await pause(LOOK_MS);
      if (asked.also && !asked.also()) continue;
      try {
        await untilReady(redis, AbortSignal.timeout(2_000));
        if ((await allSayWell(fleet, await redis.hgetall(busKeys("quantum").fleet), asked.since)) && (await isReconciled(fleet)))
          return Date.now();
      } catch {
        // Not well yet: the bus or the gateway does not answer.
      }
    }
    return null;
  } finally {
    redis.disconnect();
  }
}

async function allSayWell(fleet: Fleet, rows: Readonly<Record<string, string>>, since: number): Promise<boolean> {
  for (const [name, service] of fleet.services) {
    if (service.state === "stopped") continue;
    if (service.state !== "healthy") return false;
    // The exchange is not on the bus; the launcher asks it once a second.
    if (name === "exchange_simulator") continue;
    const row = JSON.parse(rows[name] ?? "null") as { status: string; at: number } | null;
    if (row?.status !== "HEALTHY" || row.at < since || Date.now() - row.at > ROW_FRESH_MS) return false;
  }
  return true;
}

async function isReconciled(fleet: Fleet): Promise<boolean> {
  const port = fleet.service("execution").plan.port;
  const answer = await fetch(`http://127.0.0.1:${port}/reconciliation`, { signal: AbortSignal.timeout(1_000) });
  const { reduceOnly } = (await answer.json()) as { reduceOnly: Record<string, unknown> };
  return Object.keys(reduceOnly).length === 0;
}
