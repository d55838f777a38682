import { EMERGENCY_LEVELS, MARKET_STATES, POSITION_CLASSES, RISK_MODES } from "@quantum/types";
import { countVerdicts, type EventFigures } from "./figures.ts";
import type { Instruments } from "./instruments.ts";

/** What the modules say in each cycle, in figures. */
export const CONTEXT_FIGURES: EventFigures = {
  "regime.classified": (to, { market, symbols, riskMode }, mode) => {
    to.setEach("fleet_market_state", "state", tally(MARKET_STATES, [market.state]));
    to.setEach(
      "fleet_symbols_in_state",
      "state",
      tally(
        MARKET_STATES,
        symbols.map(({ state }) => state),
      ),
    );
    advised(to, riskMode, mode);
  },
  "policy.set": (to, policy, mode) => {
    to.set("fleet_policy_allow_trades", policy.allowTrades ? 1 : 0);
    to.set("fleet_policy_min_confidence_ratio", policy.minConfidence);
    to.set("fleet_policy_size_factor_ratio", policy.sizeFactor);
    to.set("fleet_policy_max_positions", policy.maxPositions);
    to.set("fleet_policy_stale_inputs", policy.stale.length);
    advised(to, policy.allowTrades ? "ALLOW" : "NO_TRADES", mode);
  },
  "universe.updated": (to, { members, refreshed }, mode) => {
    if (refreshed) for (const { status } of members) advised(to, status, mode);
  },
  "opportunities.ranked": (to, { opportunities, limit }, mode) => {
    opportunities.forEach(({ rank }) => {
      advised(to, rank <= limit ? "TRADABLE" : "SKIP", mode);
    });
  },
  "positions.classified": (to, { positions }, mode) => {
    to.setEach(
      "fleet_positions_classified",
      "class",
      tally(
        POSITION_CLASSES,
        positions.map((position) => position.class),
      ),
    );
    countVerdicts(
      to,
      positions.map(({ verdict }) => verdict),
      mode,
    );
  },
  "trades.reviewed": (to, { reviews, reductions }, mode) => {
    for (const { outcome, verdicts } of reviews) {
      advised(to, outcome, mode);
      countVerdicts(to, verdicts, mode);
    }
    for (const { verdict } of reductions) {
      advised(to, "REDUCE", mode);
      countVerdicts(to, [verdict], mode);
    }
  },
  "sizes.advised": (to, { sizes }, mode) => {
    for (const { outcome, verdicts } of sizes) {
      advised(to, outcome, mode);
      countVerdicts(to, verdicts, mode);
    }
  },
  "amplification.advised": (to, { advice }, mode) => {
    for (const { action, verdicts } of advice) {
      advised(to, action, mode);
      countVerdicts(to, verdicts, mode);
    }
  },
  "fleet.coordinated": (to, { restraint, verdicts, conflicts, overrides, directives, unacknowledged }, mode) => {
    to.set("fleet_risk_mode", RISK_MODES.indexOf(restraint.riskMode));
    to.set("fleet_directives_active", directives.length);
    to.set("fleet_directives_unacknowledged", unacknowledged.length);
    to.set("fleet_overrides_active", overrides.length);
    for (const { rule } of conflicts) to.count("fleet_conflicts_total", 1, { rule });
    advised(to, restraint.allowEntries ? restraint.riskMode : "NO_ENTRIES", mode);
    countVerdicts(to, verdicts, mode);
  },
  "emergency.judged": (to, { level, verdicts }, mode) => {
    to.set("fleet_emergency_level", EMERGENCY_LEVELS.indexOf(level));
    advised(to, level, mode);
    countVerdicts(to, verdicts, mode);
  },
  "directive.acknowledged": (to, { obeyed }, mode) => to.count("fleet_directives_answered_total", 1, { obeyed: String(obeyed), mode }),
};

function advised(to: Instruments, advice: string, mode: string): void {
  to.count("fleet_advice_total", 1, { advice, mode });
}

/** How often each of the known values occurs. */
function tally(known: readonly string[], values: readonly string[]): [string, number][] {
  return known.map((one) => [one, values.filter((value) => value === one).length]);
}
