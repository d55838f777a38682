/** One line or cell of a panel: PromQL and how it is called. */
export type Query = readonly [expr: string, legend: string];

/** What is shown: lines over time, one figure, or a band of states over time. */
export type PanelKind = "lines" | "figure" | "states";

/** Units in Grafana's own spelling. */
export type Unit = "short" | "percentunit" | "s" | "bytes" | "currencyUSD" | "dateTimeAsIso";

/** One panel as data. */
export interface Panel {
  readonly kind: PanelKind;
  readonly title: string;
  readonly help: string;
  readonly unit: Unit;
  readonly queries: readonly Query[];
  /** Words for values, e.g. 0 -> HEALTHY. */
  readonly words?: Readonly<Record<number, readonly [text: string, color: Color]>>;
  /** Grid columns of 24. */
  readonly width: number;
}

export type Color = "green" | "yellow" | "orange" | "red" | "blue" | "gray" | "purple";

/** Panels under one heading. */
export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** One dashboard as data. */
export interface Board {
  readonly uid: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly help: string;
  readonly rows: readonly Row[];
}

interface About {
  readonly title: string;
  readonly help: string;
  readonly unit?: Unit;
  readonly words?: NonNullable<Panel["words"]>;
  readonly width?: number;
}

/** Lines over time. */
export function lines(about: About, ...queries: Query[]): Panel {
  return panel("lines", about, queries, 8);
}

/** One figure, the newest. */
export function figure(about: About, ...queries: Query[]): Panel {
  return panel("figure", about, queries, 4);
}

/** A band for each series, coloured by its value. */
export function states(about: About, ...queries: Query[]): Panel {
  return panel("states", about, queries, 12);
}

function panel(kind: PanelKind, about: About, queries: readonly Query[], width: number): Panel {
  return { kind, unit: "short", width, ...about, queries };
}

/** HEALTHY, DEGRADED, UNHEALTHY. */
export const STATUS_WORDS = { 0: ["HEALTHY", "green"], 1: ["DEGRADED", "yellow"], 2: ["UNHEALTHY", "red"] } as const;
/** Yes is good. */
export const YES_IS_GOOD = { 0: ["no", "red"], 1: ["yes", "green"] } as const;
/** Yes is bad. */
export const YES_IS_BAD = { 0: ["no", "green"], 1: ["yes", "red"] } as const;
/** Verdicts of an evaluation of models. */
export const VERDICT_WORDS = { [-1]: ["N/A", "gray"], 0: ["NO EDGE", "yellow"], 1: ["EDGE", "green"] } as const;
/** Levels of the emergency stop. */
export const LEVEL_WORDS = { 0: ["NORMAL", "green"], 1: ["PAUSE", "yellow"], 2: ["REDUCE_ONLY", "orange"], 3: ["HALT", "red"] } as const;
/** Risk modes of the coordinator. */
export const RISK_MODE_WORDS = {
  0: ["AGGRESSIVE", "purple"],
  1: ["NORMAL", "green"],
  2: ["CAUTIOUS", "yellow"],
  3: ["DEFENSIVE", "orange"],
  4: ["SAFE", "red"],
} as const;
