import { event, valuation, woken } from "@quantum/test-kit";
import { type FleetEvent, INTERVAL_MS, type Input, type MarketState, type Mode, type RiskMode } from "@quantum/types";

/** Close of the first cycle of the scenarios, and the length of its bar. */
export const T0 = Date.UTC(2023, 6, 13, 0, 5);
export const STEP_MS = INTERVAL_MS["5m"];

/** The close that opens a cycle. */
export function bars(at: number, opensCycle = true): FleetEvent<"bars.closed"> {
  return event("bars.closed", { interval: "5m", closeAt: at, bars: [], missing: [], opensCycle }, { cycle: at });
}

/** What msc_ai says of a cycle. */
export function regime(
  at: number,
  state: MarketState = "BULL_WEAK",
  about: { volatilityRatio?: number | null; mode?: Mode } = {},
): FleetEvent<"regime.classified"> {
  const { volatilityRatio = 1, mode = "ENFORCED" } = about;
  const market = { state, probabilities: {}, sinceBars: 3, volatilityRatio };
  const data = { market, symbols: [], riskMode: "NORMAL" as const, strategies: [], announce: false };
  return event("regime.classified", data, { cycle: at, source: "msc_ai", mode });
}

/** What portfolio_intelligence says of a cycle. */
export function portfolio(at: number, drawdownRatio = 0): FleetEvent<"portfolio.valued"> {
  return event("portfolio.valued", valuation({ drawdownRatio }), { cycle: at, source: "portfolio_intelligence" });
}

/** A directive that names a risk mode. */
export function directive(
  directiveId: string,
  riskMode: RiskMode | null,
  about: { at?: number; expiresAt?: number; targets?: string[]; mode?: Mode } = {},
): FleetEvent<"directive.issued"> {
  const { at = T0 - 1, expiresAt = T0 + 100 * STEP_MS, targets = [], mode = "ENFORCED" } = about;
  const data = { directiveId, targets, riskMode, constraints: {}, expiresAt, by: "ai_hfos", reason: "test" };
  return event("directive.issued", data, { id: `directive-${directiveId}`, at, source: "ai_hfos", mode });
}

/** A hello, and a goodbye. */
export function hello(service: string, mode: Mode = "ENFORCED"): FleetEvent<"service.started"> {
  return event("service.started", { service, version: "1", mode, recovered: 0 }, { id: `hello-${service}` });
}
export function goodbye(service: string): FleetEvent<"service.stopped"> {
  return event("service.stopped", { service, reason: "SIGTERM" }, { id: `goodbye-${service}` });
}

/** The end of the wait for a cycle. */
export function deadline(at: number): Input {
  return woken("policy.deadline", { cycle: at }, { cycle: at });
}

/** Everybody a policy depends on, and itself, all enforced. */
export const FLEET = [hello("msc_ai"), hello("portfolio_intelligence"), hello("orchestrator_policy")];
