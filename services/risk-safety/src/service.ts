import { setTimeout as pause } from "node:timers/promises";
import type { OwnGauge, ServiceDefinition, ServiceView } from "@quantum/service-kit/run";
import { type Effect, emit, type Input } from "@quantum/types";
import type { RequestHandler } from "express";
import { type SafetyConfig, settingsFrom } from "./config.ts";
import { createRiskSafetyCore, exposedSymbols, RULES, type SafetyState, totalNotional } from "./core/index.ts";

/** How long a change of the latch may wait for Redis before the caller is told that it is not in force. */
const SAVE_WAIT_MS = 3_000;

/** What the control check fills in when the caller gave no reason. */
const NO_REASON = "no reason given";

/** Connects the governor to its endpoints. */
export function service(config: SafetyConfig): ServiceDefinition<SafetyState> {
  const settings = settingsFrom(config);
  return {
    core: createRiskSafetyCore(settings),
    failure: refuseWhatThrew,
    gauges: (state) => gaugesOf(state, settings.maxTotalNotionalRatio),
    routes: (router, view) => {
      const rules = RULES.map(({ id, code, applies }) => ({ id, code, applies }));
      router.get("/limits", (_request, response) => void response.json({ limits: settings, rules }));
      router.get("/state", (_request, response) => void response.json(summary(view.state())));
      router.post("/kill", view.control, latch(view, true));
      router.post("/clear", view.control, latch(view, false));
    },
  };
}

/** What the governor knows, in short. */
function summary(state: Readonly<SafetyState>) {
  const { kill, account, day, positions, reservations, newestBarAt } = state;
  return { kill, account, day, positions, reservations: Object.values(reservations), newestBarAt, ...exposure(state) };
}

function gaugesOf(state: Readonly<SafetyState>, maxTotalNotionalRatio: number): OwnGauge[] {
  const { kill, day, reservations, account } = state;
  return [
    { name: "fleet_kill_latch", help: "1 while the kill latch is set: no entry passes", value: kill.set ? 1 : 0 },
    { name: "fleet_daily_loss_reached", help: "1 while today's loss is at its limit", value: day?.lossReached ? 1 : 0 },
    { name: "fleet_governed_notional_usd", help: "All positions and cleared orders together, USD", value: Number(totalNotional(state)) },
    {
      name: "fleet_governed_limit_usd",
      help: "Most that all positions together may be, USD",
      value: account === null ? null : Number(account.equityUsd) * maxTotalNotionalRatio,
    },
    { name: "fleet_reservations", help: "Orders cleared and without an end", value: Object.keys(reservations).length },
    { name: "fleet_governor_equity_known", help: "1 while the governor knows the equity", value: account === null ? 0 : 1 },
  ];
}

function exposure(state: Readonly<SafetyState>) {
  return { totalNotionalUsd: totalNotional(state).toFixed(), exposedSymbols: exposedSymbols(state) };
}

/** Sets or clears the kill latch; answers when it is saved. */
function latch(view: ServiceView<SafetyState>, set: boolean): RequestHandler {
  return async (request, response) => {
    const { by, reason } = request.body as { by: string; reason: string };
    if (!set && reason === NO_REASON) {
      response.status(400).json({ error: "REASON_MISSING", message: "Clearing the kill latch needs a reason." });
      return;
    }
    if (await saved(view.observe("kill", { set, by, reason }))) response.json({ kill: view.state().kill });
    else response.status(503).json({ error: "NOT_SAVED", message: "Redis does not answer: the change waits and is not in force yet." });
  };
}

/** Whether it was saved within the time a caller will wait; it stays queued either way. */
async function saved(saving: Promise<void>): Promise<boolean> {
  const late = new AbortController();
  const timeout = pause(SAVE_WAIT_MS, false, { signal: late.signal }).catch(() => false);
  try {
    return await Promise.race([saving.then(() => true), timeout]);
  } finally {
    late.abort();
  }
}

/** An order the core could not digest at all is refused, never left without an answer. */
function refuseWhatThrew(input: Input, error: Error): Effect[] {
  if (input.type !== "order.requested") return [];
  const { intent } = input.data;
  const verdict = {
    module: "risk_safety",
    rule: "RS-01",
    passed: false,
    observed: null,
    limit: null,
    reason: `could not be judged: ${error.message}`,
  };
  return [emit("order.refused", { intent, code: "MALFORMED_ORDER", verdicts: [verdict] })];
}
