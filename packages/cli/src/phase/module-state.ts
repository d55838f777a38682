import { table } from "../output.ts";
import { modulesFrom, modulesUpTo } from "./phase-modules.ts";

/** One module of the rollout, as it is. */
export interface ModuleState {
  readonly module: string;
  readonly phase: number;
  /** running, stopped (on purpose), not created, or how it ended. */
  readonly state: string;
  /** What it says of itself: HEALTHY, DEGRADED, UNHEALTHY; SILENT when it runs and does not answer; null when it does not run. */
  readonly health: string | null;
  readonly mode: string | null;
}

/** One phase of the rollout: up when all of its modules are healthy. */
export interface PhaseState {
  readonly phase: number;
  readonly state: "up" | "not created" | "stopped" | "incomplete";
  /** Modules of it that are not healthy. */
  readonly missing: readonly string[];
}

/** The whole rollout. */
export interface RolloutState {
  /** The phase that was asked for last; null when nobody says. */
  readonly chosen: number | null;
  readonly phases: readonly PhaseState[];
  readonly modules: readonly ModuleState[];
}

/** A module that has nothing yet that could run. */
export const NOT_CREATED = "not created";
/** One that somebody stopped. */
export const STOPPED = "stopped";

/** Every module of the manifest with what is known of it, and every phase. */
export function rolloutState(chosen: number | null, known: readonly Omit<ModuleState, "phase">[]): RolloutState {
  const of = new Map(known.map((state) => [state.module, state]));
  const modules = modulesFrom(1, [])
    .sort((one, other) => one.phase - other.phase || one.name.localeCompare(other.name))
    .map(({ name, phase }) => ({ state: NOT_CREATED, health: null, mode: null, ...of.get(name), module: name, phase }));
  const phases = [...new Set(modules.map(({ phase }) => phase))].map((phase) =>
    phaseState(
      phase,
      modules.filter((module) => module.phase === phase),
    ),
  );
  return { chosen, phases, modules };
}

function phaseState(phase: number, modules: readonly ModuleState[]): PhaseState {
  const absent = modules.filter(({ health }) => health !== "HEALTHY");
  const all = (state: string) => modules.every((module) => module.state === state);
  const missing = absent.map(({ module }) => module);
  if (absent.length === 0) return { phase, state: "up", missing };
  return { phase, state: all(NOT_CREATED) ? "not created" : all(STOPPED) ? "stopped" : "incomplete", missing };
}

/** Whether all modules of the phases asked for are healthy, or stopped on purpose, and no other runs that is not healthy. */
export function isAsAsked({ chosen, modules }: RolloutState): boolean {
  const wanted = new Set(modulesUpTo(chosen ?? 0).map(({ name }) => name));
  return modules.every(
    ({ module, state, health }) => health === "HEALTHY" || state === STOPPED || (health === null && !wanted.has(module)),
  );
}

/** The rollout for a person. */
export function renderRollout({ chosen, phases, modules }: RolloutState): string {
  const rows = modules.map(({ module, phase, state, health, mode }) => [String(phase), module, state, health ?? "-", mode ?? "-"]);
  const lines = phases.map(
    ({ phase, state, missing }) => `phase ${phase}: ${state}${missing.length > 0 ? ` (${missing.join(", ")})` : ""}`,
  );
  return [
    table(["phase", "module", "state", "health", "mode"], rows),
    "",
    ...lines,
    ...(chosen === null ? [] : [`asked for: phase ${chosen}${chosen === 0 ? ", the core alone" : ""}`]),
  ].join("\n");
}
