import type { FleetEntry } from "../../../../fleet.ts";

/** Services that speak to the exchange, and so are the only ones with a way out. */
export const EXCHANGE_USERS: readonly string[] = ["execution", "ess"];
/** Services that see the paper exchange: its users, the exchange itself, and the console, which shows its clock. */
const BESIDE_THE_EXCHANGE: readonly string[] = [...EXCHANGE_USERS, "exchange_simulator", "dashboard"];

/** The networks one service is on: no more than what it needs. */
export function networksOf(entry: Pick<FleetEntry, "name" | "group" | "published">): string[] {
  return [
    ...(entry.group === "paper" ? [] : ["fleet"]),
    ...(BESIDE_THE_EXCHANGE.includes(entry.name) ? ["exchange"] : []),
    ...(entry.name === "self_healing" ? ["docker"] : []),
    // Whoever may leave is reached the same way: with two ways out, Docker would choose one.
    ...(EXCHANGE_USERS.includes(entry.name) ? ["outside"] : entry.published ? ["door"] : []),
  ];
}

/**
 * Where names are asked for that the fleet's networks do not know: nowhere, for who has no way out. Through `door` the question would leave and no answer
 * come back, so each name of a container that is not there would be waited for 16 s (measured 2026-11-21), and other names behind it.
 */
export function resolverOf(networks: readonly string[]): string | null {
  return networks.includes("door") && !networks.includes("outside") ? "127.0.0.1" : null;
}

/** The networks themselves, as they stand in the compose file. */
export const NETWORKS_TEXT = `networks:
  # The bus, the database, the services among themselves, and Prometheus, which asks them.
  fleet:
    internal: true
  # The paper exchange and those who speak to it.
  exchange:
    internal: true
  # Prometheus, Alertmanager, Grafana.
  monitoring:
    internal: true
  # Self-healing and its restricted proxies of the Docker socket.
  docker:
    internal: true
  # Published ports come in here. Nothing goes out: addresses are not translated, so no answer would find its way back.
  door:
    driver_opts:
      com.docker.network.bridge.enable_ip_masquerade: "false"
  # The way to the exchange (execution, ess) and to whom alerts are sent (alertmanager). Nobody else is on it.
  outside: {}
`;
