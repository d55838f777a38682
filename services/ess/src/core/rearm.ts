import { textOf } from "./manual-stop.ts";
import type { EssState } from "./state.ts";

/** Why a re-arm is refused, or null. It needs a person and a reason, and nothing that is still being done at the exchange. */
export function rearmRefusal(state: EssState, request: unknown): { code: string; message: string } | null {
  const { by, reason } = readRearm(request);
  if (by === "" || reason === "") return { code: "REASON_REQUIRED", message: "Re-arming needs who does it and why." };
  if (state.sweep?.phase === "RUNNING")
    return { code: "SWEEP_RUNNING", message: "Orders are still being cancelled or positions closed; wait until GET /status says DONE." };
  return null;
}

/** ESS-08: a person re-arms: every cause is gone, the peak of equity and all counts begin anew. Refused, nothing changes. */
export function rearm(state: EssState, request: unknown): void {
  if (rearmRefusal(state, request) !== null) return;
  state.causes = [];
  state.peakUsd = state.equityUsd;
  state.lossesInARow = 0;
  state.errors = { market: [], own: [] };
  state.rearmed = { at: state.clockAt, ...readRearm(request) };
}

function readRearm(request: unknown): { by: string; reason: string } {
  const asked = (typeof request === "object" && request !== null ? request : {}) as { by?: unknown; reason?: unknown };
  return { by: textOf(asked.by, ""), reason: textOf(asked.reason, "") };
}
