import { ReplayProblem } from "@quantum/replay";
import { CliFailure } from "../failure.ts";

/** A problem of a replay as the command line tells it; anything else as it is. */
export function asCliFailure(error: unknown): unknown {
  return error instanceof ReplayProblem ? new CliFailure(error.message, error.fix) : error;
}
