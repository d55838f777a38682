import { CATALOGUE, type FleetEvent } from "./catalogue.ts";
import type { CallAnswered, CallEffect, CallError, Effect, FeedObserved, Input, WakeEffect, Woken } from "./core.ts";
import { deriveId } from "./ids.ts";
import type { Mode } from "./mode.ts";

/** The service that speaks, and the mode it is in. */
export interface Speaker {
  readonly service: string;
  readonly mode: Mode;
}

/** A call or wake-up that was decided and not answered yet: its id, and id, market time and cycle of the input that decided it. */
export interface Asked<E extends CallEffect | WakeEffect = CallEffect | WakeEffect> {
  readonly id: string;
  readonly effect: E;
  readonly cause: string;
  readonly at: number;
  readonly cycle?: number;
}

/** What came of a call. */
export type CallOutcome = { readonly ok: true; readonly answer: unknown } | { readonly ok: false; readonly error: CallError };

/** The event an `emit` effect becomes. `place` is its place among the effects of the input, so the same input gives the same ids. */
export function eventOf(input: Input, effect: Extract<Effect, { kind: "emit" }>, place: number, speaker: Speaker): FleetEvent {
  const definition = CATALOGUE.get(effect.type);
  if (!definition) throw new Error(`${speaker.service} emits "${effect.type}", which is not in the catalogue`);
  const cycle = effect.cycle ?? input.cycle;
  return {
    id: deriveId(input.id, speaker.service, place),
    type: effect.type,
    v: definition.v,
    at: input.at,
    source: speaker.service,
    mode: speaker.mode,
    cause: input.id,
    ...(cycle === undefined ? {} : { cycle }),
    data: effect.data,
  } as FleetEvent;
}

/** The outbox entry a `call` or `wake` effect becomes. */
export function askedOf<E extends CallEffect | WakeEffect>(input: Input, effect: E, place: number, service: string): Asked<E> {
  const id = effect.kind === "call" ? effect.callId : deriveId(input.id, service, "wake", place);
  return { id, effect, cause: input.id, at: input.at, ...(input.cycle === undefined ? {} : { cycle: input.cycle }) };
}

/** The input with which a call's outcome comes back. */
export function answerOf(asked: Asked<CallEffect>, outcome: CallOutcome, speaker: Speaker): CallAnswered {
  const { callId, name, request } = asked.effect;
  return { ...envelopeOf(asked, "call.answered", speaker), data: { callId, name, request, ...outcome } } as CallAnswered;
}

/** The input with which a wake-up comes. */
export function wokenOf(asked: Asked<WakeEffect>, speaker: Speaker): Woken {
  const { name, data } = asked.effect;
  return { ...envelopeOf(asked, "wake", speaker), data: { name, data } };
}

/** What a feed of the outside saw, as an input of its service. The same `key` gives the same id. */
export function observedOf(speaker: Speaker, seen: { name: string; data: unknown; at: number; key: string }): FeedObserved {
  const { name, data, at, key } = seen;
  const id = deriveId(speaker.service, "feed", name, key);
  return { id, type: "feed", v: 1, at, source: speaker.service, mode: speaker.mode, cause: null, data: { name, data } };
}

function envelopeOf<T extends "call.answered" | "wake">(asked: Asked, type: T, { service, mode }: Speaker) {
  const cycle = asked.cycle === undefined ? {} : { cycle: asked.cycle };
  return { id: deriveId(asked.id, type), type, v: 1, at: asked.at, source: service, mode, cause: asked.cause, ...cycle };
}
