import { type Effect, type EventData, emit } from "@quantum/types";
import { NAME } from "./name.ts";

type Code = "RISK_MODE_CHANGED" | "DIRECTIVE_REFUSED" | "DIRECTIVE_UNACKNOWLEDGED" | "DIRECTIVE_FORGED";

const ACTIONS: Readonly<Record<Code, string>> = {
  RISK_MODE_CHANGED: "GET /state of ai_hfos says what asks for it.",
  DIRECTIVE_REFUSED: "See why in GET /directives of ai_hfos; the restraint binds trading_bot all the same.",
  DIRECTIVE_UNACKNOWLEDGED: "See whether the service is healthy; the restraint binds trading_bot all the same.",
  DIRECTIVE_FORGED: "Find out who writes to the bus under another name; nobody obeyed.",
};

/** Something a person should know. */
export function alert(code: Code, message: string, severity: EventData<"alert.raised">["severity"] = "WARNING"): Effect {
  return emit("alert.raised", { service: NAME, severity, code, message, action: ACTIONS[code] });
}
