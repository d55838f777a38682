import { freePort, isPortFree } from "@quantum/local-servers";
import type { FleetEntry } from "../../../../fleet.ts";
import { CliFailure } from "../failure.ts";

/** The ports of one instance: every service by name, and the two servers. */
export interface PortPlan {
  readonly services: Readonly<Record<string, number>>;
  readonly redis: number;
  readonly postgres: number;
}

/** How ports are chosen: the manifest's plus an offset, free ones, or the manifest's when all are free and free ones otherwise. */
export type PortChoice = { readonly offset: number } | "auto" | "prefer-manifest";

/** Our own Redis and Postgres keep away from the ports of a system-wide installation. */
const REDIS_PORT = 16_379;
const POSTGRES_PORT = 15_432;

/** Chooses the ports of an instance. @throws CliFailure naming every port that is taken. */
export async function planPorts(entries: readonly FleetEntry[], choice: PortChoice): Promise<PortPlan> {
  if (choice === "auto") return freePlan(entries);
  const plan = manifestPlan(entries, choice === "prefer-manifest" ? 0 : choice.offset);
  const taken = await takenPorts(plan);
  if (taken.length === 0) return plan;
  if (choice === "prefer-manifest") return freePlan(entries);
  throw new CliFailure(
    `${taken.length === 1 ? "a port is" : "ports are"} in use: ${taken.map(([name, port]) => `${port} (${name})`).join(", ")}`,
    "stop the program that listens there, or choose others with --port-offset 1000 or --ports auto",
  );
}

function manifestPlan(entries: readonly FleetEntry[], offset: number): PortPlan {
  const services = Object.fromEntries(entries.map((entry) => [entry.name, entry.port + offset]));
  return { services, redis: REDIS_PORT + offset, postgres: POSTGRES_PORT + offset };
}

async function freePlan(entries: readonly FleetEntry[]): Promise<PortPlan> {
  const ports = new Set<number>();
  while (ports.size < entries.length + 2) ports.add(await freePort());
  const [redis, postgres, ...rest] = [...ports] as [number, number, ...number[]];
  return { services: Object.fromEntries(entries.map((entry, index) => [entry.name, rest[index] as number])), redis, postgres };
}

async function takenPorts(plan: PortPlan): Promise<[string, number][]> {
  const all: [string, number][] = [...Object.entries(plan.services), ["redis", plan.redis], ["postgres", plan.postgres]];
  const free = await Promise.all(all.map(([, port]) => isPortFree(port)));
  return all.filter((_, index) => !free[index]);
}
