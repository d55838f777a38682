import type { Interval, Signal, Vote } from "@quantum/types";
import { type Accuracy, emptyAccuracy } from "./accuracy.ts";

/** A model as it voted in one cycle. */
export type Voter = Pick<Vote, "slot" | "model" | "version" | "weight">;

/** One symbol's prediction until its outcome is known, kept small: features and votes without their names. */
export interface OpenPrediction {
  symbol: string;
  side: Signal["side"];
  confidence: number;
  probabilityUp: number | null;
  close: number;
  /** In the order of the batch's `features`; null where this symbol lacks one. */
  values: (number | null)[];
  /** In the order of the batch's `voters`; null where one abstained. */
  votes: (number | null)[];
  /** The close at its horizon, when it came as history; left out otherwise. */
  lateClose?: number;
}

/** The predictions of one cycle. */
export interface OpenBatch {
  predictedAt: number;
  horizonBars: number;
  /** Null until a bar told the interval. */
  interval: Interval | null;
  features: string[];
  voters: Voter[];
  predictions: OpenPrediction[];
}

/** Closed trades seen, for the summary. */
export interface TradeCount {
  closed: number;
  won: number;
  rKnown: number;
  rSum: number;
}

/** The state of the service. */
export interface ClmState {
  interval: Interval | null;
  /** Close of the newest bar and of the newest cycle with predictions, epoch ms. */
  lastCloseAt: number;
  lastPredictedAt: number;
  /** Cycle of the predictions that were labelled (or ended as missing) last, epoch ms: when their rows are in the database, so are all labels before. */
  lastLabelledAt: number;
  open: OpenBatch[];
  labelled: number;
  missing: number;
  accuracy: Accuracy;
  trades: TradeCount;
  /** Failures of jobs that were told, oldest first: job and time. */
  toldFailures: string[];
}

/** A service that has seen nothing. */
export function initialState(): ClmState {
  return {
    interval: null,
    lastCloseAt: 0,
    lastPredictedAt: 0,
    lastLabelledAt: 0,
    open: [],
    labelled: 0,
    missing: 0,
    accuracy: emptyAccuracy(),
    trades: { closed: 0, won: 0, rKnown: 0, rSum: 0 },
    toldFailures: [],
  };
}
