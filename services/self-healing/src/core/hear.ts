import { hearCoordinator, hearDirective, openDirectives, riskModeAt, updateRoster } from "@quantum/roster";
import type { Effect, FleetEvent } from "@quantum/types";
import { noteError } from "./error-rate.ts";
import { NAME } from "./name.ts";
import type { HealingState } from "./state.ts";

/** Ids of events remembered, against what is delivered twice. */
const SEEN_MEMORY = 64;

/** What an event of the fleet changes. */
export function hear(state: HealingState, input: FleetEvent): Effect[] {
  if (state.seenIds.includes(input.id)) return [];
  state.seenIds = [...state.seenIds, input.id].slice(-SEEN_MEMORY);
  updateRoster(state.roster, input);
  switch (input.type) {
    case "service.started":
      state.left = state.left.filter((name) => name !== input.data.service);
      return [];
    case "service.stopped":
      state.left = [...state.left.filter((name) => name !== input.data.service), input.data.service];
      return [];
    case "alert.raised":
      if (isError(input) && state.lookedAt !== null) noteError(state, state.lookedAt);
      return [];
    case "portfolio.valued":
      state.openPositions = input.data.positions.length;
      return [];
    case "directive.issued":
      return hearDirective(state.directives, input, { name: NAME, understands: [] });
    case "fleet.coordinated":
      hearCoordinator(state.directives, input);
      return [];
    case "cycle.completed":
      state.cycle = Math.max(state.cycle, input.cycle ?? 0);
      openDirectives(state.directives, state.roster, state.cycle);
      return [];
    default:
      return [];
  }
}

/** Critical alerts that tell of the market or of a stop, not of a system that fails; a pause asked for here must not feed itself. */
const NOT_AN_ERROR = /^(ESS_|KILL_LATCH_SET$|DAILY_LOSS$)/;

function isError({ data, source }: FleetEvent<"alert.raised">): boolean {
  return data.severity === "CRITICAL" && source !== NAME && !NOT_AN_ERROR.test(data.code);
}

/** True while the coordinator holds the fleet in SAFE: then faults are believed sooner. */
export function isSafeOrdered(state: Readonly<HealingState>): boolean {
  // The cycle that runs is the one after the last that ended.
  return riskModeAt(state.directives, state.roster, state.cycle + 1) === "SAFE";
}
