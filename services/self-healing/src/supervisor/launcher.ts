import type { ControlToken } from "@quantum/service-kit/control-token";
import * as z from "zod";
import type { Run } from "../core/index.ts";
import { askJson, type Supervisor } from "./supervisor.ts";

const RUNS: Readonly<Record<string, Run>> = {
  waiting: "starting",
  starting: "starting",
  healthy: "running",
  unhealthy: "running",
  "backing-off": "restarting",
  stopped: "stopped",
};

const listSchema = z.array(
  z.object({
    service: z.string(),
    port: z.number().int(),
    state: z.string(),
    needs: z.array(z.string()),
    restarts: z.number().int(),
    startedAt: z.number().nullable(),
  }),
);

/** The launcher of `./quantum`, over its control server. */
export function launcherSupervisor(url: string, token: ControlToken): Supervisor {
  const headers = () => ({ authorization: `Bearer ${token.value() ?? ""}` });
  return {
    async list(signal) {
      const services = listSchema.parse(await askJson(`${url}/services`, { headers: headers(), signal }));
      return services.map(({ service: name, port, state, needs, restarts, startedAt }) => {
        return { name, run: RUNS[state] ?? "unknown", needs, restarts, startedAt, address: `http://127.0.0.1:${port}` };
      });
    },
    async restart(name, signal) {
      await askJson(`${url}/services/${name}/restart`, { method: "POST", headers: headers(), signal });
    },
  };
}
