import { deriveId, type Effect, type FeedObserved, type RiskMode } from "@quantum/types";
import { orderOf } from "./cycle.ts";
import { orderDirective } from "./directives.ts";
import { NAME } from "./name.ts";
import { MODULES, NEVER_ASIDE } from "./participants.ts";
import type { HfosState } from "./state.ts";

/** What a person may say. Minutes of market time. */
export type PersonSays =
  | { kind: "risk_mode"; riskMode: RiskMode; by: string; reason: string; minutes: number }
  | { kind: "override"; service: string; by: string; reason: string; minutes: number }
  | { kind: "revoke_risk_mode"; by: string; reason: string }
  | { kind: "revoke_override"; service: string; by: string; reason: string };

/** HF-10: a person may set the word of one module aside, and take back what was said. Everything has a reason, an end, and a line in the audit. In place. */
export function onPerson(state: HfosState, input: FeedObserved): Effect[] {
  const said = input.data.data as PersonSays;
  const at = state.wait.last;
  const from = said.kind.endsWith("override") ? null : state.told.riskMode;
  switch (said.kind) {
    case "risk_mode":
      state.wish = { riskMode: said.riskMode, by: said.by, reason: said.reason, saidAt: at, expiresAt: at + said.minutes * 60_000 };
      break;
    case "revoke_risk_mode":
      state.wish = null;
      break;
    case "override":
      if (!mayBeSetAside(said.service)) return [];
      state.overrides = [...withoutService(state, said.service), overrideOf(said, at)].sort((a, b) => (a.service < b.service ? -1 : 1));
      break;
    case "revoke_override":
      state.overrides = withoutService(state, said.service);
  }
  return [...orderDirective(state, input, orderOf(state)), auditRow(input, { said, from })];
}

/** Whether a person may set this module's word aside. */
export function mayBeSetAside(service: string): boolean {
  return (MODULES as readonly string[]).includes(service) && !NEVER_ASIDE.includes(service);
}

function overrideOf({ service, by, reason, minutes }: PersonSays & { kind: "override" }, at: number) {
  return { service, by, reason, expiresAt: at + minutes * 60_000 };
}

function withoutService({ overrides }: Readonly<HfosState>, service: string) {
  return overrides.filter((one) => one.service !== service);
}

function auditRow({ id, at }: FeedObserved, { said, from }: { said: PersonSays; from: RiskMode | null }): Effect {
  const to = said.kind === "risk_mode" ? said.riskMode : "service" in said ? said.service : null;
  const row = { at, service: NAME, action: said.kind, from_mode: from, to_mode: to, by: said.by, reason: said.reason, recorded_at: at };
  return { kind: "store", table: "audit", key: deriveId(id, NAME, "audit"), row };
}
