import * as z from "zod";
import { decimalSchema } from "../decimal.ts";
import { defineEvent } from "../event.ts";
import { symbolSchema } from "../market.ts";
import { directionSchema } from "../order.ts";
import { reasonCodeSchema } from "../reason-codes.ts";

/** A position as the exchange reports it. `quantity` is signed: negative is short. */
export const exchangePositionSchema = z.object({
  symbol: symbolSchema,
  quantity: decimalSchema,
  entryPrice: decimalSchema,
  markPrice: decimalSchema,
  unrealisedPnlUsd: decimalSchema,
  leverage: z.number(),
});
export type ExchangePosition = z.infer<typeof exchangePositionSchema>;

/** Where our books and the exchange disagree. `kind` names what differs, `ours` and `theirs` are the two figures. */
export const differenceSchema = z.object({
  symbol: symbolSchema.nullable(),
  kind: z.string(),
  ours: z.string(),
  theirs: z.string(),
  reason: z.string(),
});
export type Difference = z.infer<typeof differenceSchema>;

/** execution asked the exchange for everything and compared it with its own books. Published before each bar and every few seconds. */
export const accountSynced = defineEvent(
  "account.synced",
  1,
  "positions",
  z.object({
    walletUsd: decimalSchema,
    unrealisedPnlUsd: decimalSchema,
    equityUsd: decimalSchema,
    positions: z.array(exchangePositionSchema),
    openOrders: z.number().int(),
    openAlgoOrders: z.number().int(),
    differences: z.array(differenceSchema),
  }),
);

/** One funding payment, exactly once per exchange transaction. Negative: we paid. */
export const fundingPaid = defineEvent(
  "funding.paid",
  1,
  "positions",
  z.object({ transactionId: z.string(), symbol: symbolSchema, amountUsd: decimalSchema, paidAt: z.number().int() }),
);

/** A position in portfolio_intelligence's ledger. R figures are multiples of the trade's initial risk; null while unknown. */
export const ledgerPositionSchema = z.object({
  tradeId: z.string(),
  symbol: symbolSchema,
  direction: directionSchema,
  quantity: decimalSchema,
  /** What its entry bought, before anything was added or taken off: the base of the initial risk. */
  initialQuantity: decimalSchema.optional(),
  entryPrice: decimalSchema,
  markPrice: decimalSchema,
  notionalUsd: z.number(),
  unrealisedPnlUsd: z.number(),
  stopPrice: decimalSchema.nullable(),
  initialRiskUsd: z.number().nullable(),
  rMultiple: z.number().nullable(),
  maxFavourableR: z.number().nullable(),
  maxAdverseR: z.number().nullable(),
  openedAt: z.number().int(),
  ageBars: z.number().int(),
  sector: z.string(),
  leverage: z.number(),
});
export type LedgerPosition = z.infer<typeof ledgerPositionSchema>;

/** portfolio_intelligence's one answer to a cycle: the desk's worth and what it is exposed to. Ratios are shares of equity. */
export const portfolioValued = defineEvent(
  "portfolio.valued",
  1,
  "positions",
  z.object({
    walletUsd: decimalSchema,
    unrealisedPnlUsd: decimalSchema,
    equityUsd: decimalSchema,
    peakEquityUsd: decimalSchema,
    drawdownRatio: z.number(),
    dayStartEquityUsd: decimalSchema,
    realisedPnlUsd: decimalSchema,
    feesUsd: decimalSchema,
    fundingUsd: decimalSchema,
    positions: z.array(ledgerPositionSchema),
    exposure: z.object({
      grossRatio: z.number(),
      netRatio: z.number(),
      longRatio: z.number(),
      shortRatio: z.number(),
      bySymbol: z.record(z.string(), z.number()),
      bySector: z.record(z.string(), z.number()),
    }),
    averageCorrelation: z.number().nullable(),
    differences: z.array(differenceSchema),
  }),
);

export const tradeOpened = defineEvent(
  "trade.opened",
  1,
  "positions",
  z.object({
    tradeId: z.string(),
    symbol: symbolSchema,
    direction: directionSchema,
    quantity: decimalSchema,
    entryPrice: decimalSchema,
    stopPrice: decimalSchema.nullable(),
  }),
);

/** A trade is flat. `rMultiple` = net profit / initial risk, fees and funding included; null when the initial risk is unknown. */
export const tradeClosed = defineEvent(
  "trade.closed",
  1,
  "positions",
  z.object({
    tradeId: z.string(),
    symbol: symbolSchema,
    direction: directionSchema,
    quantity: decimalSchema,
    entryPrice: decimalSchema,
    exitPrice: decimalSchema,
    openedAt: z.number().int(),
    closedAt: z.number().int(),
    grossPnlUsd: decimalSchema,
    feesUsd: decimalSchema,
    fundingUsd: decimalSchema,
    netPnlUsd: decimalSchema,
    initialRiskUsd: z.number().nullable(),
    rMultiple: z.number().nullable(),
    maxFavourableR: z.number().nullable(),
    maxAdverseR: z.number().nullable(),
    exitCode: reasonCodeSchema,
  }),
);
