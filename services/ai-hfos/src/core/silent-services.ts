import { LIMITS } from "./limits.ts";
import { type Picture, type Trigger, verdict } from "./picture.ts";

/** HF-06: three services silent in one cycle, or one silent for three cycles, ask for SAFE and no entries: the fleet no longer knows what it does. */
export function silentServices({ silent }: Picture): Trigger {
  const longest = Math.max(0, ...silent.map(({ cycles }) => cycles));
  const passed = silent.length < LIMITS.silentServices && longest < LIMITS.silentCycles;
  const names = silent.map(({ service, cycles }) => `${service} (${cycles} in a row)`).join(", ");
  const reason = silent.length === 0 ? "nobody is silent" : `silent: ${names}`;
  const found = verdict("HF-06", passed, { observed: silent.length, limit: LIMITS.silentServices, reason });
  return { verdict: found, asks: "SAFE", restraint: { allowEntries: false } };
}
