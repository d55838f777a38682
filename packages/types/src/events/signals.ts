import * as z from "zod";
import { defineEvent } from "../event.ts";
import { symbolSchema } from "../market.ts";

/** The ensemble's slots: gradient-boosted trees (two kinds), N-HiTS and PatchTST. */
export const MODEL_SLOTS = ["XGB", "LGBM", "NH", "PT"] as const;
export const modelSlotSchema = z.enum(MODEL_SLOTS);
export type ModelSlot = z.infer<typeof modelSlotSchema>;

/** One model's view of one symbol. `probabilityUp` is null when it abstained, and `reason` says why. */
export const voteSchema = z.object({
  slot: modelSlotSchema,
  model: z.string(),
  version: z.string(),
  probabilityUp: z.number().min(0).max(1).nullable(),
  weight: z.number().min(0).max(1),
  reason: z.string(),
});
export type Vote = z.infer<typeof voteSchema>;

/** The ensemble's view of one symbol. `confidence` in [0, 1] is 2 * |probabilityUp - 0.5| scaled by agreement; 0 when side is NONE. */
export const signalSchema = z.object({
  symbol: symbolSchema,
  side: z.enum(["LONG", "SHORT", "NONE"]),
  confidence: z.number().min(0).max(1),
  probabilityUp: z.number().min(0).max(1).nullable(),
  agreementRatio: z.number().min(0).max(1),
  /** Average true range of the last 14 bars as a share of the close; null while unknown. */
  atrRatio: z.number().nullable(),
  close: z.number().positive(),
  votes: z.array(voteSchema),
  features: z.record(z.string(), z.number()),
});
export type Signal = z.infer<typeof signalSchema>;

/** ai_engine's one answer to a cycle: a signal for every symbol that had a bar. */
export const signalsGenerated = defineEvent(
  "signals.generated",
  1,
  "signals",
  z.object({ signals: z.array(signalSchema), horizonBars: z.number().int() }),
);

/**
 * What a worker of ai_engine computed for its share of a cycle's symbols, for the lead alone, which makes `signals.generated` of all parts.
 * `setup` is equal exactly when models and settings are: parts of different setups must not be mixed.
 */
export const signalsComputed = defineEvent(
  "signals.computed",
  1,
  "parts",
  z.object({
    partition: z.number().int().positive(),
    partitions: z.number().int().positive(),
    setup: z.string(),
    signals: z.array(signalSchema),
  }),
);
