import { type Effect, emit } from "@quantum/types";

/** Name of this service on the bus. */
export const NAME = "risk_safety";

/** Something a person should know. */
export interface Alert {
  severity: "INFO" | "WARNING" | "CRITICAL";
  code: string;
  message: string;
  action: string;
}

/** Tells a person; its row in table alerts follows from the event. */
export function alertEffects(alert: Alert): Effect[] {
  return [emit("alert.raised", { service: NAME, ...alert })];
}
