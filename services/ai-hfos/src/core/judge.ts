import type { Restraint, RiskMode, Verdict } from "@quantum/types";
import { CONFLICTS } from "./conflicts.ts";
import type { Conflict, Picture } from "./picture.ts";
import { meet, rankOf, TOP } from "./restraints.ts";
import { TRIGGERS } from "./triggers.ts";

/** What the rules say of one cycle. */
export interface Judgement {
  /** The most careful risk mode any rule asks for; NORMAL when none does: hands off. */
  readonly asked: RiskMode;
  readonly verdicts: readonly Verdict[];
  readonly conflicts: readonly Conflict[];
  /** What rules ask for besides the risk mode, all met. */
  readonly restraint: Restraint;
}

/** Asks every rule. The order in which they stand, and in which anybody spoke, cannot matter: restraints are met, modes are compared. */
export function judge(picture: Picture): Judgement {
  const failed = TRIGGERS.map((rule) => rule(picture)).filter(({ verdict }) => !verdict.passed);
  const found = CONFLICTS.flatMap((rule) => rule(picture) ?? []);
  const asked = failed.reduce<RiskMode>((most, { asks }) => (rankOf(asks) > rankOf(most) ? asks : most), "NORMAL");
  const wanted = [...failed, ...found].map(({ restraint }) => ({ ...TOP, ...restraint }));
  return {
    asked,
    verdicts: failed.map(({ verdict }) => verdict),
    conflicts: found.map(({ rule, services, subject, resolution, reason }) => ({ rule, services, subject, resolution, reason })),
    restraint: wanted.reduce(meet, TOP),
  };
}
