import { FLEET, type FleetEntry } from "../../../../fleet.ts";
import { CliFailure, EXIT } from "../failure.ts";

/** In which mode modules start; null: each as its variable says, or else in its first mode. */
export type ModuleMode = "OBSERVE" | "ENFORCED";

type Environment = Readonly<Record<string, string | undefined>>;

/** Modules whose flag is true when nobody says otherwise: the emergency stop. */
const ON_BY_DEFAULT = ["ess"];

/**
 * The modules a fleet starts with. `asked`: "all", "none", "phase:2" (phases 1 to 2) or names; null: those whose flag is on. A flag that is
 * off in either spelling keeps its module from starting whoever asks for it.
 * @throws CliFailure when a name is not a module, or there is no such phase.
 */
export function chooseModules(asked: string | null, env: Environment, modules: readonly FleetEntry[] = MODULES): string[] {
  return modules.filter((entry) => isAsked(entry, { asked, env, modules }) && !isSwitchedOff(entry, env)).map(({ name }) => name);
}

/** Whether one of the module's two flags is off. */
export function isSwitchedOff({ name, flag }: Pick<FleetEntry, "name" | "flag">, env: Environment): boolean {
  return (flag !== null && isFalse(env[flag])) || isFalse(env[`QT_AI_${name.toUpperCase()}_ENABLED`]);
}

const MODULES = FLEET.filter(({ group }) => group === "module");

function isAsked(entry: FleetEntry, given: { asked: string | null; env: Environment; modules: readonly FleetEntry[] }): boolean {
  const { asked, env, modules } = given;
  if (asked === null) return isTrue(env[entry.flag ?? ""]) || ON_BY_DEFAULT.includes(entry.name);
  if (asked === "all" || asked === "none") return asked === "all";
  const phase = /^phase:([0-5])$/.exec(asked)?.[1];
  if (phase !== undefined) return entry.phase <= Number(phase);
  return namesOf(asked, modules).includes(entry.name);
}

function namesOf(asked: string, modules: readonly FleetEntry[]): string[] {
  const names = asked
    .split(",")
    .map((name) => name.trim().replaceAll("-", "_"))
    .filter(Boolean);
  const unknown = names.filter((name) => !modules.some((entry) => entry.name === name));
  if (names.length === 0 || unknown.length > 0)
    throw new CliFailure(
      `there is no module ${unknown.join(", ") || "in an empty list"}`,
      `use all, none, phase:0 to phase:5, or some of: ${modules.map(({ name }) => name).join(", ")}`,
      EXIT.usage,
    );
  return names;
}

function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === "true" || value === "1";
}

function isFalse(value: string | undefined): boolean {
  return value?.toLowerCase() === "false" || value === "0";
}
