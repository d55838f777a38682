import { deriveId, type Effect, emit, type Input } from "@quantum/types";
import { NAME } from "./desk.ts";

/** Something a person should know. */
export interface Alert {
  severity: "INFO" | "WARNING" | "CRITICAL";
  code: string;
  message: string;
  action: string;
}

/** The event and the row of an alert. A core knows market time only, so that is also when it says it was recorded. */
export function alertEffects(input: Input, alert: Alert, about: string | number = ""): Effect[] {
  return [
    emit("alert.raised", { service: NAME, ...alert }),
    {
      kind: "store",
      table: "alerts",
      key: deriveId(input.id, NAME, alert.code, about),
      row: { at: input.at, service: NAME, ...alert, recorded_at: input.at },
    },
  ];
}
