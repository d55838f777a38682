import type { Books, FillRow, Ledger, OrderRow } from "./ledger.ts";

/** One small round trip, worked out by hand: 0.1 BTC bought at 30000 and sold at 30300. For tests. */
export const START_WALLET_USD = 10_000;

const OPEN_AT = Date.UTC(2023, 6, 13, 10, 0);
const CLOSE_AT = OPEN_AT + 3_600_000;

function order(clientOrderId: string, side: string, at: number): OrderRow {
  const leg = side === "BUY" ? "ENTRY" : "EXIT";
  const fixed = { tradeId: "t1", symbol: "BTCUSDT", type: "MARKET", quantity: "0.1", price: null, triggerPrice: null, status: "FILLED" };
  return { ...fixed, clientOrderId, at, cycle: at, leg, side, reduceOnly: side === "SELL", filledQuantity: "0.1" };
}

function fill(exchangeTradeId: string, given: { order: OrderRow; price: string; feeUsd: string; realisedPnlUsd: string }): FillRow {
  const { clientOrderId, at, leg, symbol, side } = given.order;
  const { price, feeUsd, realisedPnlUsd } = given;
  return { exchangeTradeId, clientOrderId, at, leg, symbol, side, quantity: "0.1", price, feeUsd, realisedPnlUsd, maker: false };
}

/** The day in our ledger. Fees 0.05 %: 1.5 and 1.515; profit 30; funding paid 0.3. */
export function sampleLedger(): Ledger {
  const [entry, exit] = [order("q-entry", "BUY", OPEN_AT), order("q-exit", "SELL", CLOSE_AT)];
  return {
    orders: [entry, exit],
    fills: [
      fill("1", { order: entry, price: "30000", feeUsd: "1.5", realisedPnlUsd: "0" }),
      fill("2", { order: exit, price: "30300", feeUsd: "1.515", realisedPnlUsd: "30" }),
    ],
    trades: [{ tradeId: "t1", status: "CLOSED", netPnlUsd: "26.685", rMultiple: 0.8895 }],
    equity: [
      { at: OPEN_AT, equityUsd: "9998.5" },
      { at: CLOSE_AT, equityUsd: "10026.685" },
    ],
    funding: [{ transactionId: "f1", symbol: "BTCUSDT", amountUsd: "-0.3" }],
    positions: [],
    walletUsd: "10026.685",
    equityUsd: "10026.685",
    recordedDifferences: 0,
    cycles: 288,
    cycleRows: [],
    decisions: [],
    shortfalls: [],
    incidents: null,
  };
}

/** The same day in the exchange's books, spelled with other trailing zeros. */
export function sampleBooks(): Books {
  const { fills, orders, funding } = sampleLedger();
  return {
    walletUsd: "10026.68500000",
    equityUsd: "10026.68500000",
    positions: [{ symbol: "BTCUSDT", quantity: "0.000" }],
    fills: fills.map((row) => ({ ...row, feeUsd: `${row.feeUsd}${row.feeUsd.includes(".") ? "" : "."}000` })),
    orders: orders.map(({ clientOrderId, symbol, side, filledQuantity }) => ({ clientOrderId, symbol, side, filledQuantity })),
    funding,
    totals: { realisedPnlUsd: "30.0", feesUsd: "3.015", fundingUsd: "-0.30" },
  };
}
