import { createDirectiveBook, type DirectiveBook, type Roster } from "@quantum/roster";
import type { EventData, MarketState } from "@quantum/types";

/** What a market state and its volatility were at a close. `binding`: whoever said it was in a mode that binds. */
export interface RegimeSample {
  at: number;
  state: MarketState;
  volatilityRatio: number | null;
  binding: boolean;
}

/** How far equity was below its peak at a close. */
export interface DrawdownSample {
  at: number;
  drawdownRatio: number;
}

/** A cycle that is not answered yet. */
export interface OpenCycle {
  at: number;
  stepMs: number;
}

/** The state of the service. */
export interface PolicyState {
  roster: Roster;
  open: OpenCycle | null;
  /** The newest cycle that was answered. */
  answeredAt: number;
  regimes: RegimeSample[];
  drawdowns: DrawdownSample[];
  directives: DirectiveBook;
  policy: EventData<"policy.set"> | null;
}

/** A service that has seen nothing. */
export function initialState(): PolicyState {
  return { roster: {}, open: null, answeredAt: 0, regimes: [], drawdowns: [], directives: createDirectiveBook(), policy: null };
}
