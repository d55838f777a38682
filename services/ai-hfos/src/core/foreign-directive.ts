import { type Effect, emit, type FleetEvent } from "@quantum/types";
import { alert } from "./alert.ts";
import { NAME } from "./name.ts";
import { MODULES } from "./participants.ts";
import type { HfosState } from "./state.ts";

/** HF-12: a directive of somebody else, for a module nobody knows, or already expired is refused with a code and told of. It changes nothing here. */
export function onForeign(state: HfosState, { data, source, at }: FleetEvent<"directive.issued">): Effect[] {
  const { directiveId, targets, expiresAt } = data;
  if (source === NAME) return [];
  const unknown = targets.filter((target) => !(MODULES as readonly string[]).includes(target));
  const code = unknown.length > 0 ? "UNKNOWN_TARGET" : expiresAt <= at ? "EXPIRED" : "FORGED";
  const reason = `${code}: from ${source}${unknown.length > 0 ? `, for ${unknown.join(", ")}` : ""}; directives come from ${NAME}`;
  state.counts.refused += 1;
  return [
    emit("directive.acknowledged", { directiveId, service: NAME, obeyed: false, reason }),
    alert("DIRECTIVE_FORGED", `directive ${directiveId} was refused: ${reason}`),
  ];
}
