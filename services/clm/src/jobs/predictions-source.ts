import type { Pool } from "@quantum/service-kit/database";
import { INTERVAL_MS } from "@quantum/types";
import { addPrediction, type EvaluationWindow, emptySample, type LabelledPrediction, type Sample } from "../core/index.ts";

/** Market time read in one query: two hours of a hundred symbols are some 2,400 rows. */
const SLICE_MS = 2 * INTERVAL_MS["1h"];

const SLICE_SQL = {
  name: "labelled_predictions",
  text: `SELECT at::float8 AS at, labelled_at::float8 AS "labelledAt", return_ratio AS "returnRatio", probability_up AS "probabilityUp", votes
         FROM predictions WHERE at >= $1 AND at < $2 AND label_status = 'LABELLED'`,
};
const SPAN_SQL = `SELECT min(at)::float8 AS first_at, max(at)::float8 AS last_at, count(*) FILTER (WHERE label_status <> 'LABELLED')::int AS unlabelled
                  FROM predictions WHERE at >= $1 AND at < $2`;
const COUNT_SQL = "SELECT count(*)::int AS labelled FROM predictions WHERE at >= $1 AND at < $2 AND label_status = 'LABELLED'";
const ENDED_SQL = "SELECT count(*) > 0 AND bool_and(label_status <> 'OPEN') AS ended FROM predictions WHERE at = $1";
const ANY_SQL = `SELECT 1 FROM predictions WHERE at >= $1 AND at < $2 AND label_status = 'LABELLED' LIMIT 1`;

/** Whether there is anything to judge in a window. */
export async function hasLabels(pool: Pool, { fromAt, toAt }: EvaluationWindow): Promise<boolean> {
  return (await pool.query(ANY_SQL, [fromAt, toAt])).rows.length > 0;
}

/** Predictions of a window that have a label. */
export async function countLabelled(pool: Pool, { fromAt, toAt }: EvaluationWindow): Promise<number> {
  const { rows } = await pool.query<{ labelled: number }>(COUNT_SQL, [fromAt, toAt]);
  return rows[0]?.labelled ?? 0;
}

/**
 * Whether all labels up to those of the cycle that was labelled last are in the database. Rows are written in the order in which they were decided, but maybe
 * long after: while Postgres is away they wait.
 */
export async function areLabelsStored(pool: Pool, lastLabelledAt: number): Promise<boolean> {
  if (lastLabelledAt === 0) return true;
  return (await pool.query<{ ended: boolean | null }>(ENDED_SQL, [lastLabelledAt])).rows[0]?.ended === true;
}

/** Sums up the labelled predictions of a window, slice by slice, so that memory does not grow with its length. */
export async function readSample(
  pool: Pool,
  { fromAt, toAt }: EvaluationWindow,
  progress: (ratio: number) => void,
): Promise<{ sample: Sample; unlabelled: number }> {
  const sample = emptySample();
  const { rows } = await pool.query<{ first_at: number | null; last_at: number | null; unlabelled: number }>(SPAN_SQL, [fromAt, toAt]);
  const { first_at: firstAt, last_at: lastAt, unlabelled } = rows[0] ?? { first_at: null, last_at: null, unlabelled: 0 };
  if (firstAt === null || lastAt === null) return { sample, unlabelled };
  for (let at = firstAt; at <= lastAt; at += SLICE_MS) {
    const slice = await pool.query<LabelledPrediction>({ ...SLICE_SQL, values: [at, Math.min(at + SLICE_MS, lastAt + 1)] });
    for (const prediction of slice.rows) addPrediction(sample, prediction);
    progress((at - firstAt) / (lastAt + 1 - firstAt));
  }
  return { sample, unlabelled };
}
