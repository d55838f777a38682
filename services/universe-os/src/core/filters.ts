import type { Candidate } from "./candidate.ts";
import { coreSymbolsOnly } from "./core-symbols-only.ts";
import { dataGaps } from "./data-gaps.ts";
import type { Finding } from "./finding.ts";
import { knownMovement } from "./known-movement.ts";
import type { UniverseSettings } from "./limits.ts";
import { listed } from "./listed.ts";
import { listingAge } from "./listing-age.ts";
import { quoteVolume } from "./quote-volume.ts";
import { spread } from "./spread.ts";

/** What the filters are held against. */
export interface FilterContext {
  readonly settings: UniverseSettings;
  /** Whether a directive allows CORE symbols only. */
  readonly constrained: boolean;
}

/** Every quality filter. A symbol that fails one is out, whatever its score, and every one it fails is named. */
export function filter(candidate: Candidate, { settings, constrained }: FilterContext): Finding[] {
  return [
    listed(candidate),
    quoteVolume(candidate, settings),
    spread(candidate, settings),
    listingAge(candidate, settings),
    dataGaps(candidate, settings),
    knownMovement(candidate),
    coreSymbolsOnly(candidate, constrained),
  ];
}
