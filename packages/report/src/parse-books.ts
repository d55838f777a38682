import * as z from "zod";
import type { Books } from "./ledger.ts";

const placed = z.object({ symbol: z.string(), side: z.string() });

const orderSchema = placed.extend({
  orderId: z.number(),
  clientOrderId: z.string(),
  executedQuantity: z.string(),
  algoId: z.number().nullable(),
});

const algoSchema = placed.extend({ algoId: z.number(), clientAlgoId: z.string(), orderId: z.number() });

const fillSchema = placed.extend({
  tradeId: z.number(),
  orderId: z.number(),
  clientOrderId: z.string(),
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
  orders: z.array(orderSchema),
  algoOrders: z.array(algoSchema),
  funding: z.array(z.object({ transactionId: z.number(), symbol: z.string(), amountUsd: z.string() })),
  totals: z.object({ realisedPnlUsd: z.string(), feesUsd: z.string(), fundingUsd: z.string() }),
});
type RawBooks = z.infer<typeof booksSchema>;

/** Checks the simulator's books and brings them into the shape of the comparison. */
export function parseBooks(answer: unknown): Books {
  const books = booksSchema.parse(answer);
  const { walletUsd, equityUsd, positions, totals } = books;
  const funding = books.funding.map(({ transactionId, symbol, amountUsd }) => ({
    transactionId: `${transactionId}:${symbol}`,
    symbol,
    amountUsd,
  }));
  return { walletUsd, equityUsd, positions, totals, funding, orders: ordersOf(books), fills: fillsOf(books) };
}

/** All orders, the exchange's own liquidation orders among them, each under the id it was placed with. */
function ordersOf(books: RawBooks): Books["orders"] {
  const byId = new Map(books.orders.map((order) => [order.orderId, order]));
  const plain = books.orders
    .filter((order) => order.algoId === null)
    .map(({ clientOrderId, symbol, side, executedQuantity }) => ({ clientOrderId, symbol, side, filledQuantity: executedQuantity }));
  const conditional = books.algoOrders.map(({ clientAlgoId, symbol, side, orderId }) => {
    return { clientOrderId: clientAlgoId, symbol, side, filledQuantity: byId.get(orderId)?.executedQuantity ?? "0" };
  });
  return [...plain, ...conditional];
}

/** A conditional order becomes a plain one when it is triggered; its fills belong to the conditional one. */
function fillsOf(books: RawBooks): Books["fills"] {
  const placedAs = new Map(books.algoOrders.map((algo) => [algo.orderId, algo.clientAlgoId]));
  return books.fills.map(({ tradeId, orderId, filledAt, ...fill }) => ({
    ...fill,
    exchangeTradeId: String(tradeId),
    clientOrderId: placedAs.get(orderId) ?? fill.clientOrderId,
    at: filledAt,
  }));
}
