import { describe, expect, it } from "@jest/globals";
import { parseBooks } from "./parse-books.ts";

const side = { symbol: "BTCUSDT", side: "SELL" };
const order = { ...side, orderId: 1, clientOrderId: "qtE-1", executedQuantity: "0.1", algoId: null };
const triggered = { ...side, orderId: 2, clientOrderId: "exchange-made", executedQuantity: "0.1", algoId: 9 };
const stop = { ...side, algoId: 9, clientAlgoId: "qtS-1", orderId: 2 };
const resting = { ...side, algoId: 10, clientAlgoId: "qtT-1", orderId: 0 };
const fill = {
  ...side,
  tradeId: 5,
  orderId: 2,
  clientOrderId: "exchange-made",
  quantity: "0.1",
  price: "1",
  feeUsd: "0",
  realisedPnlUsd: "0",
  maker: false,
  filledAt: 7,
};
const books = {
  walletUsd: "1",
  equityUsd: "1",
  positions: [],
  fills: [fill],
  orders: [order, triggered],
  algoOrders: [stop, resting],
  funding: [{ transactionId: 3, symbol: "BTCUSDT", amountUsd: "-0.1" }],
  totals: { realisedPnlUsd: "0", feesUsd: "0", fundingUsd: "-0.1" },
};

describe("the exchange's books", () => {
  it("list a conditional order once, under its own id, with what it filled after it was triggered", () => {
    const orders = parseBooks(books).orders.map(({ clientOrderId, filledQuantity }) => [clientOrderId, filledQuantity]);
    expect(orders).toEqual([
      ["qtE-1", "0.1"],
      ["qtS-1", "0.1"],
      ["qtT-1", "0"],
    ]);
  });

  it("list what the exchange sent itself to liquidate a position", () => {
    const liquidation = { ...order, orderId: 3, clientOrderId: "autoclose-1", executedQuantity: "0.2" };
    const [listed] = parseBooks({ ...books, orders: [liquidation], algoOrders: [] }).orders;
    expect(listed).toEqual({ ...side, clientOrderId: "autoclose-1", filledQuantity: "0.2" });
  });

  it("give a fill to the conditional order it came from", () => {
    expect(parseBooks(books).fills).toMatchObject([{ exchangeTradeId: "5", clientOrderId: "qtS-1", at: 7 }]);
  });

  it("name a funding payment as the gateway does", () => {
    expect(parseBooks(books).funding[0]?.transactionId).toBe("3:BTCUSDT");
  });

  it("are refused when a field is missing", () => {
    expect(() => parseBooks({ ...books, totals: undefined })).toThrow();
  });
});
