import { INTERVAL_MS } from "@quantum/types";
import { EVALUATION } from "../limits.ts";

/** Market time of the predictions to judge: from (included) to (not included), epoch ms. */
export interface EvaluationWindow {
  readonly fromAt: number;
  readonly toAt: number;
}

/** The window of these many days that ends with the cycle that closed last: what is asked for by hand. */
export function windowUntilNow(lastCloseAt: number, days: number): EvaluationWindow {
  return { fromAt: lastCloseAt + 1 - days * INTERVAL_MS["1d"], toAt: lastCloseAt + 1 };
}

/** How far the market is, and which predictions have no label yet. */
export interface LabelProgress {
  readonly lastCloseAt: number;
  readonly open: readonly { readonly predictedAt: number }[];
}

/**
 * CLM-04: the window that is due by the schedule: it ends at the newest full period of which no prediction waits for its label. The
 * same for the whole period, so that whoever asks, and however often, asks for one thing. Null: never, or no market yet.
 */
export function dueWindow(
  { lastCloseAt, open }: LabelProgress,
  { everyHours, days }: { everyHours: number; days: number },
): EvaluationWindow | null {
  if (everyHours === 0 || lastCloseAt === 0) return null;
  const everyMs = everyHours * INTERVAL_MS["1h"];
  const labelledUntil = Math.min(lastCloseAt - EVALUATION.labelledAfterMs, ...open.map(({ predictedAt }) => predictedAt));
  const toAt = Math.floor(labelledUntil / everyMs) * everyMs;
  return { fromAt: toAt - days * INTERVAL_MS["1d"], toAt };
}

/** The name of an evaluation: the same window is the same evaluation. */
export function evaluationId({ fromAt, toAt }: EvaluationWindow): string {
  return `evaluation-${fromAt}-${toAt}`;
}
