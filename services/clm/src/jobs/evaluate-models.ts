import { connectDatabase, type Pool } from "@quantum/service-kit/database";
import type { Work } from "@quantum/service-kit/jobs/work";
import { createLogger } from "@quantum/service-kit/logger";
import * as z from "zod";
import { evaluate, evaluationId } from "../core/index.ts";
import { parseEvaluationRequest } from "./evaluation-request.ts";
import { readEvaluation, storeEvaluation } from "./evaluation-store.ts";
import { countLabelled, readSample } from "./predictions-source.ts";

const settingsSchema = z.object({ databaseUrl: z.string(), logLevel: z.string() });
/** What the work needs of its worker. */
export type WorkSettings = z.infer<typeof settingsSchema>;

/** Judges the models over a window: reads, computes, writes. Done already with the labels there are, it answers with what was found then. */
export const evaluateModels: Work = async (data, { settings, progress }) => {
  const { databaseUrl, logLevel } = settingsSchema.parse(settings);
  const pool = connectDatabase(databaseUrl, createLogger("clm_job", logLevel));
  try {
    return await evaluateOnce(pool, data, progress);
  } finally {
    await pool.end();
  }
};

async function evaluateOnce(pool: Pool, data: unknown, progress: (ratio: number) => void) {
  const window = parseEvaluationRequest(data);
  const id = evaluationId(window);
  const made = await readEvaluation(pool, id);
  if (made === null || made.labelled < (await countLabelled(pool, window))) {
    const { sample, unlabelled } = await readSample(pool, window, progress);
    await storeEvaluation(pool, { id, window, evaluation: evaluate(sample, id), unlabelled, recordedAt: Date.now() });
  }
  const stored = await readEvaluation(pool, id);
  return { labelled: stored?.labelled ?? 0, verdicts: Object.fromEntries(stored?.slots.map(({ slot, verdict }) => [slot, verdict]) ?? []) };
}
