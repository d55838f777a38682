import { fleetPorts } from "@quantum/service-kit/config";
import type { BaseConfig } from "@quantum/service-kit/run";
import * as z from "zod";
import { DEFAULT_SETTINGS, type HealingSettings } from "./core/index.ts";

const ms = (value: number) => z.coerce.number("a number of milliseconds").int().positive().default(value);
const count = (value: number) => z.coerce.number("a whole number").int().positive().default(value);

/** The environment of self_healing. */
export const environment = {
  /** Who starts and restarts processes: the local launcher, a restricted proxy of the Docker socket, a Swarm (then it only watches), or nobody. */
  SUPERVISOR: z.enum(["launcher", "docker", "swarm", "none"], 'one of "launcher", "docker", "swarm", "none"').default("none"),
  SUPERVISOR_URL: z.url("the address of the launcher or of the Docker socket proxy").default("http://127.0.0.1:2375"),
  /** Where restarts are asked for, when that is another proxy than the one that lists; unset: the same. */
  SUPERVISOR_RESTART_URL: z.url("the address of the proxy that lets restarts pass").optional(),
  /** With "swarm": service name -> port, and the host of the services; `{name}` is replaced by the service's name. */
  FLEET_PORTS: fleetPorts,
  FLEET_HOST: z.string().default("quantum_{name}"),
  LOOK_EVERY_MS: ms(1_000),
  /** /health has this long to answer. */
  ANSWER_WITHIN_MS: ms(1_000),
  HEALING_FROZEN_MS: ms(DEFAULT_SETTINGS.frozenForMs),
  HEALING_WEDGED_MS: ms(DEFAULT_SETTINGS.wedgedForMs),
  HEALING_DEPENDENCY_MS: ms(DEFAULT_SETTINGS.dependencyForMs),
  HEALING_START_MS: ms(DEFAULT_SETTINGS.startWithinMs),
  HEALING_SERVICE_RESTARTS: count(DEFAULT_SETTINGS.serviceRestarts),
  HEALING_FLEET_RESTARTS: count(DEFAULT_SETTINGS.fleetRestarts),
  HEALING_WINDOW_MS: ms(DEFAULT_SETTINGS.windowMs),
  HEALING_MAX_ERRORS_PER_MINUTE: count(DEFAULT_SETTINGS.maxErrors),
  HEALING_EMERGENCY_MS: ms(DEFAULT_SETTINGS.emergencyAfterMs),
};

/** The configuration of self_healing after parsing. */
export type SelfHealingConfig = BaseConfig & z.infer<z.ZodObject<typeof environment>>;

/** The core's settings. */
export function settingsOf(config: z.infer<z.ZodObject<typeof environment>>): HealingSettings {
  return {
    frozenForMs: config.HEALING_FROZEN_MS,
    wedgedForMs: config.HEALING_WEDGED_MS,
    dependencyForMs: config.HEALING_DEPENDENCY_MS,
    startWithinMs: config.HEALING_START_MS,
    serviceRestarts: config.HEALING_SERVICE_RESTARTS,
    fleetRestarts: config.HEALING_FLEET_RESTARTS,
    windowMs: config.HEALING_WINDOW_MS,
    maxErrors: config.HEALING_MAX_ERRORS_PER_MINUTE,
    emergencyAfterMs: config.HEALING_EMERGENCY_MS,
  };
}
