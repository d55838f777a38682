import type { RestingDetail } from "@quantum/exchange";
import type { ExchangePosition, Instrument } from "@quantum/types";
import { SWEEP_LIMITS, type SweepReport } from "../core/index.ts";
import { cancelResting } from "./cancel-entries.ts";
import { flatten } from "./flatten.ts";
import { type SweepParts, SweepRun } from "./sweep-run.ts";

/** What is to be swept. `id` makes the ids of its orders. */
export interface SweepRequest {
  readonly id: string;
  readonly close: boolean;
  readonly instruments: ReadonlyMap<string, Instrument>;
}

/**
 * One sweep of the exchange: entry orders of both classes go; what can only reduce stays. When positions are to be closed they are, and only
 * then the stops of what is flat go too.
 */
export async function sweepExchange(parts: SweepParts, request: SweepRequest): Promise<SweepReport> {
  const startedAt = performance.now();
  const entries = await cancelResting(parts, (order) => !order.reduces);
  const cancelled = { cancelled: entries.gone, entriesLeft: entries.left, cancelledMs: entries.lastCancelMs };
  if (!request.close) {
    const unprotected = await positionsWithoutStop(parts);
    return { ok: entries.verified, ...cancelled, positionsLeft: 0, unprotected, flatMs: null, reason: entries.problem };
  }
  const beforeFlattenMs = performance.now() - startedAt;
  const closed = await flatten(parts, request.instruments, request.id);
  const rest = closed.flat ? await cancelStopsOfFlat(parts) : null;
  const ok = entries.verified && closed.flat && (rest?.verified ?? false);
  return {
    ok,
    ...cancelled,
    positionsLeft: closed.left,
    unprotected: [],
    flatMs: beforeFlattenMs + closed.flatMs,
    reason: [entries.problem, closed.problem, rest?.problem ?? ""].filter((problem) => problem !== "").join("; "),
  };
}

/** Protective orders go once what they protected is flat. Positions are read again for it, so that none is laid bare. */
async function cancelStopsOfFlat(parts: SweepParts) {
  const run = new SweepRun(parts, SWEEP_LIMITS.cancelWithinMs);
  const positions = await run.ask(() => parts.gateway.positions());
  const open = new Set((positions ?? []).map((position) => position.symbol));
  if (positions === null) return { verified: false, problem: run.problem };
  return cancelResting(parts, (order) => !open.has(order.symbol));
}

/** Symbols with a position that no stop guards; all positions whose orders cannot be read. */
async function positionsWithoutStop(parts: SweepParts): Promise<string[]> {
  const run = new SweepRun(parts, SWEEP_LIMITS.cancelWithinMs);
  const positions = await run.ask(() => parts.gateway.positions());
  const orders = await run.ask(() => parts.gateway.restingOrders());
  if (positions === null) return ["unknown: the exchange did not say which positions are open"];
  return unprotectedOf(positions, orders ?? []);
}

/** The positions no stop on the right side stands for. */
export function unprotectedOf(positions: readonly ExchangePosition[], orders: readonly RestingDetail[]): string[] {
  const guarded = (position: ExchangePosition): boolean => {
    const side = position.quantity.startsWith("-") ? "BUY" : "SELL";
    return orders.some((order) => order.symbol === position.symbol && order.stop && order.reduces && order.side === side);
  };
  return positions.filter((position) => !guarded(position)).map((position) => position.symbol);
}
