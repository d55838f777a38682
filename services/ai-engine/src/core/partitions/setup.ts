import { deriveId } from "@quantum/types";
import type { Rules } from "../decide.ts";

/** A text that is equal exactly when models and settings are: signals made with different ones must not stand in one answer. */
export function setupOf({ ensemble, horizonBars }: Rules): string {
  const { models, weights, minVotes } = ensemble;
  const each = models.map(({ slot, name, version }) => [slot, name, version, weights[slot]]);
  return deriveId("setup", JSON.stringify([each, minVotes, horizonBars]));
}
