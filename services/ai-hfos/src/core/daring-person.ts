import type { Conflict } from "./picture.ts";
import { rankOf } from "./restraints.ts";
import type { HeldMode, Wish } from "./state.ts";

/** HF-27: a person asks for a more daring risk mode than the rules hold. The rules hold. */
export function daringPerson(wish: Wish | null, { riskMode }: Pick<HeldMode, "riskMode">): Conflict | null {
  if (wish === null || rankOf(riskMode) <= rankOf("NORMAL") || rankOf(wish.riskMode) >= rankOf(riskMode)) return null;
  return {
    rule: "HF-27",
    services: ["ai_hfos"],
    subject: "risk mode",
    resolution: `${riskMode} holds`,
    reason: `${wish.by} asks for ${wish.riskMode} (${wish.reason}), the rules for ${riskMode}`,
  };
}
