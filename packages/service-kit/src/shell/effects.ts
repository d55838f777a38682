import {
  type Asked,
  askedOf,
  CATALOGUE,
  deriveId,
  type Effect,
  type EventData,
  type EventDefinition,
  eventOf,
  type Input,
  type Speaker,
  type Stream,
} from "@quantum/types";
import type { Batch } from "../bus/index.ts";

/** A call or wake-up in the outbox: decided, saved, not answered yet. */
export interface Pending extends Asked {
  /** Real time of the decision, epoch ms, and place within it: the order in which calls are executed. */
  readonly decidedAt: number;
  readonly place: number;
}

/** Who is speaking, and the real time, epoch ms. */
export interface SpeakerNow extends Speaker {
  readonly now: number;
}

/**
 * Adds what one input led to, to the batch. Ids derive from the input, so the same input gives the same ids.
 * Returns the calls and wake-ups to start once the batch is saved.
 */
export function addEffects(batch: Batch, input: Input, effects: readonly Effect[], speaker: SpeakerNow): Pending[] {
  const started: Pending[] = [];
  effects.forEach((effect, place) => {
    if (effect.kind === "emit") {
      const event = eventOf(input, effect, place, speaker);
      batch.events.push({ stream: streamOf(effect.type), type: effect.type, json: JSON.stringify(event) });
      if (effect.type === "alert.raised") batch.rows.push(alertRow(input, effect.data, place, speaker));
    } else if (effect.kind === "store") {
      batch.rows.push(JSON.stringify({ table: effect.table, key: effect.key, row: effect.row }));
    } else {
      const asked = askedOf(input, effect, place, speaker.service);
      const pending: Pending = { ...asked, decidedAt: speaker.now, place: batch.outboxPuts.length };
      batch.outboxPuts.push([asked.id, JSON.stringify(pending)]);
      started.push(pending);
    }
  });
  return started;
}

function streamOf(type: string): Stream {
  return (CATALOGUE.get(type) as EventDefinition).stream;
}

/** Every alert is also a row, so that it can be looked up after its stream was trimmed. */
function alertRow(input: Input, data: EventData<"alert.raised">, place: number, speaker: SpeakerNow): string {
  return JSON.stringify({
    table: "alerts",
    key: deriveId(input.id, speaker.service, place),
    row: { at: input.at, ...data, recorded_at: speaker.now },
  });
}
