import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startPostgres } from "@quantum/local-servers";
import { busKeys, connectRedis, untilReady } from "@quantum/service-kit/bus";
import type { Fleet } from "../../src/launch/fleet.ts";
import { readSecret } from "../../src/secrets.ts";

/** What can be done to a fleet. Those that name no victim befall what all use. */
export const KINDS = [
  "kill",
  "freeze",
  "block",
  "stall",
  "corrupt",
  "redis-pause",
  "redis-freeze",
  "postgres-stop",
  "exchange-errors",
] as const;
export type Kind = (typeof KINDS)[number];

/** One fault: what, and to whom (null: to all). */
export interface Fault {
  readonly kind: Kind;
  readonly victim: string | null;
}

/** How long Redis stands still, Postgres is gone and the exchange answers errors. */
const OUTAGE_MS = 3_000;
const OUTSIDE: readonly Kind[] = ["redis-pause", "redis-freeze", "postgres-stop", "exchange-errors"];
/** These run without the kit's shell, so they have no drill route and no saved state on the bus. */
const WITHOUT_SHELL = ["ess", "exchange_simulator"];
/** Their state is never set aside by a machine. */
const KEEPERS = ["execution", "trading_bot", "risk_safety", "portfolio_intelligence", "ess", "self_healing", "exchange_simulator"];
/** Reads streams only rarely or never, or is the healer itself. */
const NOT_STALLED = ["self_healing", "dashboard", "clm"];

/** So many faults over all services and kinds, in an order that a seed fixes. */
export function planFaults(count: number, services: readonly string[], seed: number): Fault[] {
  const order = shuffled(seed);
  const of = (kind: Kind, victims: readonly string[]): Fault[] => victims.map((victim) => ({ kind, victim }));
  const shelled = services.filter((name) => !WITHOUT_SHELL.includes(name));
  const rounds = (): Fault[] =>
    order([
      ...of("kill", services),
      ...of("freeze", services),
      ...of("block", shelled),
      ...of(
        "stall",
        shelled.filter((name) => !NOT_STALLED.includes(name)),
      ),
      ...of(
        "corrupt",
        services.filter((name) => !KEEPERS.includes(name)),
      ),
      ...OUTSIDE.flatMap((kind) => Array.from({ length: 3 }, () => ({ kind, victim: null }))),
    ]);
  const plan: Fault[] = [];
  while (plan.length < count) plan.push(...rounds());
  return plan.slice(0, count);
}

/** Does it. Resolves when the fault is there (for what passes by itself: when it has passed). */
export async function inject(fleet: Fleet, fault: Fault): Promise<void> {
  const { kind, victim } = fault;
  if (kind === "redis-pause") return redisPause(fleet);
  if (kind === "redis-freeze") return freezeForAWhile(fleet.servers.redis?.pid);
  if (kind === "postgres-stop") return postgresAway(fleet);
  if (kind === "exchange-errors") return exchangeErrors(fleet);
  const service = fleet.service(victim as string);
  if (kind === "kill") service.kill();
  else if (kind === "freeze") process.kill(service.pid as number, "SIGSTOP");
  else if (kind === "corrupt") await corrupt(fleet, victim as string);
  else await ask(fleet, service.plan.port, { path: "/drill", body: { fault: kind, forMs: 300_000 } });
}

/** True for faults that end only when the victim's process is another one. */
export function needsNewProcess({ victim }: Fault): boolean {
  return victim !== null;
}

async function corrupt(fleet: Fleet, victim: string): Promise<void> {
  const redis = connectRedis(fleet.servers.redisUrl, () => undefined);
  try {
    await untilReady(redis, AbortSignal.timeout(5_000));
    fleet.service(victim).kill();
    while (fleet.service(victim).pid !== null) await pause(1);
    await redis.hset(busKeys("quantum").state(victim), "core", '{"broken":');
  } finally {
    redis.disconnect();
  }
}

async function redisPause(fleet: Fleet): Promise<void> {
  const redis = connectRedis(fleet.servers.redisUrl, () => undefined);
  try {
    await untilReady(redis, AbortSignal.timeout(5_000));
    await redis.call("CLIENT", "PAUSE", String(OUTAGE_MS), "ALL");
    await pause(OUTAGE_MS);
  } finally {
    redis.disconnect();
  }
}

async function freezeForAWhile(pid: number | undefined): Promise<void> {
  if (pid === undefined) throw new Error("this fleet does not run its own Redis");
  process.kill(pid, "SIGSTOP");
  await pause(OUTAGE_MS);
  process.kill(pid, "SIGCONT");
}

async function postgresAway(fleet: Fleet): Promise<void> {
  const { postgres } = fleet.servers;
  if (!postgres) throw new Error("this fleet does not run its own Postgres");
  await postgres.stop();
  await pause(OUTAGE_MS);
  const again = await startPostgres({
    folder: join(fleet.home.data, "postgres"),
    port: postgres.port,
    password: readSecret(fleet.home, "postgres-password"),
    logFile: join(fleet.home.logs, "postgres.log"),
    durable: true,
  });
  Object.assign(fleet.servers, { postgres: again });
}

async function exchangeErrors(fleet: Fleet): Promise<void> {
  const port = fleet.ports.services.exchange_simulator as number;
  await ask(fleet, port, { path: "/control/faults", body: { serverErrorRatio: 1, lostAckRatio: 0.5, onlyPaths: ["/fapi"], seed: 7 } });
  await pause(OUTAGE_MS);
  await ask(fleet, port, { path: "/control/faults", method: "DELETE" });
}

async function ask(fleet: Fleet, port: number, about: { path: string; method?: string; body?: unknown }): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}${about.path}`, {
    method: about.method ?? "POST",
    headers: { authorization: `Bearer ${readSecret(fleet.home, "control-token")}`, "content-type": "application/json" },
    body: about.body === undefined ? null : JSON.stringify(about.body),
  });
  if (!answer.ok) throw new Error(`${about.path}: HTTP ${answer.status}`);
}

/** Mulberry32, so that the same seed gives the same drill. */
function shuffled(seed: number): <T>(items: readonly T[]) => T[] {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return (items) =>
    items
      .map((item) => ({ item, place: next() }))
      .sort((a, b) => a.place - b.place)
      .map(({ item }) => item);
}
