import type { OrderReport } from "@quantum/exchange/venue";
import type { ExchangePosition, Fill } from "@quantum/types";
import Big from "big.js";
import type { CancelRequest, FindRequest, OrderAnswer, PlaceRequest, SyncAnswer, SyncRequest } from "../src/core/calls.ts";
import { compareIds } from "../src/core/fills.ts";

/** An order as the toy exchange keeps it. */
export interface ToyOrder {
  readonly order: PlaceRequest["order"];
  status: OrderReport["status"];
  filled: string;
}

/** The exchange spelled out a refusal. */
export class ToyRefusal extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** One contract at an exchange that does exactly what a test tells it to: who fills how much is decided from outside, what follows from it here. */
export class ToyExchange {
  readonly orders = new Map<string, ToyOrder>();
  readonly fills: Fill[] = [];
  position = new Big(0);
  bid = 29_999;
  ask = 30_001;
  /** How much an order that takes gets at the most. */
  depth = new Big(1_000);
  /** Codes of the next refusals, oldest first; of orders of these types only. */
  refusals: { readonly type: string; readonly code: string }[] = [];
  at: number;

  constructor(at: number) {
    this.at = at;
  }

  place({ order }: PlaceRequest): OrderReport {
    const refused = this.refusals.findIndex(({ type }) => type === (order.timeInForce ?? order.type));
    if (refused >= 0) throw new ToyRefusal(this.refusals.splice(refused, 1)[0]?.code ?? "");
    const known: ToyOrder = { order, status: "OPEN", filled: "0" };
    if (this.orders.has(order.clientOrderId)) throw new ToyRefusal("-4116");
    if (order.timeInForce === "GTX" && this.takes(order)) throw new ToyRefusal("-5022");
    this.orders.set(order.clientOrderId, known);
    if (order.type === "MARKET" || order.timeInForce === "IOC") {
      if (order.type === "MARKET" || this.takes(order)) this.fill(order.clientOrderId, this.depth.toFixed());
      if (known.status === "OPEN") known.status = "EXPIRED";
    }
    return this.report(order.clientOrderId) as OrderReport;
  }

  cancel({ clientOrderId }: CancelRequest): boolean {
    const known = this.orders.get(clientOrderId);
    if (known?.status !== "OPEN") return false;
    known.status = "CANCELLED";
    return true;
  }

  find({ clientOrderId, fillsAfter }: FindRequest): OrderAnswer | null {
    const report = this.report(clientOrderId);
    return report && { report, fills: this.fillsAfter("tradeId" in fillsAfter ? fillsAfter.tradeId : "0") };
  }

  /** Fills at most so much of an order; what only reduces never gets past the position. */
  fill(clientOrderId: string, quantity: string): void {
    const known = this.orders.get(clientOrderId);
    if (known?.status !== "OPEN") return;
    const { order } = known;
    const left = new Big(order.quantity).minus(known.filled);
    const open = order.side === "SELL" ? this.position : this.position.times(-1);
    const most = order.reduceOnly && open.lt(left) ? (open.gt(0) ? open : new Big(0)) : left;
    const filled = most.lt(quantity) ? most : new Big(quantity);
    if (filled.lte(0)) return;
    known.filled = filled.plus(known.filled).toFixed();
    this.position = this.position.plus(filled.times(order.side === "BUY" ? 1 : -1));
    if (new Big(known.filled).eq(order.quantity)) known.status = "FILLED";
    this.fills.push(this.fillOf(order, filled.toFixed()));
  }

  /** A stop or take-profit is reached: it takes what it may at once. */
  trigger(clientOrderId: string): void {
    this.fill(clientOrderId, "1000");
    const known = this.orders.get(clientOrderId);
    if (known?.status === "OPEN") known.status = known.filled === "0" ? "REJECTED" : "FILLED";
  }

  /** Somebody else trades in this account: an order at market, past execution. */
  other(clientOrderId: string, side: "BUY" | "SELL", quantity: string): void {
    const order = { clientOrderId, symbol: "BTCUSDT", side, type: "MARKET", quantity, price: null, triggerPrice: null } as const;
    this.orders.set(clientOrderId, { order: { ...order, reduceOnly: false }, status: "OPEN", filled: "0" });
    this.fill(clientOrderId, quantity);
  }

  sync(request: SyncRequest, from: string): SyncAnswer {
    const resting = [...this.orders.values()].filter(({ status }) => status === "OPEN");
    const positions: ExchangePosition[] = this.position.eq(0)
      ? []
      : [
          {
            symbol: "BTCUSDT",
            quantity: this.position.toFixed(),
            entryPrice: "30000",
            markPrice: "30000",
            unrealisedPnlUsd: "0",
            leverage: 3,
          },
        ];
    return {
      account: {
        walletUsd: "10000",
        unrealisedPnlUsd: "0",
        equityUsd: "10000",
        positions,
        resting: resting.map(({ order }) => ({
          clientOrderId: order.clientOrderId,
          symbol: order.symbol,
          algo: order.triggerPrice !== null,
        })),
      },
      fills: this.fillsAfter(from),
      vanished: request.orders
        .filter(({ clientOrderId }) => this.orders.get(clientOrderId)?.status !== "OPEN")
        .map(({ clientOrderId }) => ({ clientOrderId, report: this.report(clientOrderId) })),
      funding: [],
      quotes: [
        {
          symbol: "BTCUSDT",
          bid: this.bid,
          ask: this.ask,
          bidQuantity: 1,
          askQuantity: 1,
          markPrice: 30_000,
          fundingRatio: 0.0001,
          nextFundingAt: this.at,
        },
      ],
    };
  }

  fillsAfter(tradeId: string): Fill[] {
    return this.fills.filter((fill) => compareIds(fill.exchangeTradeId, tradeId) > 0);
  }

  /** How much of the position the resting stops would close. */
  covered(): Big {
    const stops = [...this.orders.values()].filter(({ order, status }) => order.type === "STOP_MARKET" && status === "OPEN");
    return stops.reduce((sum, { order }) => sum.plus(order.quantity), new Big(0));
  }

  private takes(order: PlaceRequest["order"]): boolean {
    return order.side === "BUY" ? Number(order.price) >= this.ask : Number(order.price) <= this.bid;
  }

  private report(clientOrderId: string): OrderReport | null {
    const known = this.orders.get(clientOrderId);
    if (!known) return null;
    const { status, filled, order } = known;
    const base = { clientOrderId, exchangeOrderId: `x-${clientOrderId}`, symbol: order.symbol, averagePrice: null, triggeredOrderId: null };
    return { ...base, status, filledQuantity: filled };
  }

  private fillOf(order: PlaceRequest["order"], quantity: string): Fill {
    const price = order.price ?? String(order.side === "BUY" ? this.ask : this.bid);
    return {
      exchangeTradeId: String(this.fills.length + 1),
      clientOrderId: order.clientOrderId,
      symbol: order.symbol,
      side: order.side,
      quantity,
      price,
      feeUsd: "0",
      realisedPnlUsd: "0",
      maker: order.timeInForce === "GTX",
      filledAt: this.at,
    };
  }
}
