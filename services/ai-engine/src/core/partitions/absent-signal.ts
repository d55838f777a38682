import type { Signal } from "@quantum/types";
import { abstentions, combine } from "../ensemble.ts";
import type { Ensemble } from "../signal.ts";

/** AI-08: where a part is missing or cannot be used, all models abstain for its symbols and say why; nothing is guessed, and the others go on. */
export function absentSignal({ symbol, close }: { symbol: string; close: number }, ensemble: Ensemble, reason: string): Signal {
  const votes = abstentions(ensemble.models, ensemble.weights, reason);
  return { symbol, ...combine(votes, ensemble.minVotes), atrRatio: null, close, features: {} };
}
