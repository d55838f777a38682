import type { MarketState } from "@quantum/types";
import { JUDGEMENT } from "./limits.ts";
import { KNOWN_STATES } from "./prototypes.ts";

/** The state that is being said, and for how many bars. */
export interface Hold {
  state: MarketState;
  sinceBars: number;
}

/** Nothing known. */
export function createHold(): Hold {
  return { state: "UNKNOWN", sinceBars: 0 };
}

/**
 * MSC-03: a state that holds gives way only after its least stay, and only to one that is likely enough; a mere lead is not. In place.
 * The first state after UNKNOWN needs no stay to be waited for.
 */
export function holdState(hold: Hold, probabilities: readonly number[], enterProbability: number = JUDGEMENT.enterProbability): void {
  const best = indexOfLargest(probabilities);
  const candidate = KNOWN_STATES[best] as MarketState;
  const probability = probabilities[best] as number;
  const first = hold.state === "UNKNOWN";
  // The bar that is being judged is part of the stay.
  const stayed = hold.sinceBars + 1;
  const needed = first ? Math.min(JUDGEMENT.firstProbability, enterProbability) : enterProbability;
  const changes = candidate !== hold.state && probability >= needed && (first || stayed >= JUDGEMENT.leastDwellBars);
  hold.state = changes ? candidate : hold.state;
  hold.sinceBars = changes ? 0 : stayed;
}

/** Says UNKNOWN; the count goes on while it lasts. */
export function loseState(hold: Hold): void {
  hold.sinceBars = hold.state === "UNKNOWN" ? hold.sinceBars + 1 : 0;
  hold.state = "UNKNOWN";
}

function indexOfLargest(values: readonly number[]): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}
