import type { Core } from "@quantum/types";

/** The console decides nothing: it consumes nothing and keeps nothing. */
export type DashboardState = Record<string, never>;

/** A core without a say. */
export function createDashboardCore(): Core<DashboardState> {
  return { name: "dashboard", consumes: [], emits: [], initial: () => ({}), decide: (state) => ({ state, effects: [] }) };
}
