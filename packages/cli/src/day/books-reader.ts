import type { Books } from "@quantum/report";
import { z } from "zod";

const fillSchema = z.object({
  exchangeTradeId: z.string(),
  clientOrderId: z.string(),
  symbol: z.string(),
  side: z.string(),
  quantity: z.string(),
  price: z.string(),
  feeUsd: z.string(),
  realisedPnlUsd: z.string(),
  maker: z.boolean(),
  filledAt: z.number(),
});

const booksSchema = z.object({
  walletUsd: z.string(),
  equityUsd: z.string(),
  positions: z.array(z.object({ symbol: z.string(), quantity: z.string() })),
  fills: z.array(fillSchema),
  orders: z.array(z.object({ clientOrderId: z.string(), symbol: z.string(), side: z.string(), filledQuantity: z.string() })),
  funding: z.array(z.object({ transactionId: z.string(), symbol: z.string(), amountUsd: z.string() })),
  totals: z.object({ realisedPnlUsd: z.string(), feesUsd: z.string(), fundingUsd: z.string() }),
});

/** Checks the exchange's books and brings them into the shape of the comparison. */
export function parseBooks(answer: unknown): Books {
  const books = booksSchema.parse(answer);
  return { ...books, fills: books.fills.map(({ filledAt, ...fill }) => ({ ...fill, at: filledAt })) };
}
