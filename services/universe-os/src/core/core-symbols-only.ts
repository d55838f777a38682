import type { Candidate } from "./candidate.ts";
import { type Finding, finding } from "./finding.ts";

/** UOS-07: while a directive asks for it, only symbols of the category CORE. */
export function coreSymbolsOnly({ category }: Candidate, constrained: boolean): Finding {
  const passed = !constrained || category === "CORE";
  return finding("UOS-07", {
    passed,
    observed: category,
    limit: constrained ? "CORE" : null,
    reason: constrained ? `only CORE symbols are allowed now, this one is ${category}` : "every category is allowed",
  });
}
