import type { FleetEntry } from "../../../../fleet.ts";
import { FLEET } from "../../../../fleet.ts";
import { EXCHANGE_USERS, networksOf, resolverOf } from "./networks.ts";

/** The highest phase of the rollout. */
const LAST_PHASE = 5;
/** Modules that are on from the first day: they have a profile of their own, which the first settings name. */
export const ON_FROM_THE_FIRST_DAY: readonly string[] = ["ess"];
/** Services that keep something on a disk of their own. */
const JOURNALS: Readonly<Record<string, string>> = { exchange_simulator: "simulator-journal", ess: "ess-journal" };

/**
 * Where the kernel ends a container, when that is not at its budget. ess takes 58 MB for a second when it first speaks to the exchange (34 MB from then on;
 * measured 2026-11-21), and an emergency stop must not die of that.
 */
const HARD_LIMIT_MB: Readonly<Record<string, number>> = { ess: 80 };

/** One service of the manifest as its block of a compose file. */
export function serviceBlock(entry: FleetEntry): string {
  const { name, port } = entry;
  const memoryMb = memoryLimitMb(entry);
  const resolver = resolverOf(networksOf(entry));
  const blocks = [
    `  ${name}:`,
    "    <<: *service",
    `    container_name: quantum_${name}`,
    `    command: [${name}]`,
    ...profiles(entry),
    ...environment(entry),
    `    labels: { quantum.service: ${name}, quantum.group: ${entry.group}, quantum.phase: "${entry.phase}", quantum.port: "${port}", quantum.needs: "${needsOf(entry).join(",")}" }`,
    `    mem_limit: ${memoryMb}m`,
    `    memswap_limit: ${memoryMb}m`,
    ...dependencies(entry),
    `    networks: [${networksOf(entry).join(", ")}]`,
    ...(resolver === null ? [] : [`    dns: ["${resolver}"]`]),
    ...(entry.published
      ? [`    ports: ["${setting("QUANTUM_BIND", "127.0.0.1")}:${setting(portVariable(name), String(port))}:${port}"]`]
      : []),
    ...secrets(entry),
    ...volumes(entry),
  ];
  return `${blocks.join("\n")}\n`;
}

/** Memory that the container of a service may take. */
export function memoryLimitMb({ name, memoryMb }: Pick<FleetEntry, "name" | "memoryMb">): number {
  return HARD_LIMIT_MB[name] ?? memoryMb;
}

/** The volume in which a service keeps something of its own; null: it keeps nothing. */
export function journalOf(name: string): string | null {
  return JOURNALS[name] ?? null;
}

/** Name of the variable that moves a published port of the host. */
export function portVariable(name: string): string {
  return `${name.toUpperCase()}_PORT`;
}

/** The profiles that bring a module: its own phase and all later ones. */
export function profilesOf(entry: Pick<FleetEntry, "name" | "group" | "phase">): string[] {
  if (entry.group === "core") return [];
  if (entry.group === "paper") return ["paper"];
  const phases = Array.from({ length: LAST_PHASE - entry.phase + 1 }, (_, index) => `phase${entry.phase + index}`);
  return ON_FROM_THE_FIRST_DAY.includes(entry.name) ? [...phases, entry.name] : phases;
}

function profiles(entry: FleetEntry): string[] {
  const names = profilesOf(entry);
  return names.length > 0 ? [`    profiles: [${names.join(", ")}]`] : [];
}

function environment(entry: FleetEntry): string[] {
  return [
    "    environment:",
    "      <<: *environment",
    ...Object.entries(variablesOf(entry)).map(([name, value]) => `      ${name}: ${value}`),
  ];
}

/** The variables of one service, beside those that all have; values as YAML writes them. */
export function variablesOf(entry: FleetEntry): Readonly<Record<string, string>> {
  const upper = entry.name.toUpperCase();
  const flags = entry.flag
    ? { [entry.flag]: setting(entry.flag, "true"), [`QT_AI_${upper}_ENABLED`]: setting(`QT_AI_${upper}_ENABLED`, "true") }
    : {};
  const mode = entry.group === "paper" ? {} : { [`${upper}_MODE`]: setting(`${upper}_MODE`, entry.modes[0] ?? "OBSERVE") };
  return {
    PORT: `"${entry.port}"`,
    MODES: entry.modes.join(","),
    PHASE: `"${entry.phase}"`,
    ...flags,
    ...mode,
    ...ownVariables(entry.name),
  };
}

