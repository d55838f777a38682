import type { Batch } from "@quantum/service-kit/bus";
import { CATALOGUE, deriveId, type EventDefinition, eventOf, type Input } from "@quantum/types";
import { NAME } from "../core/index.ts";
import type { Saying } from "./bus-link.ts";

/**
 * Adds the events and rows of one saying to a batch: at its own market time, or at the one given. Ids derive from the saying, so said twice they are
 * the same.
 */
export function speak(batch: Batch, { id, at, cycle, mode, effects }: Saying, marketAt: number): void {
  const about = { id, at: at ?? marketAt, ...(cycle === undefined ? {} : { cycle }) };
  const input = { ...about, type: "feed", v: 1, source: NAME, mode, cause: null, data: { name: "ess", data: null } } satisfies Input;
  effects.forEach((effect, place) => {
    if (effect.kind === "store") {
      const row = { ...effect.row, at: about.at, recorded_at: Date.now() };
      batch.rows.push(JSON.stringify({ table: effect.table, key: effect.key, row }));
    }
    if (effect.kind !== "emit") return;
    const { stream } = CATALOGUE.get(effect.type) as EventDefinition;
    batch.events.push({ stream, type: effect.type, json: JSON.stringify(eventOf(input, effect, place, { service: NAME, mode })) });
    if (effect.type !== "alert.raised") return;
    const row = { at: about.at, ...effect.data, recorded_at: Date.now() };
    batch.rows.push(JSON.stringify({ table: "alerts", key: deriveId(id, NAME, place), row }));
  });
}
