import type { ServiceDefinition } from "@quantum/service-kit/definition";
import { remedies } from "./calls.ts";
import { type SelfHealingConfig, settingsOf } from "./config.ts";
import { createSelfHealingCore, type HealingState } from "./core/index.ts";
import { dockerSupervisor } from "./supervisor/docker.ts";
import { launcherSupervisor } from "./supervisor/launcher.ts";
import type { Supervisor } from "./supervisor/supervisor.ts";
import { swarmSupervisor } from "./supervisor/swarm.ts";
import { watchFleet } from "./watch/watch-fleet.ts";

/** Wires the core to what it watches and to whoever can restart it. */
export function service(config: SelfHealingConfig): ServiceDefinition<HealingState> {
  const supervisor = supervisorOf(config);
  return {
    core: createSelfHealingCore(settingsOf(config)),
    calls: remedies(config, supervisor),
    feed: (access) => watchFleet(access, { config, supervisor }),
    gauges: ({ incidents, restarts }) => [
      { name: "healing_incidents_open", help: "Services that do not work now", value: Object.keys(incidents).length },
      { name: "healing_restarts_in_window", help: "Restarts it ordered within the window", value: restarts.length },
    ],
    routes(router, view) {
      router.get("/incidents", (_request, response) => {
        const { incidents, closed } = view.state();
        response.json({ open: Object.values(incidents), closed: closed.toReversed() });
      });
      router.get("/services", (_request, response) => {
        const { watched, incidents, left, lookedAt } = view.state();
        const services = Object.entries(watched).map(([name, seen]) => ({ name, ...seen, incident: incidents[name]?.fault ?? null }));
        response.json({ lookedAt, services, left });
      });
    },
  };
}

function supervisorOf(config: SelfHealingConfig): Supervisor {
  if (config.SUPERVISOR === "launcher") return launcherSupervisor(config.SUPERVISOR_URL, config.controlToken);
  if (config.SUPERVISOR === "docker") return dockerSupervisor(config.SUPERVISOR_URL, config.SUPERVISOR_RESTART_URL);
  if (config.SUPERVISOR === "swarm") return swarmSupervisor(config.FLEET_PORTS, config.FLEET_HOST);
  return { list: async () => [], restart: async () => Promise.reject(new Error("nobody can restart anything here (SUPERVISOR=none)")) };
}
