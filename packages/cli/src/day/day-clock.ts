import { setTimeout as pause } from "node:timers/promises";
import { CliFailure } from "../failure.ts";
import type { ExchangeControl, SimulatorStatus } from "../launch/exchange-control.ts";
import type { Completed, CycleWatch } from "./cycle-watch.ts";

/** What a conductor needs to run a market day, and whom it tells. */
export interface DayClock {
  readonly exchange: ExchangeControl;
  readonly cycles: CycleWatch;
  readonly signal: AbortSignal;
  /** Called with each close before the market moves there: where a test breaks something. */
  readonly beforeStep?: (closeAt: number) => void | Promise<void>;
  onStep(step: { status: SimulatorStatus; marketAt: number; completed: Completed | null }): void;
}

/** A fleet that lost a service or its Redis for a while catches up within this; longer means it is stuck. */
const STEP_WITHIN_MS = 120_000;
const ASK_AGAIN_AFTER_MS = 250;
const PACED_LOOK_MS = 500;

/** Lockstep: the market moves one bar, and only when the fleet has finished that bar's cycle the next. */
export async function conductLockstep(clock: DayClock): Promise<void> {
  let status = await patiently(() => clock.exchange.status(), clock);
  while (!status.done && status.marketAt < status.endAt) {
    const to = status.marketAt + status.stepMs;
    await clock.beforeStep?.(to);
    const moved = await patiently(() => clock.exchange.advance(to), clock);
    const completed = await clock.cycles.until(to, { withinMs: STEP_WITHIN_MS, signal: clock.signal });
    clock.onStep({ status, marketAt: moved.marketAt, completed });
    status = { ...status, marketAt: moved.marketAt, done: moved.done };
  }
}

/** Paced: the exchange's own clock runs; we only watch, and wait for the last cycle. */
export async function watchPaced(clock: DayClock): Promise<void> {
  for (;;) {
    clock.signal.throwIfAborted();
    const status = await patiently(() => clock.exchange.status(), clock);
    clock.onStep({ status, marketAt: status.marketAt, completed: null });
    if (status.done) {
      await clock.cycles.until(status.marketAt, { withinMs: STEP_WITHIN_MS, signal: clock.signal });
      return;
    }
    await pause(PACED_LOOK_MS, undefined, { signal: clock.signal });
  }
}

/** Asks again while the exchange does not answer: it may be on its way back from a crash. All requests may be repeated. */
async function patiently<T>(ask: () => Promise<T>, clock: DayClock): Promise<T> {
  const deadline = Date.now() + STEP_WITHIN_MS;
  for (;;) {
    clock.signal.throwIfAborted();
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > deadline) {
        throw new CliFailure(`the exchange simulator does not answer: ${(error as Error).message}`, "see its log: exchange_simulator.log");
      }
    }
    await pause(ASK_AGAIN_AFTER_MS, undefined, { signal: clock.signal });
  }
}
