import { SIMULATOR_LIMITS } from "../limits.ts";

/** Wall time from sending a bar's close to the arrival of the first order after it. */
export class Timing {
  readonly barToOrderMs: number[] = [];
  private closedAt: number | null = null;

  /** The bars of a close are about to be sent. */
  barClosed(): void {
    this.closedAt = performance.now();
  }

  /** An order has arrived; only the first of a cycle counts. */
  orderArrived(): void {
    if (this.closedAt === null) return;
    this.barToOrderMs.push(performance.now() - this.closedAt);
    if (this.barToOrderMs.length > SIMULATOR_LIMITS.timingsMax) this.barToOrderMs.shift();
    this.closedAt = null;
  }
}
