import type { BaseConfig } from "@quantum/service-kit/run";
import * as z from "zod";

const ports = z
  .string()
  .default("{}")
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue('JSON such as {"risk_safety":8005}');
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.number().int().min(1).max(65_535)));

/** What the console alone reads from its environment. */
export const environment = {
  /** Service name -> port: whom the console expects, and where it sends an operator's wishes. */
  FLEET_PORTS: ports,
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
