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
