import type { ReasonCode, Verdict } from "@quantum/types";
import { NAME } from "./alert.ts";
import type { Case, Finding, Rule } from "./rule.ts";
import { RULES } from "./rules.ts";

/** What the governor found: every verdict, and the code of the first rule that failed, null when none did. */
export interface Judgement {
  readonly code: ReasonCode | null;
  readonly verdicts: Verdict[];
  /** Rules that could not be evaluated. */
  readonly broken: string[];
}

/** Holds an order against every rule that applies to it. A rule that throws has failed. */
export function judge(order: Case): Judgement {
  const applicable = RULES.filter((rule) => rule.applies === "ALL" || rule.applies.includes(order.intent.purpose));
  const results = applicable.map((rule) => ({ rule, ...evaluate(rule, order) }));
  const failed = results.find(({ finding }) => finding.passed !== true);
  return {
    code: failed ? failed.rule.code : null,
    verdicts: results.map(({ rule, finding }) => ({ module: NAME, rule: rule.id, ...finding, reason: `${rule.code}: ${finding.reason}` })),
    broken: results.filter(({ broken }) => broken).map(({ rule }) => rule.id),
  };
}

function evaluate(rule: Rule, order: Case): { finding: Finding; broken: boolean } {
  try {
    return { finding: rule.check(order), broken: false };
  } catch (error) {
    const reason = `could not be checked (${(error as Error).message}), so it counts as broken`;
    return { finding: { passed: false, observed: null, limit: null, reason }, broken: true };
  }
}
