import type { Verdict } from "@quantum/types";

/** What a rule observed, and the limit it held it against. */
export type Observation = Pick<Verdict, "passed" | "reason"> & {
  readonly observed: number | string | null;
  readonly limit: number | string | null;
};

/** A rule's id, its finding, and what happens to whoever does not pass it. */
export type Finding = Verdict & Pick<Observation, "observed" | "limit">;

/** An observation as a verdict of this module. */
export function finding(rule: string, { passed, observed, limit, reason }: Observation): Finding {
  return { module: "universe_os", rule, passed, observed, limit, reason };
}
