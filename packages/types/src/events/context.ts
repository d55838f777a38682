import * as z from "zod";
import { defineEvent } from "../event.ts";
import { symbolSchema } from "../market.ts";
import { directionSchema } from "../order.ts";
import { verdictSchema } from "../verdict.ts";

/** The eight market states, and UNKNOWN when the data do not allow a judgement. */
export const MARKET_STATES = [
  "BULL_STRONG",
  "BULL_WEAK",
  "BEAR_STRONG",
  "BEAR_WEAK",
  "SIDEWAYS_TIGHT",
  "SIDEWAYS_WIDE",
  "VOLATILE",
  "CHOPPY",
  "UNKNOWN",
] as const;
export const marketStateSchema = z.enum(MARKET_STATES);
export type MarketState = z.infer<typeof marketStateSchema>;

/** How daring the desk may be, from the most daring to the most careful. The order is the order of restriction. */
export const RISK_MODES = ["AGGRESSIVE", "NORMAL", "CAUTIOUS", "DEFENSIVE", "SAFE"] as const;
export const riskModeSchema = z.enum(RISK_MODES);
export type RiskMode = z.infer<typeof riskModeSchema>;

/** Kinds of trading a market state permits. */
export const STRATEGIES = ["SCALPING", "TREND", "MEAN_REVERSION", "CONSERVATIVE"] as const;
export const strategySchema = z.enum(STRATEGIES);
export type Strategy = z.infer<typeof strategySchema>;

/** One judgement of a market: `probabilities` over the eight states add up to 1 (empty when UNKNOWN); `sinceBars` how long the state holds. */
export const regimeSchema = z.object({
  state: marketStateSchema,
  probabilities: z.partialRecord(marketStateSchema, z.number().min(0).max(1)),
  sinceBars: z.number().int().nonnegative(),
  /** Realised volatility of the last bars as a multiple of its own long average; null while unknown. */
  volatilityRatio: z.number().nullable(),
});
export type Regime = z.infer<typeof regimeSchema>;

/** msc_ai's one answer to a cycle: the state of the whole market and of each symbol. `announce` is true when it changed or half an hour is over. */
export const regimeClassified = defineEvent(
  "regime.classified",
  1,
  "context",
  z.object({
    market: regimeSchema,
    symbols: z.array(regimeSchema.extend({ symbol: symbolSchema })),
    riskMode: z.enum(["AGGRESSIVE", "NORMAL", "DEFENSIVE"]),
    strategies: z.array(strategySchema),
    announce: z.boolean(),
  }),
);

/** orchestrator_policy's one answer to a cycle: what is allowed now, which row of the table said so, and on which inputs. */
export const policySet = defineEvent(
  "policy.set",
  1,
  "context",
  z.object({
    rowId: z.string(),
    tableVersion: z.string(),
    allowTrades: z.boolean(),
    minConfidence: z.number().min(0).max(1),
    maxPositions: z.number().int().nonnegative(),
    allowedSides: z.array(directionSchema),
    /** Multiplies sizes; never above 1. */
    sizeFactor: z.number().min(0).max(1),
    inputs: z.object({ regime: marketStateSchema, volatility: z.string(), drawdown: z.string(), riskMode: riskModeSchema }),
    /** Inputs that were missing or too old; any makes the policy the conservative one. */
    stale: z.array(z.string()),
    reason: z.string(),
  }),
);

/** A symbol in the universe. REDUCE_ONLY: it left, but a position is still open in it. */
export const universeMemberSchema = z.object({
  symbol: symbolSchema,
  status: z.enum(["ACTIVE", "REDUCE_ONLY"]),
  score: z.number(),
  category: z.string(),
  sector: z.string(),
});

/** Why a symbol is in or out: the rule's code with the measured value and the limit. */
export const membershipReasonSchema = z.object({
  symbol: symbolSchema,
  included: z.boolean(),
  code: z.string(),
  measured: z.union([z.number(), z.string(), z.null()]),
  limit: z.union([z.number(), z.string(), z.null()]),
});

/** universe_os's one answer to a cycle: who may be traded. `refreshed` is false when the last refresh still holds. */
export const universeUpdated = defineEvent(
  "universe.updated",
  1,
  "context",
  z.object({
    members: z.array(universeMemberSchema),
    reasons: z.array(membershipReasonSchema),
    refreshed: z.boolean(),
    refreshedAt: z.number().int(),
  }),
);

/** One candidate: its expected value after all costs, in basis points of notional, and what it is made of. */
export const opportunitySchema = z.object({
  rank: z.number().int().positive(),
  symbol: symbolSchema,
  direction: directionSchema,
  score: z.number(),
  expectedValueBps: z.number(),
  costs: z.object({ feesBps: z.number(), spreadBps: z.number(), fundingBps: z.number() }),
  components: z.record(z.string(), z.number()),
});
export type Opportunity = z.infer<typeof opportunitySchema>;

