import type { Roster } from "@quantum/roster";
import { binds } from "@quantum/types";
import type { Answers } from "./participants.ts";

const COORDINATOR = "ai_hfos";
/** Whose word nobody sets aside: without the core nothing may be decided, and the way out is not bargained about. */
const NEVER: ReadonlySet<string> = new Set(["ai_engine", "portfolio_intelligence", COORDINATOR, "ess"]);
const NOBODY: ReadonlySet<string> = new Set();

/** TB-32: while ai_hfos binds, modules that a person's override names do not bind in this cycle, and are not waited for. */
export function setAside(answers: Answers, roster: Readonly<Roster>): ReadonlySet<string> {
  const coordinated = answers["fleet.coordinated"];
  const coordinator = roster[COORDINATOR];
  if (!coordinated || coordinated.data.overrides.length === 0 || !binds(coordinated.mode)) return NOBODY;
  if (coordinator !== undefined && !(coordinator.present && binds(coordinator.mode))) return NOBODY;
  return new Set(coordinated.data.overrides.map(({ service }) => service).filter((service) => !NEVER.has(service)));
}
