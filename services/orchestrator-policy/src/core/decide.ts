import { hearCoordinator, openDirectives, updateRoster } from "@quantum/roster";
import { binds, type Decision, type Effect, emit, type FleetEvent, INTERVAL_MS, type Input, type Woken } from "@quantum/types";
import type { PolicySettings } from "./limits.ts";
import type { PolicyTable } from "./policy-table.ts";
import { onDirective } from "./risk-mode.ts";
import { keepSample } from "./samples.ts";
import { policyOf } from "./set-policy.ts";
import type { PolicyState } from "./state.ts";
import { isWaiting } from "./waiting.ts";

/** How the core is set up. */
export interface Rules {
  readonly table: PolicyTable;
  readonly settings: PolicySettings;
}

/** What each input means: it opens the cycle, is one of its answers, changes who is there, or ends the wait. */
export function decide(state: PolicyState, input: Input, rules: Rules): Decision<PolicyState> {
  return { state, effects: effectsOf(state, input, rules) };
}

function effectsOf(state: PolicyState, input: Input, rules: Rules): Effect[] {
  switch (input.type) {
    case "bars.closed":
      return input.data.opensCycle ? onBars(state, input, rules) : [];
    case "regime.classified":
      if (input.cycle !== undefined) keepSample(state.regimes, regimeSample(input, input.cycle));
      return answerIfComplete(state, rules);
    case "portfolio.valued":
      if (input.cycle !== undefined) keepSample(state.drawdowns, { at: input.cycle, drawdownRatio: input.data.drawdownRatio });
      return answerIfComplete(state, rules);
    case "directive.issued":
      return onDirective(state.directives, input);
    case "fleet.coordinated":
      hearCoordinator(state.directives, input);
      return [];
    case "wake":
      return isDeadlineOf(state, input) ? answerOpen(state, rules) : [];
    default:
      return updateRoster(state.roster, input) ? answerIfComplete(state, rules) : [];
  }
}

function onBars(state: PolicyState, { data }: FleetEvent<"bars.closed">, rules: Rules): Effect[] {
  if (data.closeAt <= Math.max(state.answeredAt, state.open?.at ?? 0)) return [];
  // Every cycle has its answer, also one that was overtaken by the next.
  const overtaken = answerOpen(state, rules);
  state.open = { at: data.closeAt, stepMs: INTERVAL_MS[data.interval] };
  const answers = answerIfComplete(state, rules);
  if (state.open === null) return [...overtaken, ...answers];
  return [...overtaken, { kind: "wake", name: "policy.deadline", afterMs: rules.settings.waitMs, data: { cycle: data.closeAt } }];
}

function answerIfComplete(state: PolicyState, rules: Rules): Effect[] {
  return state.open !== null && !isWaiting(state, state.open) ? answerOpen(state, rules) : [];
}

function answerOpen(state: PolicyState, { table }: Rules): Effect[] {
  const cycle = state.open;
  if (cycle === null) return [];
  openDirectives(state.directives, state.roster, cycle.at);
  const policy = policyOf(state, cycle, table);
  Object.assign(state, { open: null, answeredAt: cycle.at, policy });
  return [emit("policy.set", policy, cycle.at)];
}

function isDeadlineOf({ open }: PolicyState, { data }: Woken): boolean {
  const about = data.data as { cycle?: unknown } | null;
  return data.name === "policy.deadline" && open !== null && about?.cycle === open.at;
}

function regimeSample({ data, mode }: FleetEvent<"regime.classified">, at: number) {
  return { at, state: data.market.state, volatilityRatio: data.market.volatilityRatio, binding: binds(mode) };
}
