import * as z from "zod";

/** What a service may do: OFF (pauses), OBSERVE (computes and publishes, changes nothing), ENFORCED (its word binds). */
export const MODES = ["OFF", "OBSERVE", "ENFORCED", "HEDGEFUND", "SAFE", "DEFENSIVE"] as const;
export const modeSchema = z.enum(MODES);
export type Mode = z.infer<typeof modeSchema>;

/** True when the word of a module in this mode binds others. OBSERVE and OFF never bind. */
export function binds(mode: Mode): boolean {
  return mode !== "OFF" && mode !== "OBSERVE";
}
