import { isDeepStrictEqual } from "node:util";
import { CallFailure } from "@quantum/service-kit/definition";
import {
  type Asked,
  answerOf,
  askedOf,
  type CallEffect,
  type CallOutcome,
  type EventData,
  eventOf,
  type FleetEvent,
  type Input,
  observedOf,
  restoredState,
  type Speaker,
  stateVersion,
  wokenOf,
} from "@quantum/types";
import { CoreFailure } from "./core-failure.ts";
import type { Seat } from "./seat.ts";
import { VirtualTime } from "./virtual-time.ts";
import { delivered, kept, throughJson, type Wire } from "./wire.ts";

/** Who hears what happens at the desk. Both are called in the one order in which things happen. */
export interface Witness {
  event(event: FleetEvent): void;
  row(table: string, key: string, row: Readonly<Record<string, unknown>>): void;
}

/**
 * Runs the cores of a desk in one process: an event goes to every core that consumes it, in the fixed order of the seats, first in first out;
 * when no event is left the oldest call is answered; when no call is left the next wake-up comes.
 */
export class Driver {
  private readonly consumers = new Map<string, Seat[]>();
  private readonly seats: ReadonlyMap<string, Seat>;
  private readonly witness: Witness;
  private readonly wire: Wire;
  private readonly time = new VirtualTime();
  private readonly calls: { readonly seat: Seat; readonly asked: Asked<CallEffect> }[] = [];
  private readonly events: FleetEvent[] = [];
  private readonly never = new AbortController().signal;
  /** How many inputs were decided on. */
  decided = 0;

  constructor(seats: readonly Seat[], witness: Witness, wire: Wire = "shared") {
    this.wire = wire;
    this.seats = new Map(seats.map((seat) => [seat.core.name, seat]));
    this.witness = witness;
    for (const seat of seats) {
      for (const type of seat.core.consumes) this.consumers.set(type, [...(this.consumers.get(type) ?? []), seat]);
    }
  }

  /** Everybody says hello, as every service of the fleet does when it is in its mode. */
  async greet(at: number, version: string): Promise<void> {
    for (const seat of this.seats.values()) {
      const speaker = speakerOf(seat);
      const hello = observedOf(speaker, { name: "greet", data: null, at, key: "greet" });
      const data = { service: speaker.service, version, mode: speaker.mode, recovered: 0 };
      this.emit(eventOf(hello, { kind: "emit", type: "service.started", data }, 0, speaker));
    }
    await this.settle(at);
  }

  /** Hands a service what its feed saw, and runs until everything it led to is done. Wake-ups due before `untilAt` come too. */
  async observe(service: string, seen: { name: string; data: unknown; at: number; key: string }, untilAt: number): Promise<void> {
    const seat = this.seats.get(service);
    if (!seat) throw new Error(`nobody called ${service} is at the desk`);
    this.hand(seat, kept(observedOf(speakerOf(seat), seen), this.wire));
    await this.settle(untilAt);
    if (this.wire === "copied") for (const each of this.seats.values()) each.state = restored(each);
  }

  private async settle(untilAt: number): Promise<void> {
    for (;;) {
      this.deliver();
      const call = this.calls.shift();
      if (call) {
        const outcome = await this.run(call.seat, call.asked);
        this.hand(call.seat, kept(answerOf(call.asked, outcome, speakerOf(call.seat)), this.wire));
        continue;
      }
      const alarm = this.time.next(untilAt);
      if (!alarm) return;
      this.hand(alarm.seat, wokenOf(alarm.asked, speakerOf(alarm.seat)));
    }
  }

  private deliver(): void {
    for (let next = 0; next < this.events.length; next++) {
      const event = this.events[next] as FleetEvent;
      for (const seat of this.consumers.get(event.type) ?? []) this.hand(seat, event);
    }
    this.events.length = 0;
  }

  private hand(seat: Seat, input: Input): void {
    this.decided += 1;
    const { state, effects } = decide(seat, input);
    seat.state = state;
    const speaker = speakerOf(seat);
    for (let place = 0; place < effects.length; place++) {
      const effect = effects[place] as (typeof effects)[number];
      if (effect.kind === "emit") this.emit(eventOf(input, effect, place, speaker));
      else if (effect.kind === "store") this.witness.row(effect.table, effect.key, kept(effect.row, this.wire));
      else if (effect.kind === "call") this.calls.push({ seat, asked: kept(askedOf(input, effect, place, speaker.service), this.wire) });
      else this.time.ask(seat, kept(askedOf(input, effect, place, speaker.service), this.wire));
    }
  }

  private emit(event: FleetEvent): void {
    this.witness.event(event);
    if (event.type === "alert.raised") this.witness.row("alerts", event.id, { at: event.at, ...(event.data as EventData<"alert.raised">) });
    this.events.push(delivered(event, this.wire));
  }

  private async run(seat: Seat, { effect }: Asked<CallEffect>): Promise<CallOutcome> {
    const handler = seat.calls[effect.name];
    if (!handler) return { ok: false, error: { definitive: true, code: "NO_HANDLER", message: `no handler for call "${effect.name}"` } };
    try {
      return { ok: true, answer: await handler(effect.request, { callId: effect.callId, recovered: false, signal: this.never }) };
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error;
      return { ok: false, error: { definitive: error.definitive, code: error.code, message: error.message } };
    }
  }
}

function speakerOf(seat: Seat): Speaker {
  return { service: seat.core.name, mode: seat.mode };
}

function decide(seat: Seat, input: Input): ReturnType<Seat["core"]["decide"]> {
  try {
    return seat.core.decide(seat.state, input);
  } catch (error) {
    throw new CoreFailure(seat.core.name, input, error as Error);
  }
}

/** A state as a restart would bring it back. Nothing may be added to it: a field that is taken away later has no place among those of the first start. */
function restored({ core, state }: Seat): unknown {
  const back = restoredState(core, { core: JSON.stringify(state), version: String(stateVersion(core)) });
  if (!isDeepStrictEqual(back, throughJson(state)))
    throw new Error(`${core.name} takes fields of its first state away, and a restart would bring them back`);
  return back;
}
