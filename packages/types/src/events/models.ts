import * as z from "zod";
import { defineEvent } from "../event.ts";
import { symbolSchema } from "../market.ts";
import { modelSlotSchema } from "./signals.ts";

/** What became of the predictions made `horizonBars` ago: the realised return of each symbol and who was right. */
export const predictionsLabelled = defineEvent(
  "predictions.labelled",
  1,
  "models",
  z.object({
    predictedAt: z.number().int(),
    horizonBars: z.number().int(),
    outcomes: z.array(
      z.object({
        symbol: symbolSchema,
        returnRatio: z.number(),
        up: z.boolean(),
        votes: z.array(z.object({ slot: modelSlotSchema, probabilityUp: z.number().nullable(), correct: z.boolean().nullable() })),
      }),
    ),
  }),
);
