import type { Asked, WakeEffect } from "@quantum/types";
import type { Seat } from "./seat.ts";

/** A wake-up that was asked for, and the market time at which it comes. */
export interface Alarm {
  readonly dueAt: number;
  readonly seat: Seat;
  readonly asked: Asked<WakeEffect>;
}

/**
 * Wake-ups in virtual time. Deciding and answering takes no time here, so a wake-up comes once nothing else is left to do, in the order in
 * which they are due, and before the next bar if it is due before it: what a fleet that is faster than its market sees.
 */
export class VirtualTime {
  /** In the order in which they were asked for. */
  private readonly alarms: Alarm[] = [];

  ask(seat: Seat, asked: Asked<WakeEffect>): void {
    this.alarms.push({ dueAt: asked.at + asked.effect.afterMs, seat, asked });
  }

  /** The next wake-up that is due before a moment, and out of the list; null when there is none. */
  next(beforeAt: number): Alarm | null {
    let first = -1;
    for (let i = 0; i < this.alarms.length; i++) {
      const { dueAt } = this.alarms[i] as Alarm;
      if (dueAt < beforeAt && (first === -1 || dueAt < (this.alarms[first] as Alarm).dueAt)) first = i;
    }
    return first === -1 ? null : (this.alarms.splice(first, 1)[0] as Alarm);
  }
}
