import type { FleetEntry } from "../../../../../fleet.ts";
import { EXCHANGE_USERS } from "../networks.ts";
import { FLEET_ADDRESSES, journalOf, memoryLimitMb, portVariable, secretsOf, setting, variablesOf } from "../service-block.ts";
import { deployBlock } from "./deploy-block.ts";

/** Who is reached from outside the Swarm: a published port is open on all addresses of its node, so only the console is. */
const CONSOLE = "dashboard";
/** Acts on the exchange by itself, lease or not: two at once, also for a moment, would be two emergency stops with one disk. */
const NEVER_TWO: readonly string[] = ["ess", "exchange_simulator"];

/** One service of the manifest as its block of the stack; `more`: variables beside those it has with Compose. */
export function swarmService(entry: FleetEntry, more: Readonly<Record<string, string>>): string {
  const journal = journalOf(entry.name);
  const lines = [
    ...blockOf(entry, { name: entry.name, variables: { ...variablesOf(entry), ...OWN[entry.name], ...more }, alias: true }),
    ...(entry.name === CONSOLE
      ? [
          "    ports:",
          `      - { target: ${entry.port}, published: "${setting(portVariable(entry.name), String(entry.port))}", mode: host }`,
        ]
      : []),
    ...volumesOf(journal),
    ...deployBlock({
      memoryMb: memoryLimitMb(entry),
      replicas: replicasOf(entry),
      keepsData: journal !== null,
      update: NEVER_TWO.includes(entry.name) || entry.name === CONSOLE ? "stop-first" : "start-first",
    }),
  ];
  return `${lines.join("\n")}\n`;
}

/** Workers share what one service cannot do alone: the same bundle, as many as one likes. */
export interface WorkerChoice {
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Setting that says how many. */
  readonly count: string;
}

/** Workers of one service of the manifest. Nobody asks them by name, so they have none of their own. */
export function swarmWorkers(entry: FleetEntry, worker: WorkerChoice): string {
  const variables = { ...variablesOf(entry), ...OWN[entry.name], ...worker.variables };
  const lines = [
    ...blockOf(entry, { name: worker.name, variables, alias: false }),
    ...volumesOf(null),
    ...deployBlock({
      memoryMb: memoryLimitMb(entry),
      replicas: setting(worker.count, "0"),
      keepsData: false,
      update: "start-first",
    }),
  ];
  return `${lines.join("\n")}\n`;
}

const LEFT_OUT = "";

/** Where a service of the stack runs differently than with Compose. */
const OWN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // Swarm itself starts its tasks again; nobody here sees the socket of Docker.
  self_healing: {
    SUPERVISOR: "swarm",
    SUPERVISOR_URL: LEFT_OUT,
    SUPERVISOR_RESTART_URL: LEFT_OUT,
    ...FLEET_ADDRESSES,
  },
};

function blockOf(entry: FleetEntry, how: { name: string; variables: Readonly<Record<string, string>>; alias: boolean }): string[] {
  return [
    `  ${how.name}:`,
    "    <<: *service",
    `    command: [${entry.name}]`,
    "    environment:",
    "      <<: *environment",
    ...Object.entries(how.variables)
      .filter(([, value]) => value !== LEFT_OUT)
      .map(([name, value]) => `      ${name}: ${value}`),
    `    labels: { quantum.service: ${how.name}, quantum.group: ${entry.group}, quantum.phase: "${entry.phase}" }`,
    `    secrets: [${[...secretsOf(entry), ...(entry.group === "paper" ? [] : ["servers-ca"])].join(", ")}]`,
    "    networks:",
    ...networksOf(entry).map((network) => `      ${network}: ${how.alias ? `{ aliases: [quantum_${entry.name}] }` : "{}"}`),
  ];
}

/** Like with Compose, but without a way in of its own: what is published comes in through the node's gateway. */
function networksOf(entry: FleetEntry): string[] {
  const leaves = EXCHANGE_USERS.includes(entry.name);
  return [
    ...(entry.group === "paper" ? [] : ["fleet"]),
    ...(leaves || entry.group === "paper" || entry.name === CONSOLE ? ["exchange"] : []),
    ...(leaves ? ["outside"] : []),
    ...(entry.name === CONSOLE ? ["door"] : []),
  ];
}

/** Modules come phase by phase: PHASE_2=1 brings those of phase 2. ess is on from the first day. */
function replicasOf(entry: FleetEntry): string {
  if (entry.group === "core") return "1";
  if (entry.group === "paper") return setting("PAPER", "1");
  return entry.name === "ess" ? setting("ESS", "1") : setting(`PHASE_${entry.phase}`, "0");
}

function volumesOf(journal: string | null): string[] {
  return [
    "    volumes:",
    "      - { type: tmpfs, target: /tmp, tmpfs: { size: 4194304 } }",
    ...(journal === null ? [] : [`      - { type: volume, source: ${journal}, target: /data }`]),
  ];
}
