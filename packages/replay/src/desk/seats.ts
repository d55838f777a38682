import { type BaseConfig, readConfig } from "@quantum/service-kit/config";
import type { ServiceDefinition } from "@quantum/service-kit/definition";
import type { Interval } from "@quantum/types";
import type * as z from "zod";
import { FLEET, type FleetEntry } from "../../../../fleet.ts";
import { ReplayProblem } from "../replay-problem.ts";
import { type Seat, seatOf } from "./seat.ts";

/** What a service exports: its environment and how it is wired. */
interface ServiceModules {
  readonly environment: z.ZodRawShape;
  readonly service: (config: BaseConfig) => ServiceDefinition<unknown>;
}

/** Not at the desk: the market itself is played here, execution is seated beside it, and the console decides nothing. */
const SEATED_ELSEWHERE = ["exchange_simulator", "execution", "dashboard"];
/** Without these there is nobody who trades, or nobody who keeps the books. */
const NEEDED = ["ai_engine", "portfolio_intelligence", "risk_safety", "trading_bot"];

/** Who sits at the desk, and how they are set. */
export interface DeskChoice {
  readonly interval: Interval;
  /** Services beside those without which there is no trading; null: those the fleet would start. */
  readonly modules: readonly string[] | null;
  /** Mode of the modules of the rollout; null: as the fleet would start them. */
  readonly moduleMode: "OBSERVE" | "ENFORCED" | null;
  /** The environment in which the fleet would start: how an operator changes a limit of a service. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Services that may be left out, by name. A module of the rollout joins by being in the manifest. */
export function optionalServices(): string[] {
  return FLEET.map(({ name }) => name).filter((name) => !SEATED_ELSEWHERE.includes(name) && !NEEDED.includes(name));
}

/** The seats of everybody but execution, in the order of the manifest. */
export async function seatsOf(choice: DeskChoice): Promise<Seat[]> {
  const optional = optionalServices();
  const unknown = (choice.modules ?? []).filter((name) => !optional.includes(name) && !NEEDED.includes(name));
  if (unknown.length > 0)
    throw new ReplayProblem(
      `there is no module ${unknown.join(", ")}`,
      `choose from ${optional.join(", ")}, or none; the core is always there`,
    );
  const chosen = choice.modules ?? FLEET.filter((entry) => startsByItself(entry, choice.env)).map(({ name }) => name);
  const wanted = FLEET.filter(({ name }) => NEEDED.includes(name) || (optional.includes(name) && chosen.includes(name)));
  return Promise.all(wanted.map((entry) => seat(entry, choice)));
}

/** The core is always on; a module of the rollout where its flag says so. */
function startsByItself({ flag }: FleetEntry, env: DeskChoice["env"]): boolean {
  return flag === null || env[flag] === "true";
}

async function seat(entry: FleetEntry, choice: DeskChoice): Promise<Seat> {
  const { environment, service } = await modulesOf(entry.name);
  const config = configOf(entry, environment, { ...choice, own: { INTERVAL: choice.interval } });
  const { core, calls } = service(config);
  return seatOf({ core, mode: config.firstMode, settings: ownSettings(config, environment), ...(calls ? { calls } : {}) });
}

async function modulesOf(name: string): Promise<ServiceModules> {
  const folder = `../../../../services/${name.replaceAll("_", "-")}/src`;
  const [{ environment }, { service }] = await Promise.all([import(`${folder}/config.ts`), import(`${folder}/service.ts`)]);
  return { environment, service };
}

/** Where a service of the fleet connects; nothing connects here, but its configuration is read by the same rules. */
const NOWHERE = {
  PORT: "0",
  REDIS_URL: "redis://127.0.0.1:6379",
  DATABASE_URL: "postgres://nobody@127.0.0.1/nothing",
  CONTROL_TOKEN: "no-control-of-a-replay",
};

/** A service's configuration as the fleet's launcher would give it. */
export function configOf<Shape extends z.ZodRawShape>(
  entry: FleetEntry,
  environment: Shape,
  choice: Pick<DeskChoice, "env" | "moduleMode"> & { readonly own: Readonly<Record<string, string>> },
): BaseConfig & z.infer<z.ZodObject<Shape>> {
  const variable = `${entry.name.toUpperCase()}_MODE`;
  const asked = entry.group === "module" && choice.moduleMode !== null ? { [variable]: choice.moduleMode } : {};
  const env = { [variable]: entry.modes[0], ...choice.env, MODES: entry.modes.join(","), ...NOWHERE, ...choice.own, ...asked };
  return readConfig(entry.name, environment, env);
}

/** What a service alone reads from its environment, as it was read. */
export function ownSettings(config: BaseConfig, environment: z.ZodRawShape): Record<string, unknown> {
  const secret = /TOKEN|SECRET|PASSWORD|KEY|URL/;
  return Object.fromEntries(Object.entries(config).filter(([name]) => name in environment && !secret.test(name)));
}
