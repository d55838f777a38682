import type { EventData, EventType, Mode, Verdict } from "@quantum/types";
import type { Instruments } from "./instruments.ts";

/** What events tell in figures, by type. `mode` is that of the service that says it. */
export type EventFigures = {
  readonly [T in EventType]?: (instruments: Instruments, data: EventData<T>, mode: Mode) => void;
};

/** Counts verdicts by rule. */
export function countVerdicts(instruments: Instruments, verdicts: readonly Verdict[], mode: Mode): void {
  for (const { rule, passed } of verdicts) instruments.count("fleet_verdicts_total", 1, { rule, passed: String(passed), mode });
}
