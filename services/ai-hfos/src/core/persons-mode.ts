import type { RiskMode } from "@quantum/types";
import { rankOf } from "./restraints.ts";
import type { Wish } from "./state.ts";

/** HF-09: a person may ask for more care than the rules, or for AGGRESSIVE while no rule asks for anything. Of person and rules the more careful holds. */
export function withWish(riskMode: RiskMode, wish: Wish | null): RiskMode {
  if (wish === null || rankOf(riskMode) > rankOf("NORMAL"))
    return wish !== null && rankOf(wish.riskMode) > rankOf(riskMode) ? wish.riskMode : riskMode;
  return wish.riskMode;
}
