import * as z from "zod";
import type { Run } from "../core/index.ts";
import { askJson, type Supervisor } from "./supervisor.ts";

/** States of a container (Docker Engine API, `ContainerSummary.State`). */
const RUNS: Readonly<Record<string, Run>> = {
  created: "starting",
  running: "running",
  restarting: "restarting",
  paused: "running",
  removing: "stopped",
  exited: "gone",
  dead: "gone",
};

/** Exit codes of a container that ended because it was told to: its own goodbye (0), SIGINT, SIGTERM. */
const TOLD_TO = /^Exited \((0|130|143)\)/;

const listSchema = z.array(
  z.object({
    Names: z.array(z.string()).default([]),
    State: z.string(),
    Status: z.string().default(""),
    Labels: z.record(z.string(), z.string()).default({}),
  }),
);

/** Seconds a container gets to end by itself: none, because whoever says goodbye counts as stopped on purpose. */
const STOP_SECONDS = 0;

/**
 * Docker behind a proxy of its socket that lets only listing and restarting pass. Containers carry the labels quantum.service, quantum.port and
 * quantum.needs (a comma list), and are named quantum_<service>. Restarts may go through a proxy of their own.
 */
export function dockerSupervisor(url: string, restartUrl: string = url): Supervisor {
  return {
    async list(signal) {
      const filters = encodeURIComponent(JSON.stringify({ label: ["quantum.service"] }));
      const containers = listSchema.parse(await askJson(`${url}/containers/json?all=true&filters=${filters}`, { signal }));
      // Another deployment on the same engine may carry the same labels; the names are this one's.
      const ours = containers.filter(({ Names, Labels }) => Names.includes(`/quantum_${Labels["quantum.service"]}`));
      return ours.map(({ State, Status, Labels }) => {
        const name = Labels["quantum.service"] as string;
        const run = State === "exited" && TOLD_TO.test(Status) ? "stopped" : (RUNS[State] ?? "unknown");
        const needs = (Labels["quantum.needs"] ?? "").split(",").filter(Boolean);
        return { name, run, needs, restarts: 0, startedAt: null, address: `http://quantum_${name}:${Labels["quantum.port"] ?? "0"}` };
      });
    },
    async restart(name, signal) {
      await askJson(`${restartUrl}/containers/quantum_${name}/restart?t=${STOP_SECONDS}`, { method: "POST", signal });
    },
  };
}
