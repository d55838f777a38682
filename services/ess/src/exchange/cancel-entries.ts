import type { RestingDetail } from "@quantum/exchange";
import { SWEEP_LIMITS } from "../core/index.ts";
import { inParallel } from "./parallel.ts";
import { type SweepParts, SweepRun } from "./sweep-run.ts";

/** What cancelling led to. `lastCancelMs`: from the start to the last cancel the exchange confirmed. */
export interface CancelOutcome {
  readonly gone: number;
  readonly left: number;
  /** True when the exchange showed twice in a row that nothing is left. */
  readonly verified: boolean;
  readonly lastCancelMs: number;
  readonly problem: string;
}

/** Cancels every resting order that `unwanted` names, of both classes, and looks until the exchange shows twice in a row that none is left. */
export async function cancelResting(
  parts: SweepParts,
  unwanted: (order: RestingDetail) => boolean,
  withinMs: number = SWEEP_LIMITS.cancelWithinMs,
): Promise<CancelOutcome> {
  const run = new SweepRun(parts, withinMs);
  const seen = new Set<string>();
  let left: RestingDetail[] = [];
  let lastCancelMs = 0;
  for (let clean = 0; clean < SWEEP_LIMITS.cleanReads; ) {
    await run.breathe();
    if (run.over)
      return { gone: seen.size - left.length, left: left.length, verified: false, lastCancelMs, problem: run.problem || "no time left" };
    const orders = await run.ask(() => parts.gateway.restingOrders());
    if (orders === null) {
      clean = 0;
      continue;
    }
    left = orders.filter(unwanted);
    clean = left.length === 0 ? clean + 1 : 0;
    if (left.length === 0) continue;
    for (const order of left) seen.add(keyOf(order));
    parts.note("cancel", { orders: left.length });
    await inParallel(
      tasksOf(left, orders),
      SWEEP_LIMITS.concurrency,
      (task) => cancelOne(parts, task),
      (error) => run.failed(error),
    );
    lastCancelMs = run.elapsedMs;
  }
  return { gone: seen.size, left: 0, verified: true, lastCancelMs, problem: run.problem };
}

type Task = { readonly all: string } | { readonly one: RestingDetail };

/**
 * Plain orders of a symbol go with one request when all of them must go. Algo orders always go one by one: a protective stop placed since
 * we looked must not go with them.
 */
function tasksOf(unwanted: readonly RestingDetail[], all: readonly RestingDetail[]): Task[] {
  const wanted = new Set(unwanted.map(keyOf));
  const mixed = new Set(all.filter((order) => !order.algo && !wanted.has(keyOf(order))).map((order) => order.symbol));
  const whole = new Set(unwanted.filter((order) => !order.algo && !mixed.has(order.symbol)).map((order) => order.symbol));
  const single = unwanted.filter((order) => order.algo || !whole.has(order.symbol));
  return [...[...whole].map((symbol) => ({ all: symbol })), ...single.map((one) => ({ one }))];
}

async function cancelOne({ gateway }: SweepParts, task: Task): Promise<void> {
  if ("all" in task) await gateway.cancelAll(task.all, false);
  else await gateway.cancel(task.one.symbol, task.one.clientOrderId, task.one.algo);
}

function keyOf(order: RestingDetail): string {
  return `${order.algo ? "algo" : "plain"}:${order.symbol}:${order.clientOrderId}`;
}
