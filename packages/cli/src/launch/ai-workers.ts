import { FLEET, type FleetEntry } from "../../../../fleet.ts";

/** Most workers that ai_engine can have beside it. */
export const MOST_AI_WORKERS = 15;

const LEAD = FLEET.find(({ name }) => name === "ai_engine") as FleetEntry;
const WORKER = /^ai_engine_worker_(\d+)$/;
/** Worker 1 listens one above it. The ports of the manifest end at 8099. */
const PORT_BELOW_WORKERS = 8_100;

/** Replicas of ai_engine that share its symbols: how and where each runs. They are in no manifest, because there are as many as one asks for. */
export function aiWorkers(count: number): FleetEntry[] {
  return Array.from({ length: count }, (_, i) => ({
    ...LEAD,
    name: `ai_engine_worker_${i + 1}`,
    port: PORT_BELOW_WORKERS + i + 1,
    published: false,
    modes: ["ENFORCED", "OFF"],
  }));
}

/** The service whose program an entry runs: its own, or that of the service it is a replica of. */
export function programOf(name: string): string {
  return WORKER.test(name) ? LEAD.name : name;
}

/** What the lead and its workers are told about each other; nothing for any other service. */
export function partitionVariables(name: string, workers: number): NodeJS.ProcessEnv {
  if (programOf(name) !== LEAD.name) return {};
  return { AI_WORKERS: String(workers), PARTITIONS: "", PARTITION: WORKER.exec(name)?.[1] ?? "0" };
}
