import { type Given, given, observed } from "@quantum/test-kit";
import type { FeedObserved, Mode } from "@quantum/types";
import { createSelfHealingCore, type FleetSeen, type HealingState, type SeenRow, type SeenService } from "../src/core/index.ts";

/** The moment of the first look. */
export const T0 = 1_700_000_000_000;
export const SECOND = 1_000;
export const core = createSelfHealingCore();

/** What a healthy service writes of itself. */
export function row(nowMs: number, more: Partial<SeenRow> = {}): SeenRow {
  const healthy = { at: nowMs, status: "HEALTHY" as const, mode: "ENFORCED" as const, lag: 0, lastEventAt: T0, reasons: [], missing: [] };
  return { ...healthy, ...more };
}

/** A service that runs and is healthy. */
export function well(name: string, nowMs: number, more: Partial<SeenService> = {}): SeenService {
  return {
    name,
    run: "running",
    needs: [],
    restarts: 0,
    startedAt: T0 - 60_000,
    row: row(nowMs),
    answer: null,
    unfinished: 0,
    position: "1-0/0",
    corrupt: null,
    ...more,
  };
}

/** A service frozen since T0: its line is of then, and nothing answers. */
export function frozen(name: string, more: Partial<SeenService> = {}): SeenService {
  return well(name, T0, { answer: "NONE", ...more });
}

/** Five more services that are well. */
export function others(nowMs: number): SeenService[] {
  return ["x", "y", "z", "v", "w"].map((name) => well(name, nowMs));
}

/** A fleet in which pil alone is frozen. */
export function oneFrozen(nowMs: number): SeenService[] {
  return [frozen("pil"), ...others(nowMs)];
}

/** One look at the fleet. */
export function look(nowMs: number, services: SeenService[], mode: Mode = "ENFORCED"): FeedObserved {
  return observed("fleet.seen", { nowMs, services } satisfies FleetSeen, { mode, id: `look-${nowMs}`, source: "self_healing" });
}

/** A look every second from `from` to `to` seconds after the first, with what `at` makes of the moment. */
export function looks(from: number, to: number, at: (nowMs: number) => SeenService[], mode: Mode = "ENFORCED"): FeedObserved[] {
  return Array.from({ length: to - from + 1 }, (_, i) => look(T0 + (from + i) * SECOND, at(T0 + (from + i) * SECOND), mode));
}

/** The core after its first look. */
export function begun(services: (nowMs: number) => SeenService[], mode: Mode = "ENFORCED"): Given<HealingState> {
  return given(core).after(look(T0, services(T0), mode));
}
