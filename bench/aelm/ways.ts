import {
  advance,
  cancel,
  createExchange,
  type Exchange,
  findOrder,
  halfSpreadBps,
  place,
  type SymbolBar,
} from "../../packages/exchange/src/engine/index.ts";
import type { Bar, Instrument, Intent, PlanStep } from "../../packages/types/src/index.ts";

/** One order and what it cost one way: in bps of its arrival value, with what was left completed at the end. */
export interface Cost {
  bps: number;
  /** Share of the order that its own steps filled. */
  filledRatio: number;
  makerRatio: number;
}

interface Work {
  readonly intent: Intent;
  readonly steps: readonly (PlanStep | { readonly kind: "WAIT"; readonly untilAt: number })[];
  readonly done: (cost: Cost) => void;
  step: number;
  left: number;
  costUsd: number;
  feeUsd: number;
  makerQuantity: number;
  resting: { id: number; untilAt: number } | null;
}

/** When a resting order may count as filled: as the engine says, or only where a bar to come goes so many half spreads beyond it. */
export type Strictness = { readonly name: string; readonly halfSpreads: number | null };

/** One way of carrying out orders, on an exchange of its own over the same bars. */
export class Way {
  readonly name: string;
  private readonly exchange: Exchange;
  private readonly strictness: Strictness;
  private readonly coming: (symbol: string, fromAt: number, untilAt: number) => readonly Bar[];
  private works: Work[] = [];

  constructor(name: string, instruments: readonly Instrument[], by: { strictness: Strictness; coming: Way["coming"] }) {
    this.name = name;
    this.exchange = createExchange({ instruments, walletUsd: "1000000000", seed: 1 });
    this.strictness = by.strictness;
    this.coming = by.coming;
  }

  isBusy(symbol: string): boolean {
    return this.works.some(({ intent }) => intent.symbol === symbol);
  }

  begin(intent: Intent, steps: Work["steps"], done: Work["done"]): void {
    const work = { intent, steps, done, step: 0, left: Number(intent.quantity), costUsd: 0, feeUsd: 0, makerQuantity: 0, resting: null };
    this.works.push(work);
    this.go(work);
  }

  advance(closeAt: number, bars: readonly SymbolBar[]): void {
    advance(this.exchange, { closeAt, bars });
    for (const work of [...this.works]) this.go(work);
  }

  /** As far as it comes at this moment. */
  private go(work: Work): void {
    for (;;) {
      if (work.resting !== null && !this.endRest(work)) return;
      const step = work.steps[work.step];
      if (step === undefined || work.left <= 0) return this.finish(work);
      work.step += 1;
      if (step.kind === "WAIT") work.resting = { id: 0, untilAt: step.untilAt };
      else if (step.kind === "MAKER") this.rest(work, step);
      else this.take(work, step);
    }
  }

  /** False while it still waits. A maker that is filled need not. */
  private endRest(work: Work): boolean {
    const { id, untilAt } = work.resting as NonNullable<Work["resting"]>;
    const order = id === 0 ? undefined : this.exchange.orders[id - 1];
    const isOver = this.exchange.marketAt >= untilAt;
    if (!isOver && order?.status !== "FILLED" && (id === 0 || order?.status === "NEW" || order?.status === "PARTIALLY_FILLED"))
      return false;
    if (order && (order.status === "NEW" || order.status === "PARTIALLY_FILLED"))
      cancel(this.exchange, { symbol: order.symbol, orderId: id });
    if (order) this.book(work, id);
    work.resting = null;
    return true;
  }

  private rest(work: Work, step: PlanStep): void {
    const untilAt = step.untilAt as number;
    if (this.exchange.marketAt >= untilAt) return;
    if (!this.willFill(work, step)) {
      work.resting = { id: 0, untilAt };
      return;
    }
    const id = this.send(work, step, "GTX");
    if (id !== null) work.resting = { id, untilAt };
  }

  private take(work: Work, step: PlanStep): void {
    const id = this.send(work, step, step.kind === "IOC" ? "IOC" : null);
    if (id !== null) this.book(work, id);
  }

  private send({ intent, left }: Work, step: PlanStep, timeInForce: "GTX" | "IOC" | null): number | null {
    const decimals = (this.exchange.markets[intent.symbol] as { quantityDecimals: number }).quantityDecimals;
    const quantity = Math.min(left, Number(step.quantity)).toFixed(decimals);
    const base = { symbol: intent.symbol, side: intent.side, quantity };
    const limit = { type: "LIMIT" as const, price: step.price as string };
    const placed = place(this.exchange, timeInForce === null ? { ...base, type: "MARKET" } : { ...base, ...limit, timeInForce });
    return placed.accepted ? placed.value.order.orderId : null;
  }

  private book(work: Work, orderId: number): void {
    const order = findOrder(this.exchange, { symbol: work.intent.symbol, orderId });
    if (!order) throw new Error(`order ${orderId} is gone`);
    for (const fill of this.exchange.fills.filter((each) => each.orderId === orderId)) {
      work.left -= Number(fill.quantity);
      work.costUsd += Number(fill.quantity) * Number(fill.price);
      work.feeUsd += Number(fill.feeUsd);
      if (fill.maker) work.makerQuantity += Number(fill.quantity);
    }
    if (work.left < 1e-9) work.left = 0;
  }

  private willFill({ intent }: Work, step: PlanStep): boolean {
    const { halfSpreads } = this.strictness;
    if (halfSpreads === null) return true;
    const market = this.exchange.markets[intent.symbol];
    if (!market) return false;
    const far = (Number(step.price) * halfSpreads * halfSpreadBps(market)) / 10_000;
    const bars = this.coming(intent.symbol, this.exchange.marketAt, step.untilAt as number);
    return bars.some(({ low, high }) => (intent.side === "BUY" ? low < Number(step.price) - far : high > Number(step.price) + far));
  }

  /** What is left is completed at the price of the moment, with half a spread and the taker's fee, so that all ways fill the same. */
  private finish(work: Work): void {
    this.works = this.works.filter((each) => each !== work);
    const { intent, left } = work;
    const market = this.exchange.markets[intent.symbol];
    if (!market) throw new Error(`no market ${intent.symbol}`);
    const sign = intent.side === "BUY" ? 1 : -1;
    const completion = market.lastPrice * (1 + (sign * halfSpreadBps(market)) / 10_000);
    const [quantity, arrival] = [Number(intent.quantity), Number(intent.referencePrice)];
    const fee = work.feeUsd + left * completion * Number(this.exchange.fees.takerRatio);
    const paid = sign * (work.costUsd + left * completion - quantity * arrival) + fee;
    work.done({ bps: (paid / (quantity * arrival)) * 10_000, filledRatio: 1 - left / quantity, makerRatio: work.makerQuantity / quantity });
  }
}
