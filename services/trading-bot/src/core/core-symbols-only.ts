import { categoryOf } from "@quantum/market";
import type { Candidate, Desk, Finding } from "./desk.ts";

/** TB-29: while ai_hfos binds and asks for it, only symbols of category CORE are entered or added to. */
export function coreSymbolsOnly({ symbol }: Candidate, { words: { restraint } }: Pick<Desk, "words">): Finding | null {
  if (restraint === null || !restraint.coreSymbolsOnly) return null;
  const observed = categoryOf(symbol);
  const reason = `${symbol} is ${observed}, risk mode ${restraint.riskMode} allows CORE only`;
  return { rule: "TB-29", passed: observed === "CORE", observed, limit: "CORE", reason };
}
