import { FLEET, type FleetEntry } from "../../../../fleet.ts";
import { CliFailure, EXIT } from "../failure.ts";

/** The last phase of the rollout. */
export const LAST_PHASE = 5;

/** Parses a phase. @throws CliFailure when there is no such phase. */
export function parsePhase(text: string): number {
  if (/^[0-5]$/.test(text)) return Number(text);
  throw new CliFailure(`there is no phase "${text}"`, `use 0 (the core alone) to ${LAST_PHASE} (everything)`, EXIT.usage);
}

/** The modules of phases 1 to `phase`: what `phase up` brings. */
export function modulesUpTo(phase: number): FleetEntry[] {
  return FLEET.filter((entry) => entry.group === "module" && entry.phase <= phase);
}

/** The modules of `phase` and all later ones: what `phase down` takes away. `kept` are those on from the first day, which only a stop by name ends. */
export function modulesFrom(phase: number, kept: readonly string[]): FleetEntry[] {
  return FLEET.filter((entry) => entry.group === "module" && entry.phase >= phase && !kept.includes(entry.name));
}

/** The profiles of a deployment with its phase changed; phase 0 is no profile. */
export function profilesWithPhase(profiles: string, phase: number): string {
  const others = profiles
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && !/^phase\d$/.test(name));
  return [...others, ...(phase === 0 ? [] : [`phase${phase}`])].join(",");
}

/** The phase among the profiles of a deployment; null when there is none. */
export function phaseOf(profiles: string): number | null {
  const phases = profiles.split(",").map((name) => /^phase([1-5])$/.exec(name.trim())?.[1]);
  const numbers = phases.filter((phase) => phase !== undefined).map(Number);
  return numbers.length > 0 ? Math.max(...numbers) : null;
}
