import { type Effect, type EventData, emit } from "@quantum/types";

/** An alert as a service raises it: `code` names its kind, `action` says what to do next. */
export type Alert = Omit<EventData<"alert.raised">, "service">;

/** Tells a person. The row in table `alerts` follows from the event (see effects.ts). */
export function alertEffect(service: string, alert: Alert): Effect {
  return emit("alert.raised", { service, ...alert });
}
