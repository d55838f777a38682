import type { ClassRule } from "./case.ts";
import { loser } from "./loser.ts";
import { neutral } from "./neutral.ts";
import { orphan } from "./orphan.ts";
import { runawayLoser } from "./runaway-loser.ts";
import { runner } from "./runner.ts";
import { scalp } from "./scalp.ts";
import { stale } from "./stale.ts";
import { winner } from "./winner.ts";

/** All classes in the order in which they are tried; the first that applies is the position's. */
export const RULES: readonly ClassRule[] = [orphan, runner, winner, runawayLoser, loser, scalp, stale, neutral];
