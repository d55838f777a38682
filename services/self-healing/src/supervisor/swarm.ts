import { RestartRefused, type Supervisor } from "./supervisor.ts";

/**
 * A Docker Swarm, which starts its tasks again by itself and lets nobody here look: whom there is to watch is who writes a line on the bus
 * (watch/watch-fleet.ts), and where they answer follows from their names.
 */
export function swarmSupervisor(ports: Readonly<Record<string, number>>, host: string): Supervisor {
  return {
    list: async () =>
      Object.entries(ports).map(([name, port]) => {
        const address = `http://${host.replace("{name}", name)}:${port}`;
        return { name, run: "unknown" as const, needs: [], restarts: 0, startedAt: null, address };
      }),
    restart: (name) =>
      Promise.reject(
        new RestartRefused(`the Swarm starts ${name} again by itself; by hand: docker service update --force <stack>_${name}`),
      ),
  };
}
