import type { Batch } from "@quantum/service-kit/bus";
import { CATALOGUE, deriveId, type EventDefinition, eventOf, type Input } from "@quantum/types";
import { NAME } from "../core/index.ts";
import type { Saying } from "./bus-link.ts";

/** Adds the events and rows of one saying to a batch, at this market time. Ids derive from the saying, so said twice they are the same. */
export function speak(batch: Batch, { id, mode, cause, effects }: Saying, marketAt: number): void {
  const input = { id, type: "feed", v: 1, at: marketAt, source: NAME, mode, cause, data: { name: "ess", data: null } } satisfies Input;
  effects.forEach((effect, place) => {
    if (effect.kind === "store")
      batch.rows.push(JSON.stringify({ table: effect.table, key: effect.key, row: { ...effect.row, at: marketAt } }));
    if (effect.kind !== "emit") return;
    const { stream } = CATALOGUE.get(effect.type) as EventDefinition;
    batch.events.push({ stream, type: effect.type, json: JSON.stringify(eventOf(input, effect, place, { service: NAME, mode })) });
    if (effect.type !== "alert.raised") return;
    const row = { at: marketAt, ...effect.data, recorded_at: Date.now() };
    batch.rows.push(JSON.stringify({ table: "alerts", key: deriveId(id, NAME, place), row }));
  });
}
