import { event } from "@quantum/test-kit";
import type { EventData, FleetEvent, Intent, Mode, Restraint } from "@quantum/types";
import type { AdviceWord, SizeWord } from "../src/core/words.ts";
import { hello } from "./modules.ts";
import { settled } from "./scenario.ts";

/** A size for BTCUSDT LONG at 100: stop 98, target 103. */
export function size(part: Partial<EventData<"sizes.advised">["sizes"][number]> = {}): EventData<"sizes.advised">["sizes"][number] {
  return {
    symbol: "BTCUSDT",
    direction: "LONG",
    outcome: "SIZED",
    basis: "EXPLORATION",
    kellyFraction: 0,
    fractionUsed: 0.0025,
    riskUsd: 25,
    marginUsd: 250,
    notionalUsd: 500,
    leverage: 2,
    tpPct: 3,
    slPct: 2,
    quantity: "5",
    referencePrice: "100",
    stopPrice: "98",
    takeProfitPrice: "103",
    liquidationPrice: 60,
    liquidationDistancePct: 40,
    verdicts: [],
    ...part,
  };
}

/** The same as trading_bot keeps it. */
export function sizeWord(part: Partial<SizeWord> = {}): SizeWord {
  const { verdicts: _, notionalUsd: _n, tpPct: _t, slPct: _s, liquidationDistancePct: _l, ...word } = size();
  return { ...word, reason: "", ...part };
}

/** trading_mathematician's answer. */
export function sizes(
  cycle: number,
  list: EventData<"sizes.advised">["sizes"],
  { as = "ENFORCED" as Mode, equityUsd = "10000" as string | null } = {},
): FleetEvent<"sizes.advised"> {
  const edge = { trades: 0, winRate: null, averageWinR: null, averageLossR: null, kellyFraction: 0, lowerKellyFraction: 0 };
  return event("sizes.advised", { sizes: list, edge, equityUsd, missing: [] }, { cycle, mode: as, source: "trading_mathematician" });
}

type Advice = EventData<"amplification.advised">["advice"][number];

/** pal's advice for trade t1: nothing. */
export function advice(part: Partial<Advice> = {}): Advice {
  return {
    tradeId: "t1",
    symbol: "BTCUSDT",
    direction: "LONG",
    action: "NO_ACTION",
    steps: [],
    quantity: null,
    limitPrice: null,
    newStopPrice: null,
    holdUntilBars: null,
    trendExit: false,
    plannedLossBeforeUsd: null,
    plannedLossAfterUsd: null,
    originalRiskUsd: null,
    verdicts: [],
    ...part,
  };
}

/** The same as trading_bot keeps it. */
export function adviceWord(part: Partial<AdviceWord> = {}): AdviceWord {
  const { verdicts: _, ...word } = advice();
  return { ...word, reason: "", ...part };
}

/** Advice to move the stop to 101 and add a quarter at 104.1 or better. */
export const ADDING: Partial<Advice> = {
  action: "ADD_SIZE",
  steps: ["MOVE_STOP", "ADD_SIZE"],
  quantity: "6.25",
  limitPrice: "104.1",
  newStopPrice: "101",
};

/** pal's answer. */
export function amplification(cycle: number, list: Advice[], as: Mode = "ENFORCED"): FleetEvent<"amplification.advised"> {
  return event("amplification.advised", { profile: "STANDARD", advice: list, missing: [] }, { cycle, mode: as, source: "pal" });
}

/** A restraint that restrains nothing. */
export function restraint(part: Partial<Restraint> = {}): Restraint {
  return {
    riskMode: "NORMAL",
    allowEntries: true,
    minConfidence: 0,
    maxGrossRatio: 100,
    coreSymbolsOnly: false,
    allowAmplification: true,
    sizeFactor: 1,
    ...part,
  };
}

/** ai_hfos' answer. `aside`: services whose word a person has set aside. */
export function coordinated(
  cycle: number,
  part: Partial<Restraint> = {},
  { aside = [] as readonly string[], as = "ENFORCED" as Mode } = {},
): FleetEvent<"fleet.coordinated"> {
  const overrides = aside.map((service) => ({ service, by: "anna", reason: "drill", expiresAt: cycle + 1 }));
  const nothing = { verdicts: [], conflicts: [], directives: [], unacknowledged: [], missing: [] };
  return event(
    "fleet.coordinated",
    { restraint: restraint(part), since: cycle, overrides, ...nothing },
    { cycle, mode: as, source: "ai_hfos" },
  );
}

/** Somebody's word binds from here on. */
export const binding = (...services: string[]) => services.map((service) => hello(service));

/** A stop that was moved. */
export const protectedAt = (intent: Intent) => settled(intent, "PROTECTED");

/** execution carries an order out over several bars. */
export function working(intent: Pick<Intent, "intentId" | "tradeId" | "symbol" | "purpose">, untilAt: number): FleetEvent<"order.working"> {
  const { intentId, tradeId, symbol, purpose } = intent;
  return event("order.working", { intentId, tradeId, symbol, purpose, untilAt }, { id: `working-${intentId}`, source: "execution" });
}
