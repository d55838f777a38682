import { MODES, type Mode } from "@quantum/types";
import { firstModeRecord, type ModeRecord } from "./shell/mode-record.ts";

/** A mode that this service does not have. The message lists those it has. */
export class UnknownModeError extends Error {
  override readonly name = "UnknownModeError";
}

/** Modes each service can be set to; all others get the standard three. */
const STANDARD: readonly Mode[] = ["OFF", "OBSERVE", "ENFORCED"];

/**
 * Reads a mode as an operator writes it (any case; ENFORCE means ENFORCED).
 * @throws UnknownModeError
 */
export function parseMode(text: unknown, allowed: readonly Mode[] = STANDARD): Mode {
  const wanted = String(text ?? "").toUpperCase();
  const mode = wanted === "ENFORCE" ? "ENFORCED" : MODES.find((known) => known === wanted);
  if (mode && allowed.includes(mode)) return mode;
  throw new UnknownModeError(`"${String(text)}" is not a mode of this service; use one of ${allowed.join(", ")}`);
}

/** The record after an operator set a mode. */
export function operatorMode(mode: Mode, before: ModeRecord): ModeRecord {
  return { mode, from: "operator", before: before.mode };
}

/** The record after /enable: the mode before it was disabled, or OBSERVE when that is not known. */
export function enabledMode(current: ModeRecord): ModeRecord {
  const mode = current.before && current.before !== "OFF" ? current.before : "OBSERVE";
  return { mode, from: "operator", before: current.mode };
}

export { firstModeRecord, type ModeRecord };
