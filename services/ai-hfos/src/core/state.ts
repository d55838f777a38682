import { type CycleWait, createCycleWait, type Roster } from "@quantum/roster";
import type { EmergencyLevel, EventData, MarketState as MarketStateName, PositionClass, RiskMode } from "@quantum/types";
import { emptyMarket, type MarketState } from "./market.ts";

/** A word as it is used, and whether whoever said it was in a mode that binds. */
export interface Said<T> {
  binding: boolean;
  word: T;
}

/** What others say for a cycle, cut down to what is used of it. */
export interface Words {
  "portfolio.valued": Said<{ drawdownRatio: number | null }>;
  "regime.classified": Said<{ state: MarketStateName; riskMode: RiskMode; volatilityRatio: number | null }>;
  "policy.set": Said<{ allowTrades: boolean; minConfidence: number; rowId: string }>;
  "universe.updated": Said<{ active: string[]; reduceOnly: string[] }>;
  "opportunities.ranked": Said<{ top: string[] }>;
  "positions.classified": Said<{ classes: { tradeId: string; symbol: string; class: PositionClass }[] }>;
  "sizes.advised": Said<{ sized: string[] }>;
  "amplification.advised": Said<{ added: { tradeId: string; symbol: string }[] }>;
  "emergency.judged": Said<{ level: EmergencyLevel }>;
}
export type WordType = keyof Words;

/** A risk mode asked for by a person, until it expires. */
export interface Wish {
  riskMode: RiskMode;
  by: string;
  reason: string;
  saidAt: number;
  expiresAt: number;
}

/** The word of one module set aside by a person, until it expires. */
export interface Override {
  service: string;
  by: string;
  reason: string;
  expiresAt: number;
}

/** A directive and who has acknowledged it: service -> whether it obeys and why. */
export interface Directive {
  directiveId: string;
  riskMode: RiskMode;
  constraints: EventData<"directive.issued">["constraints"];
  by: string;
  reason: string;
  /** Market time of the first issue, of the last one, and of its end. */
  issuedAt: number;
  saidAt: number;
  expiresAt: number;
  /** Cycle after which it binds. */
  cycle: number;
  binding: boolean;
  acknowledged: Record<string, { obeyed: boolean; reason: string; at: number }>;
  /** Market time at which it ended; null while it is in force. */
  endedAt: number | null;
  /** Whether those who did not acknowledge it were named in an alert. */
  alerted: boolean;
}

/** The risk mode the desk is in by itself. */
export interface HeldMode {
  riskMode: RiskMode;
  /** Cycle since which it holds. */
  since: number;
  /** Cycle since which nothing has asked for it; null while something does. */
  calmSince: number | null;
  calmCycles: number;
}

/** Everything the coordinator knows. Plain JSON. */
export interface HfosState {
  roster: Roster;
  wait: CycleWait<Words>;
  /** Length of a cycle; 0 before the first. */
  stepMs: number;
  market: MarketState;
  held: HeldMode;
  wish: Wish | null;
  overrides: Override[];
  /** The directive in force; null in normal conditions. */
  directive: Directive | null;
  past: Directive[];
  /** Cycles in a row in which a service that had to answer did not. */
  silentCycles: Record<string, number>;
  /** What pba wanted reduced when it last reviewed, and for which cycle. */
  reductions: { cycle: number; binding: boolean; trades: string[] } | null;
  /** Risk mode and since when it is told. */
  told: { riskMode: RiskMode; since: number };
  counts: { conflicts: number; directives: number; refused: number };
  last: ({ cycle: number } & EventData<"fleet.coordinated">) | null;
}

/** Normal conditions. */
export function initialState(): HfosState {
  return {
    roster: {},
    wait: createCycleWait(),
    stepMs: 0,
    market: emptyMarket(),
    held: { riskMode: "NORMAL", since: 0, calmSince: null, calmCycles: 0 },
    wish: null,
    overrides: [],
    directive: null,
    past: [],
    silentCycles: {},
    reductions: null,
    told: { riskMode: "NORMAL", since: 0 },
    counts: { conflicts: 0, directives: 0, refused: 0 },
    last: null,
  };
}
