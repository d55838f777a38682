import { event } from "@quantum/test-kit";
import type { EventData, FleetEvent, Intent, Mode, Verdict } from "@quantum/types";

/** Somebody says hello. */
export const hello = (service: string, mode: Mode = "ENFORCED") => event("service.started", { service, version: "1", mode, recovered: 0 });
/** Somebody says goodbye. */
export const goodbye = (service: string) => event("service.stopped", { service, reason: "SIGTERM" });
/** Somebody is set to another mode. */
export const mode = (service: string, to: Mode) =>
  event("mode.changed", { service, from: to === "ENFORCED" ? "OBSERVE" : "ENFORCED", to, by: "anna", reason: "drill" });

/** msc_ai's answer: one state for the market and each symbol. */
export function regime(cycle: number, symbols: readonly string[] = ["BTCUSDT"], as: Mode = "ENFORCED"): FleetEvent<"regime.classified"> {
  const judged = { state: "BULL_WEAK" as const, probabilities: { BULL_WEAK: 1 }, sinceBars: 3, volatilityRatio: 1 };
  const data: EventData<"regime.classified"> = {
    market: judged,
    symbols: symbols.map((symbol) => ({ symbol, ...judged })),
    riskMode: "NORMAL",
    strategies: ["TREND"],
    announce: false,
  };
  return event("regime.classified", data, { cycle, mode: as, source: "msc_ai" });
}

/** universe_os's answer: these are active, those reduce-only, and the rest left for want of volume. */
export function universe(
  cycle: number,
  parts: { active?: readonly string[]; reduceOnly?: readonly string[]; left?: readonly string[] },
  as: Mode = "ENFORCED",
): FleetEvent<"universe.updated"> {
  const member = (status: "ACTIVE" | "REDUCE_ONLY") => (symbol: string) => ({ symbol, status, score: 0.7, category: "ALT", sector: "L1" });
  const data: EventData<"universe.updated"> = {
    members: [...(parts.active ?? []).map(member("ACTIVE")), ...(parts.reduceOnly ?? []).map(member("REDUCE_ONLY"))],
    reasons: (parts.left ?? []).map((symbol) => ({ symbol, included: false, code: "LOW_VOLUME", measured: 1, limit: 2 })),
    refreshed: true,
    refreshedAt: cycle,
  };
  return event("universe.updated", data, { cycle, mode: as, source: "universe_os" });
}

/** opportunity_ranker's answer: these places, best first. */
export function ranking(
  cycle: number,
  places: readonly { symbol: string; direction: "LONG" | "SHORT"; expectedValueBps?: number; rank?: number }[],
  { limit = 20, as = "ENFORCED" as Mode } = {},
): FleetEvent<"opportunities.ranked"> {
  const opportunities = places.map((place, i) => ({
    rank: i + 1,
    score: 1,
    expectedValueBps: 10,
    costs: { feesBps: 10, spreadBps: 1, fundingBps: 0 },
    components: { trend: 1 },
    ...place,
  }));
  const data: EventData<"opportunities.ranked"> = { opportunities, limit, skipped: [], rankCorrelation: null };
  return event("opportunities.ranked", data, { cycle, mode: as, source: "opportunity_ranker" });
}

/** What orchestrator_policy may say; by default nothing is restricted. */
export function policyOf(part: Partial<EventData<"policy.set">> = {}): EventData<"policy.set"> {
  return {
    rowId: "P-1",
    tableVersion: "1",
    allowTrades: true,
    minConfidence: 0,
    maxPositions: 100,
    allowedSides: ["LONG", "SHORT"],
    sizeFactor: 1,
    inputs: { regime: "BULL_WEAK", volatility: "NORMAL", drawdown: "NONE", riskMode: "NORMAL" },
    stale: [],
    reason: "calm",
    ...part,
  };
}

/** orchestrator_policy's answer. */
export function policy(cycle: number, part: Partial<EventData<"policy.set">> = {}, as: Mode = "ENFORCED"): FleetEvent<"policy.set"> {
  return event("policy.set", policyOf(part), { cycle, mode: as, source: "orchestrator_policy" });
}

/** pil's answer: nothing is open. */
export function classes(cycle: number, as: Mode = "ENFORCED"): FleetEvent<"positions.classified"> {
  return event("positions.classified", { positions: [] }, { cycle, mode: as, source: "pil" });
}

/** A verdict of pba that did not pass. */
export const verdict = (rule = "PBA-01"): Verdict => ({
  module: "pba",
  rule,
  passed: false,
  observed: 0.5,
  limit: 0.4,
  reason: "too much of one sector",
});

/** One review of pba; `after`: what it leaves. */
export function review(
  intent: Pick<Intent, "intentId" | "symbol" | "quantity">,
  outcome: "ALLOW" | "SHRINK" | "BLOCK",
  after = outcome === "BLOCK" ? "0" : intent.quantity,
): EventData<"trades.reviewed">["reviews"][number] {
  const { intentId, symbol, quantity } = intent;
  return { intentId, symbol, outcome, quantityBefore: quantity, quantityAfter: after, verdicts: outcome === "ALLOW" ? [] : [verdict()] };
}

/** pba's answer. */
export function reviewed(
  cycle: number,
  reviews: EventData<"trades.reviewed">["reviews"],
  { reductions = [] as EventData<"trades.reviewed">["reductions"], as = "ENFORCED" as Mode } = {},
): FleetEvent<"trades.reviewed"> {
  return event("trades.reviewed", { reviews, reductions }, { cycle, mode: as, source: "pba" });
}
