import type { Pool } from "@quantum/service-kit/database";
import type { Evaluation, EvaluationWindow, SlotEvaluation } from "../core/index.ts";

/** What is stored of an evaluation. `recordedAt`: real time, epoch ms. */
export interface EvaluationRecord {
  readonly id: string;
  readonly window: EvaluationWindow;
  readonly evaluation: Evaluation;
  readonly unlabelled: number;
  readonly recordedAt: number;
}

/** An evaluation as it is shown. */
export interface StoredEvaluation {
  readonly evaluation: string;
  readonly fromAt: number;
  readonly toAt: number;
  readonly recordedAt: number;
  readonly labelled: number;
  readonly unlabelled: number;
  readonly trials: number;
  readonly earlierTrials: number;
  readonly confidenceRatio: number;
  readonly blockHours: number;
  readonly slots: readonly SlotEvaluation[];
}

const EARLIER_SQL = `SELECT count(*)::int AS trials FROM model_evaluations
  WHERE verdict <> 'N/A' AND from_at < $2 AND to_at > $1 AND (evaluation <> $3 OR labelled < $4)`;
const INSERT_SQL = `
  INSERT INTO model_evaluations SELECT * FROM jsonb_populate_recordset(null::model_evaluations, $1::jsonb) ON CONFLICT (key) DO NOTHING`;
const SELECT_SQL = `
  SELECT * FROM model_evaluations WHERE evaluation = $1 AND labelled = (SELECT max(labelled) FROM model_evaluations WHERE evaluation = $1)
  ORDER BY array_position(ARRAY['XGB','LGBM','NH','PT','ENSEMBLE'], slot)`;
const NEWEST_SQL = "SELECT evaluation FROM model_evaluations ORDER BY recorded_at DESC, at DESC LIMIT 1";

/**
 * Writes an evaluation, all of it or nothing. The first to write it has; a second changes nothing. Once more labels are there the same window may be judged
 * again: that stands beside the one before, whose verdicts were drawn too.
 */
export async function storeEvaluation(pool: Pool, { id, window, evaluation, unlabelled, recordedAt }: EvaluationRecord): Promise<void> {
  const { fromAt, toAt } = window;
  const { rows: earlier } = await pool.query<{ trials: number }>(EARLIER_SQL, [fromAt, toAt, id, evaluation.labelled]);
  const shared = {
    at: toAt,
    evaluation: id,
    from_at: fromAt,
    to_at: toAt,
    labelled: evaluation.labelled,
    unlabelled,
    block_hours: evaluation.blockHours,
    trials: evaluation.trials,
    earlier_trials: earlier[0]?.trials ?? 0,
    confidence_ratio: evaluation.confidenceRatio,
    recorded_at: recordedAt,
  };
  const rows = evaluation.slots.map(({ baseRate, ...slot }) => ({
    key: `${id}:${evaluation.labelled}:${slot.slot}`,
    ...shared,
    base_rate: baseRate,
    ...slot,
  }));
  await pool.query(INSERT_SQL, [JSON.stringify(rows)]);
}

/** One evaluation as it was made last, with the most labels; null when it is not there (yet). */
export async function readEvaluation(pool: Pool, id: string): Promise<StoredEvaluation | null> {
  const { rows } = await pool.query<Row>(SELECT_SQL, [id]);
  const [first] = rows;
  if (first === undefined) return null;
  return {
    evaluation: id,
    fromAt: first.from_at,
    toAt: first.to_at,
    recordedAt: first.recorded_at,
    labelled: first.labelled,
    unlabelled: first.unlabelled,
    trials: first.trials,
    earlierTrials: first.earlier_trials,
    confidenceRatio: first.confidence_ratio,
    blockHours: first.block_hours,
    slots: rows.map(slotOf),
  };
}

/** The evaluation that was made last, or null when there is none. */
export async function readNewestEvaluation(pool: Pool): Promise<StoredEvaluation | null> {
  const { rows } = await pool.query<{ evaluation: string }>(NEWEST_SQL);
  return rows[0] ? readEvaluation(pool, rows[0].evaluation) : null;
}

interface Row extends Omit<SlotEvaluation, "baseRate"> {
  readonly from_at: number;
  readonly to_at: number;
  readonly recorded_at: number;
  readonly labelled: number;
  readonly unlabelled: number;
  readonly trials: number;
  readonly earlier_trials: number;
  readonly confidence_ratio: number;
  readonly block_hours: number;
  readonly base_rate: number | null;
}

function slotOf({
  slot,
  verdict,
  note,
  models,
  outcomes,
  decided,
  blocks,
  base_rate,
  accuracy,
  excess,
  brier,
  skill,
}: Row): SlotEvaluation {
  return { slot, verdict, note, models, outcomes, decided, blocks, baseRate: base_rate, accuracy, excess, brier, skill };
}