const EXCHANGE_KEYS = {
  EXCHANGE_API_KEY_FILE: "/run/secrets/exchange-api-key",
  EXCHANGE_API_SECRET_FILE: "/run/secrets/exchange-api-secret",
};
const EXCHANGE = {
  EXCHANGE_URL: "http://quantum_exchange_simulator:8099",
  LIVE_CONFIRMATION: setting("LIVE_CONFIRMATION", ""),
  ...EXCHANGE_KEYS,
};

/** Where everybody answers, for those who ask everybody. */
export const FLEET_ADDRESSES = {
  FLEET_HOST: "quantum_{name}",
  FLEET_PORTS: `'${JSON.stringify(Object.fromEntries(FLEET.map(({ name, port }) => [name, port])))}'`,
} as const;

const OWN_VARIABLES: Readonly<Record<string, () => Readonly<Record<string, string>>>> = {
  exchange_simulator: () => ({
    SIM_DATE: setting("SIM_DATE", "2026-01-05"),
    SIM_DAYS: quoted("SIM_DAYS", "14"),
    SIM_SYMBOLS: quoted("SIM_SYMBOLS", "20"),
    SIM_INTERVAL: setting("SIM_INTERVAL", "5m"),
    SIM_CLOCK: setting("SIM_CLOCK", "paced"),
    SIM_SPEED: quoted("SIM_SPEED", "1"),
    SIM_SEED: quoted("SIM_SEED", "1"),
    SIM_WALLET_USD: quoted("SIM_WALLET_USD", "10000"),
    SIM_STATE_DIR: "/data",
    ...EXCHANGE_KEYS,
  }),
  execution: () => EXCHANGE,
  ess: () => ({ ...EXCHANGE, ESS_STATE_DIR: "/data", ESS_STOP_FILE: "/data/STOP" }),
  dashboard: () => FLEET_ADDRESSES,
  self_healing: () => ({
    SUPERVISOR: "docker",
    SUPERVISOR_URL: "http://docker_watch:2375",
    SUPERVISOR_RESTART_URL: "http://docker_restart:2375",
  }),
};

function ownVariables(name: string): Readonly<Record<string, string>> {
  return OWN_VARIABLES[name]?.() ?? {};
}

/** A variable of .env with what holds without it. */
export function setting(name: string, fallback: string): string {
  return `\${${name}:-${fallback}}`;
}

/** The same as text, where YAML would read a number. */
export function quoted(name: string, fallback: string): string {
  return `"${setting(name, fallback)}"`;
}

/** What must be up for this one to do anything: by the names that self-healing goes by. */
function needsOf(entry: FleetEntry): string[] {
  return entry.group === "paper" ? [] : ["redis", ...(entry.database ? ["postgres"] : []), ...entry.after];
}

function dependencies(entry: FleetEntry): string[] {
  if (entry.group === "paper") return [];
  const waits = [
    ...(entry.group === "core" || entry.group === "module" ? ["      migrate: { condition: service_completed_successfully }"] : []),
    "      redis: { condition: service_healthy }",
    ...entry.after.map((name) => `      ${name}: { condition: service_healthy${isOptional(name) ? ", required: false" : ""} }`),
    ...(entry.name === "self_healing"
      ? ["      docker_watch: { condition: service_started }", "      docker_restart: { condition: service_started }"]
      : []),
  ];
  return ["    depends_on:", ...waits];
}

/** Whether a deployment may do without it: the paper exchange, and modules. */
function isOptional(name: string): boolean {
  return FLEET.find((entry) => entry.name === name)?.group !== "core";
}

function secrets(entry: FleetEntry): string[] {
  const names = secretsOf(entry);
  return names.join() === SERVICE_SECRETS.join() ? [] : [`    secrets: [${names.join(", ")}]`];
}

const SERVICE_SECRETS: readonly string[] = ["control-token", "redis-url", "database-url"];
const SIGNERS_SECRETS: readonly string[] = ["exchange-api-key", "exchange-api-secret"];

/** The secrets that one service is handed. */
export function secretsOf(entry: Pick<FleetEntry, "name" | "group">): string[] {
  if (entry.group === "paper") return ["control-token", ...SIGNERS_SECRETS];
  return EXCHANGE_USERS.includes(entry.name) ? [...SERVICE_SECRETS, ...SIGNERS_SECRETS] : [...SERVICE_SECRETS];
}

function volumes(entry: FleetEntry): string[] {
  const journal = JOURNALS[entry.name];
  return journal === undefined ? [] : [`    volumes: ["${journal}:/data"]`];
}
