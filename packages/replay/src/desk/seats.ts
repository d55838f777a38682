import type { EmergencyGateway } from "@quantum/exchange";
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
  /** `exchange`: for the emergency stop, which has a way to the exchange of its own. */
  readonly service: (config: BaseConfig, exchange?: EmergencyGateway) => ServiceDefinition<unknown>;
}

/** Not at the desk: the market itself is played here, execution is seated beside it, and the console decides nothing. */
const SEATED_ELSEWHERE = ["exchange_simulator", "execution", "dashboard"];
/** Without these there is nobody who trades, or nobody who keeps the books. */
const NEEDED = ["execution", "ai_engine", "portfolio_intelligence", "risk_safety", "trading_bot"];

/** Whoever shares its work with others when the fleet runs does it alone at this desk: what is said is the same. */
const ALONE = { PARTITION: "0", PARTITIONS: "1", AI_WORKERS: "0" };

/** Who sits at the desk, and how they are set. */
export interface DeskChoice {
  readonly interval: Interval;
  /** Modules of the rollout that sit at the desk. */
  readonly modules: readonly string[];
  /** Services of the core that are left out; those without whom there is no trading cannot be. */
  readonly without?: readonly string[];
  /** Mode of the modules of the rollout; null: as the fleet would start them. */
  readonly moduleMode: "OBSERVE" | "ENFORCED" | null;
  /** The environment in which the fleet would start: how an operator changes a limit of a service. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The seats of everybody but execution, in the order of the manifest. A module of the rollout joins by being in it. */
export async function seatsOf(choice: DeskChoice, exchange?: EmergencyGateway): Promise<Seat[]> {
  const { modules, without = [] } = choice;
  refuseUnknown(modules, namesIn("module"));
  refuseUnknown(
    without,
    namesIn("core").filter((name) => !NEEDED.includes(name)),
  );
  const wanted = FLEET.filter(({ name, group }) => (group === "core" ? !without.includes(name) : modules.includes(name)));
  return Promise.all(wanted.filter(({ name }) => !SEATED_ELSEWHERE.includes(name)).map((entry) => seat(entry, choice, exchange)));
}

function namesIn(group: FleetEntry["group"]): string[] {
  return FLEET.filter((entry) => entry.group === group).map(({ name }) => name);
}

function refuseUnknown(asked: readonly string[], known: readonly string[]): void {
  const unknown = asked.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new ReplayProblem(`${unknown.join(", ")} cannot be chosen here`, `choose from ${known.join(", ")}`);
}

async function seat(entry: FleetEntry, choice: DeskChoice, exchange?: EmergencyGateway): Promise<Seat> {
  const { environment, service } = await modulesOf(entry.name);
  const config = configOf(entry, environment, { ...choice, own: { INTERVAL: choice.interval, ESS_CLOCK: "cycles", ...ALONE } });
  const { core, calls } = service(config, exchange);
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
  const flag = entry.flag === null ? {} : { [entry.flag]: "true" };
  const env = { [variable]: entry.modes[0], ...choice.env, MODES: entry.modes.join(","), ...NOWHERE, ...flag, ...choice.own, ...asked };
  return readConfig(entry.name, environment, env);
}

/** What a service alone reads from its environment, as it was read. */
export function ownSettings(config: BaseConfig, environment: z.ZodRawShape): Record<string, unknown> {
  const secret = /TOKEN|SECRET|PASSWORD|KEY|URL/;
  return Object.fromEntries(Object.entries(config).filter(([name]) => name in environment && !secret.test(name)));
}
