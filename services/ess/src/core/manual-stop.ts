import { raise } from "./cause.ts";
import { LEVELS, type Level } from "./levels.ts";
import { LIMITS } from "./limits.ts";
import type { EssState } from "./state.ts";

/** A stop as a person asks for it. */
export interface StopRequest {
  readonly level: Exclude<Level, "NORMAL">;
  readonly close: boolean;
  readonly by: string;
  readonly reason: string;
}

/** ESS-04: a person's stop binds in every mode and stays until re-armed. Whatever of it cannot be read is taken as the strictest: HALT. */
export function stopByHand(state: EssState, request: unknown): void {
  const asked = (typeof request === "object" && request !== null ? request : {}) as Partial<Record<keyof StopRequest, unknown>>;
  const level = LEVELS.find((known) => known === asked.level && known !== "NORMAL") ?? "HALT";
  raise(state, {
    trigger: "MANUAL",
    rule: "ESS-04",
    level,
    latched: true,
    close: level === "HALT" && asked.close === true,
    observed: "a person's word",
    limit: "none",
    by: textOf(asked.by, "unknown"),
    reason: textOf(asked.reason, "no reason given"),
  });
}

/** A text from outside, cut to a sensible length. */
export function textOf(value: unknown, otherwise: string): string {
  return typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, LIMITS.textMax) : otherwise;
}
