import { answered, event, observed, TEST_TIME } from "@quantum/test-kit";
import type { CallAnswered, Core, EventData, FeedObserved, FleetEvent } from "@quantum/types";
import { createEssCore, DEFAULT_SETTINGS, type EssSettings, type EssState, type SweepReport } from "../src/core/index.ts";

export const MINUTE = 60_000;
/** How long a cause must not have been seen until it steps down. */
export const COOL = DEFAULT_SETTINGS.coolDownMs;
/** The settings of an ess that only observes. */
export const observing = { firstMode: { mode: "OBSERVE", from: "test", before: null } } as const;

let serial = 0;

/** An id that no other input has. */
export function nextId(kind: string): string {
  serial += 1;
  return `${kind}-${serial}`;
}

/** So many of something. */
export function times<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n));
}

/** The core with its usual settings, and these. */
export function core(settings: Partial<EssSettings> = {}): Core<EssState> {
  return createEssCore({ ...DEFAULT_SETTINGS, ...settings });
}

/** What a feed of ess saw. */
export function feed(name: string, data: unknown = null, at = TEST_TIME): FeedObserved {
  return observed(name, data, { at, id: nextId("feed") });
}

/** Equity as the exchange tells it. */
export function equity(usd: unknown, at = TEST_TIME): FeedObserved {
  return feed("equity", usd, at);
}

/** A moment passes. */
export function tick(at: number): FeedObserved {
  return feed("tick", null, at);
}

/** The watch over the exchange begins. */
export function looking(at = TEST_TIME): FeedObserved {
  return feed("looking", null, at);
}

/** A trade that ended with this result. */
export function trade(netPnlUsd: string, id = nextId("trade")): FleetEvent<"trade.closed"> {
  return event("trade.closed", { netPnlUsd } as EventData<"trade.closed">, { id });
}

/** A critical alert of another service. */
export function alarm(at = TEST_TIME, about: Partial<EventData<"alert.raised">> = {}, source = "execution"): FleetEvent<"alert.raised"> {
  const data = { service: source, severity: "CRITICAL", code: "DEAD_LETTER", message: "m", action: "a", ...about } as const;
  return event("alert.raised", data, { id: nextId("a"), at, source });
}

/** The trading cycle failed. */
export function failedCycle(): FleetEvent<"trading.cycleFailed"> {
  return event("trading.cycleFailed", { code: "TRADING_CYCLE_ERROR", reason: "boom" }, { id: nextId("c") });
}

/** A person's stop, readable or not. */
export function stop(data: unknown = { level: "HALT", close: false, by: "anna", reason: "drill" }, at = TEST_TIME): FeedObserved {
  return feed("stop", data, at);
}

/** A person's stop at this level. */
export function stopAt(level: string, by = "anna", reason = "drill"): FeedObserved {
  return stop({ level, close: false, by, reason });
}

/** A person re-arms. */
export function rearm(data: unknown = { by: "anna", reason: "looked at it" }, at = TEST_TIME): FeedObserved {
  return feed("rearm", data, at);
}

/** What is reported of a sweep that went well. */
export function report(about: Partial<SweepReport> = {}): SweepReport {
  const well = { ok: true, cancelled: 3, entriesLeft: 0, positionsLeft: 0, unprotected: [], cancelledMs: 10, flatMs: null, reason: "" };
  return { ...well, ...about };
}

/** The report of the sweep that this state waits for. */
export function sweptOf(state: EssState, about: Partial<SweepReport> = {}): CallAnswered {
  return answered({ callId: state.sweep?.sweepId ?? "", name: "sweep" }, report(about), { id: nextId("swept") });
}
