import { deriveId, type Effect, emit } from "@quantum/types";

export interface Alert {
  readonly severity: "INFO" | "WARNING" | "CRITICAL";
  /** Stable name of the kind of alert. */
  readonly code: string;
  readonly message: string;
  /** What to do next. */
  readonly action: string;
}

/** An alert: the event and its row. `key` makes it the same alert when it is raised again for the same cause. */
export function alertEffects(service: string, key: string, at: number, alert: Alert): Effect[] {
  return [
    emit("alert.raised", { service, ...alert }),
    { kind: "store", table: "alerts", key: deriveId(key, "alert"), row: { at, service, ...alert, recorded_at: Date.now() } },
  ];
}
