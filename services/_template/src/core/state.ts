import type { Verdict } from "@quantum/types";

/** What this service remembers. Plain JSON: it survives a restart as it is, and a change of its shape as `Core.initial` and `Core.upgrades` say. */
export interface TemplateState {
  closes: number;
  lastVerdict: Verdict | null;
}

export function initialState(): TemplateState {
  return { closes: 0, lastVerdict: null };
}
