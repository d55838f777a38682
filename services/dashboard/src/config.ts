import { fleetPorts } from "@quantum/service-kit/config";
import type { BaseConfig } from "@quantum/service-kit/run";
import * as z from "zod";

/** What the console alone reads from its environment. */
export const environment = {
  /** Service name -> port: whom the console expects, and where it sends an operator's wishes. */
  FLEET_PORTS: fleetPorts,
  /** Host of the services; `{name}` is replaced by the service's name, e.g. quantum_{name}. */
  FLEET_HOST: z.string().default("127.0.0.1"),
  /** What kind of exchange this is; unset shows as unknown, never as paper. */
  EXCHANGE_MODE: z.enum(["paper", "testnet", "live"]).optional(),
};

/** The console's configuration, parsed. */
export type DashboardConfig = BaseConfig & z.infer<z.ZodObject<typeof environment>>;

/** Address of a service, or null when it is not one of the fleet. */
export function addressOf(config: Pick<DashboardConfig, "FLEET_PORTS" | "FLEET_HOST">, service: string): string | null {
  if (!Object.hasOwn(config.FLEET_PORTS, service)) return null;
  return `http://${config.FLEET_HOST.replace("{name}", service)}:${config.FLEET_PORTS[service]}`;
}
