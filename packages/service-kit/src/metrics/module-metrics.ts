/** Buckets of what an order cost against its arrival price, basis points. */
const BPS_BUCKETS = [-20, -10, -5, -2, 0, 1, 2, 3, 5, 7.5, 10, 15, 20, 30, 50, 100];

/** What the words of the modules tell in figures. `mode` is the module's: under OBSERVE it is what would have been done. */
export const MODULE_METRICS = {
  fleet_verdicts_total: {
    kind: "counter",
    help: "Verdicts, by rule, result and the mode they were given in",
    labels: ["rule", "passed", "mode"],
  },
  fleet_advice_total: { kind: "counter", help: "What a module advised, by the mode it was in", labels: ["advice", "mode"] },
  fleet_market_state: { kind: "gauge", help: "1 for the state the market is in", labels: ["state"] },
  fleet_symbols_in_state: { kind: "gauge", help: "Symbols in each market state", labels: ["state"] },
  fleet_policy_allow_trades: { kind: "gauge", help: "1 while the policy allows entries", labels: [] },
  fleet_policy_min_confidence_ratio: { kind: "gauge", help: "Least confidence the policy asks for", labels: [] },
  fleet_policy_size_factor_ratio: { kind: "gauge", help: "What the policy multiplies sizes by", labels: [] },
  fleet_policy_max_positions: { kind: "gauge", help: "Most positions the policy allows", labels: [] },
  fleet_policy_stale_inputs: { kind: "gauge", help: "Inputs of the policy that are missing or too old", labels: [] },
  fleet_positions_classified: { kind: "gauge", help: "Open positions of each class", labels: ["class"] },
  fleet_risk_mode: { kind: "gauge", help: "0 AGGRESSIVE, 1 NORMAL, 2 CAUTIOUS, 3 DEFENSIVE, 4 SAFE", labels: [] },
  fleet_conflicts_total: { kind: "counter", help: "Conflicts between modules, by the rule that found them", labels: ["rule"] },
  fleet_directives_active: { kind: "gauge", help: "Directives in force", labels: [] },
  fleet_directives_unacknowledged: { kind: "gauge", help: "Services that have not acknowledged a directive in force", labels: [] },
  fleet_overrides_active: { kind: "gauge", help: "Modules that a person's override sets aside", labels: [] },
  fleet_directives_answered_total: {
    kind: "counter",
    help: "Directives acknowledged, by whether they were obeyed and the mode",
    labels: ["obeyed", "mode"],
  },
  fleet_emergency_level: { kind: "gauge", help: "0 NORMAL, 1 PAUSE, 2 REDUCE_ONLY, 3 HALT", labels: [] },
  fleet_plans_total: { kind: "counter", help: "Orders planned, by urgency and mode", labels: ["urgency", "mode"] },
  fleet_shortfall_bps: { kind: "histogram", help: "What orders cost against arrival", labels: ["executed"], buckets: BPS_BUCKETS },
  fleet_shortfall_paid_bps_total: { kind: "counter", help: "Sum of costs against arrival, by part", labels: ["part"] },
  fleet_shortfall_gained_bps_total: { kind: "counter", help: "Sum of gains against arrival, by part", labels: ["part"] },
  fleet_shortfall_other_bps: {
    kind: "histogram",
    help: "What the way not taken would have cost",
    labels: ["executed"],
    buckets: BPS_BUCKETS,
  },
} as const;
