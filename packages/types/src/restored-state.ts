import type { Core } from "./core.ts";

/** A core's state as it stands where it was saved. */
export interface SavedState {
  /** JSON; null or undefined: nothing was saved yet. */
  readonly core: string | null | undefined;
  /** Its version; absent in what was saved before there were versions, which is version 1. */
  readonly version: string | null | undefined;
}

/** A saved state that this program cannot go on from. It stays as it is. */
export class UnusableStateError extends Error {
  override readonly name = "UnusableStateError";
}

/** Which version of its state a core writes: 1, and one more for each upgrade. */
export function stateVersion({ upgrades = [] }: Pick<Core<unknown>, "upgrades">): number {
  return 1 + upgrades.length;
}

/**
 * A core's state as it was saved, brought up to date by the core's upgrades. What an older version did not have yet in a fixed part is then as at the first
 * start: the outermost object is one, and every object in it that has fields at the first start. Lists, nulls and objects that begin empty (records of
 * entries) are as they were saved, whatever they hold.
 * @throws UnusableStateError when it cannot be read, or a newer version of the program wrote it
 */
export function restoredState<S>(core: Pick<Core<S>, "name" | "initial" | "upgrades">, saved: SavedState): S {
  if (!saved.core) return core.initial();
  const known = stateVersion(core);
  const from = Number(saved.version ?? 1);
  if (!Number.isInteger(from) || from < 1)
    throw new UnusableStateError(`the saved state of ${core.name} has no version: "${saved.version}"`);
  if (from > known)
    throw new UnusableStateError(
      `the saved state of ${core.name} is of version ${from}, and this program knows ${known === 1 ? "version 1" : `versions 1 to ${known}`} only: start the program that wrote it, or a newer one`,
    );
  const state = (core.upgrades ?? []).slice(from - 1).reduce((older, upgrade) => upgrade(older), parsed(core.name, saved.core));
  return filled(state, core.initial()) as S;
}

function parsed(name: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new UnusableStateError(`the saved state of ${name} cannot be read: ${(error as Error).message}`);
  }
}

function filled(saved: unknown, first: unknown): unknown {
  if (!isObject(saved) || !isObject(first) || Object.keys(first).length === 0) return saved;
  const whole: Record<string, unknown> = { ...first, ...saved };
  for (const [name, value] of Object.entries(saved)) if (name in first) whole[name] = filled(value, first[name]);
  return whole;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
