import type { Effect, FleetEvent } from "@quantum/types";
import { alertEffects } from "./alert.ts";
import { todaysLoss } from "./daily-loss.ts";
import type { SafetySettings } from "./limits.ts";
import { applyAccount } from "./positions.ts";
import { Exact } from "./rule.ts";
import type { SafetyState, TradingDay } from "./state.ts";

const DAY_MS = 86_400_000;

/** The exchange's word on equity and positions; the first of a UTC day starts the day's loss anew. */
export function onAccount(state: SafetyState, input: FleetEvent<"account.synced">, settings: SafetySettings): Effect[] {
  const { equityUsd, positions } = input.data;
  const last = state.account;
  state.account = { equityUsd, at: input.at };
  applyAccount(state, positions);
  const day = dayAt(state.day, input.at, { nowUsd: equityUsd, lastUsd: last?.equityUsd ?? equityUsd });
  state.day = day;
  return watchLoss({ ...state, day }, input, settings);
}

/** A day starts with the equity of 00:00 UTC; when that was not told, with the last one before it. */
function dayAt(known: TradingDay | null, at: number, equity: { nowUsd: string; lastUsd: string }): TradingDay {
  const day = Math.floor(at / DAY_MS);
  if (known && known.day >= day) return known;
  return { day, equityUsd: at % DAY_MS === 0 ? equity.nowUsd : equity.lastUsd, lossReached: false };
}

/** Where RS-14 latches: a loss that once reached its limit stops entries for the day even when equity recovers. */
function watchLoss(state: SafetyState & { day: TradingDay }, input: FleetEvent<"account.synced">, settings: SafetySettings): Effect[] {
  const { day } = state;
  if (day.lossReached) return [];
  const share = lostShare(state, day, input.data.equityUsd);
  if (share?.lt(settings.dailyLossRatio)) return [];
  day.lossReached = true;
  return alertEffects({
    severity: "CRITICAL",
    code: "DAILY_LOSS",
    message: `today's loss is ${share ? `${share.times(100).toFixed(2)} %` : "all"} of the day's starting equity ${day.equityUsd} USD; the limit is ${settings.dailyLossRatio * 100} %`,
    action: "No entry passes until 00:00 UTC; exits and stops go on. Look at today's trades before the next day begins.",
  });
}

/** The lost share of the day's starting equity; null when all is lost. */
function lostShare(state: SafetyState, day: TradingDay, equityUsd: string): Exact | null {
  if (new Exact(equityUsd).lte(0)) return null;
  const { startUsd, lossUsd } = todaysLoss(state, day);
  return lossUsd.div(startUsd);
}
