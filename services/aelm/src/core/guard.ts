import { Exact, larger, multipleAbove, multipleBelow, smaller } from "@quantum/exact";
import { type Case, type Finding, type Known, signOf, type Urgency } from "./case.ts";
import { takingBps } from "./costs.ts";
import { type AelmSettings, LIMITS } from "./limits.ts";

/** AE-09: no fill beyond this price; an urgent exit has none. Never looser than the order's own limit, and rounded towards arrival. */
export function guardPrice({ intent, settings }: Case, known: Known | null, urgency: Urgency): Exact | null {
  if (urgency === "HIGH") return null;
  const arrival = new Exact(intent.referencePrice);
  const bps = guardBps(intent, known, settings);
  const raw = arrival.times(10_000 + signOf(intent) * bps).div(10_000);
  const own = intent.price === null ? raw : new Exact(intent.price);
  const buys = intent.side === "BUY";
  const strictest = buys ? smaller(raw, own) : larger(raw, own);
  if (known === null) return strictest;
  const tick = new Exact(known.contract.tickSize);
  return buys ? multipleBelow(strictest, tick) : multipleAbove(strictest, tick);
}

/** AE-09 in words. */
export function guardFinding(price: Exact | null, { intent }: Pick<Case, "intent">): Finding {
  if (price === null) return { passed: true, observed: null, limit: null, reason: "an urgent exit happens at any price" };
  const reason = `no fill beyond ${price.toFixed()}, arrival ${intent.referencePrice}`;
  return { passed: true, observed: price.toFixed(), limit: intent.referencePrice, reason };
}

/** Distance of the guard: wide enough for what taking costs in this book and for usual moves, within its bounds. Unknown: an entry's narrowest, an exit's widest. */
function guardBps(
  intent: Case["intent"],
  known: Known | null,
  { entryGuardMaxBps, exitGuardMaxBps }: Pick<AelmSettings, "entryGuardMaxBps" | "exitGuardMaxBps">,
): number {
  const exits = intent.purpose === "EXIT";
  const least = exits ? LIMITS.exitGuardMinBps : LIMITS.entryGuardMinBps;
  const most = Math.min(LIMITS.collarBps, exits ? exitGuardMaxBps : entryGuardMaxBps);
  if (known === null) return Math.round(exits ? most : Math.min(least, most));
  const wanted = LIMITS.guardRanges * known.rangeBps + takingBps(Number(intent.quantity), known);
  return Math.round(Math.min(most, Math.max(least, wanted)));
}
