/** How urgent: critical wakes somebody, warning is looked at today, info is for the record. */
export type Severity = "critical" | "warning" | "info";

/** A made-up past: series in the notation of promtool, one value a minute, and when to look. */
export interface Scene {
  /** `name{label="value"} 1+0x10` */
  readonly series: readonly string[];
  /** Minutes after the beginning. */
  readonly atMinutes: number;
}

/** One alert: when it fires, what a person reads, what is to be done, and two scenes that prove it. */
export interface Alert {
  readonly name: string;
  readonly severity: Severity;
  readonly expr: string;
  /** How long it must hold; "0s" is at once. */
  readonly for: string;
  /** One line, with the labels and the value of what fires. */
  readonly summary: string;
  /** What it means. */
  readonly means: string;
  /** How to see it. */
  readonly see: string;
  /** What to do. */
  readonly act: string;
  /** When to get somebody else, or to stop the desk. */
  readonly escalate: string;
  readonly fires: Scene;
  /** As close to firing as it gets. */
  readonly quiet: Scene;
}

/** Alerts that are about one thing; each group becomes one file of rules. */
export interface AlertGroup {
  readonly name: string;
  readonly title: string;
  readonly alerts: readonly Alert[];
}

/** A scene from its series, looked at after so many minutes. */
export function scene(atMinutes: number, ...series: string[]): Scene {
  return { series, atMinutes };
}

/**
 * How much a counter grew in a window, first occurrences included: a series that begins at one is no growth to `increase`. After a restart of the
 * counter it is negative, so nothing is told twice.
 */
export function newlyCounted(selector: string, by: readonly string[], window: string): string {
  const sum = (what: string): string => `sum by (${by.join(", ")}) (${what})`;
  return `(${sum(selector)} - (${sum(`${selector} offset ${window}`)} or 0 * ${sum(selector)}))`;
}
