import * as z from "zod";
import { modeSchema } from "./mode.ts";

/** The fleet's streams, in the order in which ties are read. */
export const STREAMS = ["fleet", "models", "orders", "positions", "context", "trades", "signals", "parts", "market"] as const;
export type Stream = (typeof STREAMS)[number];

/**
 * Streams that are worth keeping for a short time only: entries kept. A part of a cycle is of use until the cycle is answered; with eight
 * partitions this is the last three hours of 5 min bars, at about 2 kB a symbol.
 */
export const SHORT_STREAMS: Readonly<Partial<Record<Stream, number>>> = { parts: 300 };

/**
 * What surrounds every event. `at` is market time in epoch ms, `source` the service that said it, `mode` the mode that
 * service was in, `cause` the id of the event that led to it (null at the edge of the fleet), `cycle` the close of the
 * bar (epoch ms) whose trading cycle it belongs to.
 */
export const envelopeSchema = z.object({
  id: z.string().min(1),
  type: z.string().min(1),
  v: z.number().int().positive(),
  at: z.number().int().nonnegative(),
  source: z.string().min(1),
  mode: modeSchema,
  cause: z.string().nullable(),
  cycle: z.number().int().optional(),
});
export type Envelope = z.infer<typeof envelopeSchema>;

/** An event as it is defined in the catalogue: its name, version, stream and the schema of its data. */
export interface EventDefinition<T extends string = string, S extends z.ZodType = z.ZodType> {
  readonly type: T;
  readonly v: number;
  readonly stream: Stream;
  readonly data: S;
}

export function defineEvent<T extends string, S extends z.ZodType>(type: T, v: number, stream: Stream, data: S): EventDefinition<T, S> {
  return { type, v, stream, data };
}
