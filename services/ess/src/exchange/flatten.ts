import { GatewayError, type GatewayOrder } from "@quantum/exchange";
import { deriveId, EMERGENCY_ORDER_PREFIX, type ExchangePosition, type Instrument } from "@quantum/types";
import { SWEEP_LIMITS } from "../core/index.ts";
import { closingOrder } from "./ladder.ts";
import { inParallel } from "./parallel.ts";
import { type SweepParts, SweepRun } from "./sweep-run.ts";

/** What closing led to. */
export interface FlattenOutcome {
  /** The exchange showed twice in a row that no position is open. */
  readonly flat: boolean;
  readonly left: number;
  readonly flatMs: number;
  readonly problem: string;
}

/**
 * Closes every position. In rounds: read the positions, send one reducing order for each, read again; a refusal moves that symbol to the next
 * rung of its ladder. Flat is what the exchange shows twice in a row. Stops are not touched.
 */
export async function flatten(parts: SweepParts, instruments: ReadonlyMap<string, Instrument>, id: string): Promise<FlattenOutcome> {
  const run = new SweepRun(parts, SWEEP_LIMITS.flattenWithinMs);
  const rungs = new Map<string, number>();
  let left: ExchangePosition[] = [];
  let flatMs = 0;
  for (let clean = 0, round = 0; clean < SWEEP_LIMITS.cleanReads; round++) {
    await run.breathe();
    if (run.over) return { flat: false, left: left.length, flatMs: run.elapsedMs, problem: run.problem || "no time left" };
    const positions = await run.ask(() => parts.gateway.positions());
    if (positions === null) {
      clean = 0;
      continue;
    }
    left = positions;
    clean = left.length === 0 ? clean + 1 : 0;
    if (clean === 1) flatMs = run.elapsedMs;
    const close = (position: ExchangePosition): Promise<void> => {
      const { symbol } = position;
      const rung = rungs.get(symbol) ?? 0;
      const order = closingOrder(position, instruments.get(symbol), {
        rung,
        clientOrderId: `${EMERGENCY_ORDER_PREFIX}${deriveId(id, symbol, round)}`,
      });
      return reduce(parts, order, () => rungs.set(symbol, rung + 1));
    };
    await inParallel(left, SWEEP_LIMITS.concurrency, close, (error) => run.failed(error));
  }
  return { flat: true, left: 0, flatMs, problem: run.problem };
}

/** Sends one reducing order. An answer that was lost is asked for; what came of it shows in the positions either way. */
async function reduce({ gateway, note }: SweepParts, order: GatewayOrder, nextRung: () => void): Promise<void> {
  note("reduce", order);
  try {
    const report = await gateway.place(order);
    if (report.filledQuantity === "0") nextRung();
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    if (error.definitive && error.code !== "RATE_LIMIT") nextRung();
    if (!error.definitive) await askFor(gateway, order);
    throw error;
  }
}

async function askFor(gateway: SweepParts["gateway"], order: GatewayOrder): Promise<void> {
  for (let tries = 1; tries <= SWEEP_LIMITS.findTries; tries++) {
    try {
      await gateway.find(order.symbol, order.clientOrderId, false);
      return;
    } catch (error) {
      // No answer either: the next read of the positions says what happened, and reduce-only keeps a second order harmless.
      if (tries === SWEEP_LIMITS.findTries) throw error;
    }
  }
}
