import type { Intent } from "@quantum/types";
import type { Finding, Urgency } from "./case.ts";
import { LIMITS } from "./limits.ts";

/** AE-01: an entry is normal, an exit as urgent as its reason; an exit whose reason is not known to be harmless is urgent. */
export function urgencyOf({ purpose, reason }: Pick<Intent, "purpose" | "reason">): Urgency {
  if (purpose !== "EXIT") return "NORMAL";
  const code = codeOf(reason);
  if (LIMITS.lowCodes.includes(code)) return "LOW";
  return LIMITS.normalCodes.includes(code) ? "NORMAL" : "HIGH";
}

/** AE-01 in words. */
export function urgencyFinding(intent: Pick<Intent, "purpose" | "reason">, urgency: Urgency): Finding {
  const what = intent.purpose === "EXIT" ? codeOf(intent.reason) || "without a code" : intent.purpose;
  return { passed: urgency !== "HIGH", observed: what, limit: null, reason: `${what}: urgency ${urgency}` };
}

/** An exit's reason begins with its code. */
function codeOf(reason: string): string {
  return /^[A-Z_]+(?=:|$)/.exec(reason)?.[0] ?? "";
}