/** opportunity_ranker's one answer to a cycle: every eligible symbol and side, best first; the top of it may be traded. */
export const opportunitiesRanked = defineEvent(
  "opportunities.ranked",
  1,
  "context",
  z.object({
    opportunities: z.array(opportunitySchema),
    /** Places from the top that may be traded. */
    limit: z.number().int().nonnegative(),
    skipped: z.array(z.object({ symbol: symbolSchema, reason: z.string() })),
    /** Rank correlation (Spearman) between score and outcome so far, with its 95 % interval; null below the least sample. */
    rankCorrelation: z
      .object({ value: z.number(), samples: z.number().int(), low: z.number().optional(), high: z.number().optional() })
      .nullable(),
  }),
);

/** Classes of open positions. ORPHAN: on the exchange, claimed by nobody. */
export const POSITION_CLASSES = ["WINNER", "RUNNER", "LOSER", "RUNAWAY_LOSER", "STALE", "SCALP", "NEUTRAL", "ORPHAN"] as const;
export const positionClassSchema = z.enum(POSITION_CLASSES);
export type PositionClass = z.infer<typeof positionClassSchema>;

/** pil's one answer to a cycle: what every open position is. */
export const positionsClassified = defineEvent(
  "positions.classified",
  1,
  "context",
  z.object({
    positions: z.array(
      z.object({
        tradeId: z.string(),
        symbol: symbolSchema,
        class: positionClassSchema,
        rMultiple: z.number().nullable(),
        maxFavourableR: z.number().nullable(),
        maxAdverseR: z.number().nullable(),
        ageBars: z.number().int(),
        /** Change of R over the last bars; null while unknown. */
        momentumR: z.number().nullable(),
        verdict: verdictSchema,
      }),
    ),
  }),
);

/** pba's one answer to a cycle's proposals: the whole list in rank order, each with before and after, and what should be reduced anyway. */
export const tradesReviewed = defineEvent(
  "trades.reviewed",
  1,
  "trades",
  z.object({
    reviews: z.array(
      z.object({
        intentId: z.string(),
        symbol: symbolSchema,
        outcome: z.enum(["ALLOW", "SHRINK", "BLOCK"]),
        quantityBefore: z.string(),
        quantityAfter: z.string(),
        verdicts: z.array(verdictSchema),
      }),
    ),
    reductions: z.array(z.object({ tradeId: z.string(), symbol: symbolSchema, quantity: z.string(), verdict: verdictSchema })),
  }),
);

/** Something ai_hfos (or an operator) orders the fleet to keep to until it expires. Receivers answer with `directive.acknowledged`. */
export const directiveIssued = defineEvent(
  "directive.issued",
  1,
  "context",
  z.object({
    directiveId: z.string(),
    /** Services it is meant for; empty: all. */
    targets: z.array(z.string()),
    riskMode: riskModeSchema.nullable(),
    constraints: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
    expiresAt: z.number().int(),
    by: z.string(),
    reason: z.string(),
  }),
);

export const directiveAcknowledged = defineEvent(
  "directive.acknowledged",
  1,
  "context",
  z.object({ directiveId: z.string(), service: z.string(), obeyed: z.boolean(), reason: z.string() }),
);

/**
 * What the coordinator holds the desk to. Restraints form a lattice: of two, the more restrictive figure of each field holds (`meet`), so the order in
 * which they came cannot matter.
 */
export const restraintSchema = z.object({
  riskMode: riskModeSchema,
  allowEntries: z.boolean(),
  /** Least confidence of an entry, on [0, 1]. */
  minConfidence: z.number().min(0).max(1),
  /** All positions together, as a share of equity. */
  maxGrossRatio: z.number().nonnegative(),
  /** Only symbols of category CORE may be entered. */
  coreSymbolsOnly: z.boolean(),
  /** Whether pal may do anything. */
  allowAmplification: z.boolean(),
  /** Multiplies sizes; never above 1. */
  sizeFactor: z.number().min(0).max(1),
});
export type Restraint = z.infer<typeof restraintSchema>;

/** Two modules that want what does not go together, and what holds. `rule` names the rule that found it. */
export const conflictSchema = z.object({
  rule: z.string(),
  services: z.array(z.string()),
  subject: z.string(),
  resolution: z.string(),
  reason: z.string(),
});

/** ai_hfos's one answer to a cycle: the risk mode, what the desk is held to, why, and where modules contradicted each other. */
export const fleetCoordinated = defineEvent(
  "fleet.coordinated",
  1,
  "context",
  z.object({
    restraint: restraintSchema,
    /** Cycle since which this risk mode holds. */
    since: z.number().int(),
    /** What asks for this risk mode: rule, figure, limit. */
    verdicts: z.array(verdictSchema),
    conflicts: z.array(conflictSchema),
    /** Modules whose word is set aside in this cycle by a person's override, with reason and end. */
    overrides: z.array(z.object({ service: z.string(), by: z.string(), reason: z.string(), expiresAt: z.number().int() })),
    /** Directives in force: of what was ordered, what is not listed has ended. */
    directives: z.array(z.string()),
    /** Services that have not acknowledged a directive in force. */
    unacknowledged: z.array(z.string()),
    missing: z.array(z.string()),
  }),
);

