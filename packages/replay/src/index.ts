export { CoreFailure } from "./core-failure.ts";
export { type ReplayOutcome, type ReplayRequest, type ReplayStep, replay } from "./replay.ts";
export { ReplayProblem } from "./replay-problem.ts";
export { optionalServices } from "./seats.ts";
