import { CATALOGUE, type CallEffect, deriveId, type Effect, type EventData, type Input, type Mode, type WakeEffect } from "@quantum/types";
import type { Batch } from "../bus/index.ts";

/** A call or wake-up in the outbox: decided, saved, not answered yet. */
export interface Pending {
  readonly id: string;
  readonly effect: CallEffect | WakeEffect;
  /** Id, market time and cycle of the input that decided it. */
  readonly cause: string;
  readonly at: number;
  readonly cycle?: number;
  /** Real time of the decision, epoch ms, and place within it: the order in which calls are executed. */
  readonly decidedAt: number;
  readonly place: number;
}

/** Who is speaking. */
export interface Speaker {
  readonly service: string;
  readonly mode: Mode;
  readonly now: number;
}

/**
 * Adds what one input led to, to the batch. Ids derive from the input, so the same input gives the same ids.
 * Returns the calls and wake-ups to start once the batch is saved.
 */
export function addEffects(batch: Batch, input: Input, effects: readonly Effect[], speaker: Speaker): Pending[] {
  const started: Pending[] = [];
  effects.forEach((effect, place) => {
    if (effect.kind === "emit") {
      batch.events.push(encode(input, effect, place, speaker));
      if (effect.type === "alert.raised") batch.rows.push(alertRow(input, effect.data, place, speaker));
    } else if (effect.kind === "store") {
      batch.rows.push(JSON.stringify({ table: effect.table, key: effect.key, row: effect.row }));
    } else {
      const id = effect.kind === "call" ? effect.callId : deriveId(input.id, speaker.service, "wake", place);
      const cycle = input.cycle === undefined ? {} : { cycle: input.cycle };
      const pending: Pending = {
        id,
        effect,
        cause: input.id,
        at: input.at,
        ...cycle,
        decidedAt: speaker.now,
        place: batch.outboxPuts.length,
      };
      batch.outboxPuts.push([id, JSON.stringify(pending)]);
      started.push(pending);
    }
  });
  return started;
}

function encode(input: Input, effect: Extract<Effect, { kind: "emit" }>, place: number, speaker: Speaker): Batch["events"][number] {
  const definition = CATALOGUE.get(effect.type);
  if (!definition) throw new Error(`${speaker.service} emits "${effect.type}", which is not in the catalogue`);
  const cycle = effect.cycle ?? input.cycle;
  const event = {
    id: deriveId(input.id, speaker.service, place),
    type: effect.type,
    v: definition.v,
    at: input.at,
    source: speaker.service,
    mode: speaker.mode,
    cause: input.id,
    ...(cycle === undefined ? {} : { cycle }),
    data: effect.data,
  };
  return { stream: definition.stream, type: effect.type, json: JSON.stringify(event) };
}

/** Every alert is also a row, so that it can be looked up after its stream was trimmed. */
function alertRow(input: Input, data: EventData<"alert.raised">, place: number, speaker: Speaker): string {
  return JSON.stringify({
    table: "alerts",
    key: deriveId(input.id, speaker.service, place),
    row: { at: input.at, ...data, recorded_at: speaker.now },
  });
}
