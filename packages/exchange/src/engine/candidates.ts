import type { Lane } from "./lane.ts";
import { type AlgoOrder, isOpen, type Order } from "./order.ts";
import type { Exchange } from "./state.ts";
import { algoOf, triggersBelow } from "./watch.ts";

/** One straight stretch of a bar's path: last price and mark price go from one point to the next together. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly markFrom: number;
  readonly markTo: number;
  /** Between previous close and open nothing trades: whatever lies in between happens at the open. */
  readonly jump: boolean;
  readonly at: number;
}

/** Something that happens on a stretch, at `fraction` of its length. */
export type Candidate =
  | { readonly kind: "order"; readonly fraction: number; readonly order: Order }
  | { readonly kind: "algo"; readonly fraction: number; readonly algo: AlgoOrder }
  | { readonly kind: "liquidation"; readonly fraction: number };

/** What happens next on the stretch, not before `done`; null when nothing does. Equal places: the older one first. */
export function nextCandidate(exchange: Exchange, lane: Lane, stretch: Stretch, done: number): Candidate | null {
  let next: Candidate | null = null;
  for (const orderId of lane.budgetSteps > 0 ? lane.market.openOrderIds : []) {
    const order = exchange.orders[orderId - 1];
    if (!order || !isOpen(order) || order.createdAt > stretch.at) continue;
    const fraction = throughAt(order, stretch, done);
    if (fraction !== null && (next === null || fraction < next.fraction)) next = { kind: "order", fraction, order };
  }
  for (const algoId of lane.market.openAlgoIds) {
    const algo = algoOf(exchange, algoId);
    const fraction = algo ? triggerAt(algo, stretch, done) : null;
    if (algo && fraction !== null && (next === null || fraction < next.fraction)) next = { kind: "algo", fraction, algo };
  }
  return next;
}

/** A resting order is last in its queue: it trades only where the price goes through it, never where it is just touched. */
function throughAt(order: Order, stretch: Stretch, done: number): number | null {
  const { from, to } = stretch;
  const here = from + (to - from) * done;
  const beyond = (price: number) => (order.side === "BUY" ? price < order.limit : price > order.limit);
  if (beyond(here)) return done;
  return beyond(to) ? Math.max(done, (order.limit - from) / (to - from)) : null;
}

/** A conditional order triggers where its price is touched. */
function triggerAt(algo: AlgoOrder, stretch: Stretch, done: number): number | null {
  if (algo.trigger <= 0) return null;
  const marks = algo.workingType === "MARK_PRICE";
  const from = marks ? stretch.markFrom : stretch.from;
  const to = marks ? stretch.markTo : stretch.to;
  const here = from + (to - from) * done;
  const reached = (price: number) => (triggersBelow(algo) ? price <= algo.trigger : price >= algo.trigger);
  if (reached(here)) return done;
  return reached(to) ? Math.max(done, (algo.trigger - from) / (to - from)) : null;
}

/** Lets trailing stops follow the price to the end (or the start) of a stretch. */
export function follow(exchange: Exchange, lane: Lane, prices: { last: number; mark: number }): void {
  if (!lane.market.watchAlways) return;
  for (const algoId of lane.market.openAlgoIds) {
    const algo = algoOf(exchange, algoId);
    if (algo?.type !== "TRAILING_STOP_MARKET") continue;
    const price = algo.workingType === "MARK_PRICE" ? prices.mark : prices.last;
    const below = triggersBelow(algo);
    if (algo.extreme === 0 && algo.activation > 0 && (below ? price < algo.activation : price > algo.activation)) continue;
    algo.extreme = algo.extreme === 0 ? price : below ? Math.max(algo.extreme, price) : Math.min(algo.extreme, price);
    const ratio = algo.callbackPercent / 100;
    const raw = algo.extreme * (below ? 1 - ratio : 1 + ratio);
    algo.trigger = Number(raw.toFixed(lane.market.priceDecimals));
  }
}
