import * as z from "zod";
import { type EvaluationWindow, evaluationId } from "../core/index.ts";

/** The queue that clm and its workers share. */
export const CLM_QUEUE = "clm";
/** The kind of job that judges the models. */
export const EVALUATE = "evaluate-models";

const requestSchema = z.object({ fromAt: z.number().int(), toAt: z.number().int() });

/** The job that judges the models over a window; asked for twice it is one. */
export function evaluationRequest(window: EvaluationWindow): { id: string; kind: string; data: EvaluationWindow } {
  return { id: evaluationId(window), kind: EVALUATE, data: window };
}

/** Reads the data of such a job. */
export function parseEvaluationRequest(data: unknown): EvaluationWindow {
  return requestSchema.parse(data);
}
