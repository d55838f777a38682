export { type Estimate, type Evaluation, type EvaluationVerdict, evaluate, type SlotEvaluation, VERDICTS } from "./evaluate.ts";
export { ESTIMATED, type Estimated } from "./figures.ts";
export { addPrediction, emptySample, type LabelledPrediction, type Sample } from "./sample.ts";
export { dueWindow, type EvaluationWindow, evaluationId, type LabelProgress, windowUntilNow } from "./window.ts";
