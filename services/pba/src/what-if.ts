import { sectorOf } from "@quantum/market";
import { decimalSchema, directionSchema, sideSchema, symbolSchema } from "@quantum/types";
import * as z from "zod";
import { type Assessment, currentPortfolio, type PbaState, type Portfolio } from "./core/index.ts";

/** The exchange has no more positions, and no cycle has more proposals. */
const MOST_POSITIONS = 500;
const MOST_PROPOSALS = 100;

const positive = decimalSchema.refine((text) => Number(text) > 0, "must be above zero");

const proposalSchema = z.strictObject({
  symbol: symbolSchema,
  side: sideSchema,
  quantity: positive,
  leverage: z.number().int().positive(),
  /** The market's price; left out: the last one known. */
  referencePrice: positive.optional(),
  /** Limit price of a LIMIT order. */
  price: positive.optional(),
  intentId: z.string().min(1).max(100).optional(),
  /** Left out: in the order of the list. */
  rank: z.number().int().optional(),
  confidence: z.number().min(0).max(1).default(0),
});

const positionSchema = z.strictObject({
  symbol: symbolSchema,
  direction: directionSchema,
  quantity: positive,
  markPrice: positive,
  leverage: z.number().positive(),
});

/** What may be asked: proposals, on top of the desk as it is or of the portfolio given. */
export const whatIfSchema = z.strictObject({
  proposals: z.array(proposalSchema).max(MOST_PROPOSALS),
  portfolio: z.strictObject({ equityUsd: positive, positions: z.array(positionSchema).max(MOST_POSITIONS) }).optional(),
});
type WhatIf = z.infer<typeof whatIfSchema>;

/** The question in the core's words. */
export function assessmentOf(request: WhatIf, state: Readonly<PbaState>): Assessment {
  const at = state.barsAt;
  const portfolio = request.portfolio ? imagined(request.portfolio, at) : currentPortfolio(state);
  return { at, portfolio, proposals: request.proposals.map((proposal, index) => proposalOf(proposal, index, state)) };
}

function imagined({ equityUsd, positions }: NonNullable<WhatIf["portfolio"]>, cycle: number): Portfolio {
  const held = positions.map((position, index) => ({ ...position, tradeId: `what-if-${index + 1}`, sector: sectorOf(position.symbol) }));
  return { cycle, equityUsd, positions: held, doubt: null };
}

function proposalOf(proposal: WhatIf["proposals"][number], index: number, state: Readonly<PbaState>): Assessment["proposals"][number] {
  const { symbol, side, quantity, leverage, price = null, rank = index + 1, confidence } = proposal;
  const intentId = proposal.intentId ?? `what-if-${index + 1}`;
  const referencePrice = proposal.referencePrice ?? lastPrice(state, symbol);
  const order = {
    symbol,
    side,
    quantity,
    leverage,
    price,
    referencePrice,
    type: price === null ? ("MARKET" as const) : ("LIMIT" as const),
  };
  const unasked = { stopPrice: null, takeProfitPrice: null, decidedAt: state.barsAt, reason: "what-if" };
  return { rank, confidence, intent: { intentId, tradeId: intentId, purpose: "ENTRY", ...order, ...unasked } };
}

/** "0" when it is not known, which the review finds missing. */
function lastPrice({ prices }: Readonly<PbaState>, symbol: string): string {
  return Object.hasOwn(prices, symbol) ? String(prices[symbol]?.price ?? 0) : "0";
}