/** How far a stop goes, from trading as usual to everything halted. The order is the order of restriction. */
export const EMERGENCY_LEVELS = ["NORMAL", "PAUSE", "REDUCE_ONLY", "HALT"] as const;
export const emergencyLevelSchema = z.enum(EMERGENCY_LEVELS);
export type EmergencyLevel = z.infer<typeof emergencyLevelSchema>;

/** ess's one answer to a cycle: its level, and what holds it there. */
export const emergencyJudged = defineEvent(
  "emergency.judged",
  1,
  "context",
  z.object({
    level: emergencyLevelSchema,
    latched: z.boolean(),
    /** True while it closes positions. */
    closing: z.boolean(),
    verdicts: z.array(verdictSchema),
  }),
);

/** What the mathematician knows of the desk's edge. R figures are multiples of the initial risk; null while nothing is known. */
export const edgeSchema = z.object({
  trades: z.number().int().nonnegative(),
  winRate: z.number().nullable(),
  averageWinR: z.number().nullable(),
  averageLossR: z.number().nullable(),
  /** Kelly's fraction of the averages as they are, and of their lower confidence bounds. */
  kellyFraction: z.number().min(0),
  lowerKellyFraction: z.number().min(0),
});
export type Edge = z.infer<typeof edgeSchema>;

/** The size of one possible trade and how it was found. REFUSED: quantity "0", and the verdict that did not pass says why. */
export const sizeSchema = z.object({
  symbol: symbolSchema,
  direction: directionSchema,
  outcome: z.enum(["SIZED", "REFUSED"]),
  /** KELLY: from measured trades; EXPLORATION: the small fixed risk while there is too little evidence. */
  basis: z.enum(["KELLY", "EXPLORATION"]).nullable(),
  kellyFraction: z.number().min(0),
  /** Share of equity lost when the stop is hit. */
  fractionUsed: z.number().min(0),
  riskUsd: z.number().min(0),
  marginUsd: z.number().min(0),
  notionalUsd: z.number().min(0),
  leverage: z.number().int().nonnegative(),
  /** Distances from the price in percent: 1.5 is 1.5 %. */
  tpPct: z.number().min(0),
  slPct: z.number().min(0),
  quantity: z.string(),
  referencePrice: z.string(),
  stopPrice: z.string().nullable(),
  takeProfitPrice: z.string().nullable(),
  liquidationPrice: z.number().nullable(),
  liquidationDistancePct: z.number().nullable(),
  verdicts: z.array(verdictSchema),
});
export type AdvisedSize = z.infer<typeof sizeSchema>;

/** trading_mathematician's one answer to a cycle: a size, or a refusal, for every signal that has a side. */
export const sizesAdvised = defineEvent(
  "sizes.advised",
  1,
  "context",
  z.object({ sizes: z.array(sizeSchema), edge: edgeSchema, equityUsd: z.string().nullable(), missing: z.array(z.string()) }),
);

/** What may be done with a trade that wins. */
export const AMPLIFICATIONS = [
  "ADD_SIZE",
  "TIGHTEN_TRAIL",
  "EXTEND_HOLD",
  "PARTIAL_TAKE_PROFIT",
  "SWITCH_TO_TREND_EXIT",
  "NO_ACTION",
] as const;
export const amplificationSchema = z.enum(AMPLIFICATIONS);
export type Amplification = z.infer<typeof amplificationSchema>;

/** What is to be done with one open trade. `steps` in this order, each only when the one before is done: the stop moves before size is added. */
export const amplificationAdviceSchema = z.object({
  tradeId: z.string(),
  symbol: symbolSchema,
  direction: directionSchema,
  action: amplificationSchema,
  steps: z.array(z.enum(["MOVE_STOP", "CANCEL_TAKE_PROFIT", "ADD_SIZE", "REDUCE", "EXTEND_HOLD"])),
  /** To add or to take off; null when size stays. */
  quantity: z.string().nullable(),
  /** Nothing may be added at a worse price: with it the planned loss would not hold. */
  limitPrice: z.string().nullable(),
  /** Where the stop is to rest; null when it stays. Never farther than the one that rests. */
  newStopPrice: z.string().nullable(),
  /** The trade may be held to this age; null when its age limit stays. */
  holdUntilBars: z.number().int().nullable(),
  /** True once the trade runs without a target, behind its stop alone. */
  trendExit: z.boolean(),
  /** What is lost when the resting stop is hit, costs included; negative: what is then still won. Null while unknown. */
  plannedLossBeforeUsd: z.number().nullable(),
  plannedLossAfterUsd: z.number().nullable(),
  originalRiskUsd: z.number().nullable(),
  verdicts: z.array(verdictSchema),
});
export type AmplificationAdvice = z.infer<typeof amplificationAdviceSchema>;

/** pal's one answer to a cycle: what to do with every open trade. */
export const amplificationAdvised = defineEvent(
  "amplification.advised",
  1,
  "context",
  z.object({
    profile: z.enum(["STANDARD", "HEDGEFUND"]),
    advice: z.array(amplificationAdviceSchema),
    missing: z.array(z.string()),
  }),
);
