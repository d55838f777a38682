import { LEVEL_WORDS, lines, type Panel, RISK_MODE_WORDS, states, YES_IS_BAD, YES_IS_GOOD } from "../panel.ts";

/** Advice of one module in six hours, by mode: of those that answer a cycle. */
function advice(module: string): Panel {
  return lines({ title: "Advice", help: "Six hours, by the mode it was given in" }, [
    `fleet:advice:increase6h{module="${module}"} or on () vector(0)`,
    "{{advice}} ({{mode}})",
  ]);
}

/** Verdicts of one module by rule. */
function verdicts(module: string): Panel {
  return lines({ title: "Verdicts", help: "Per hour, by rule" }, [
    `sum by (rule, passed) (increase(fleet_verdicts_total{module="${module}"}[1h])) or on () vector(0)`,
    "{{rule}} passed {{passed}}",
  ]);
}

/** What only one service has to show. A service without an entry still has its dashboard. */
export const MODULE_PANELS: Readonly<Record<string, readonly Panel[]>> = {
  exchange_simulator: [
    lines(
      { title: "Orders and fills", help: "Since its day began" },
      ["simulator_orders", "plain"],
      ["simulator_algo_orders", "conditional"],
      ["simulator_fills", "fills"],
    ),
    lines({ title: "Wallet", unit: "currencyUSD", help: "As the exchange books it" }, ["simulator_wallet_usd", "wallet"]),
    lines({ title: "Connections", help: "Open WebSockets" }, ["simulator_websocket_connections", "connections"]),
  ],
  risk_safety: [
    verdicts("risk_safety"),
    states({ title: "Kill latch", help: "While set no entry passes", words: YES_IS_BAD, width: 8 }, ["fleet_kill_latch", "latch"]),
  ],
  universe_os: [
    advice("universe_os"),
    lines(
      { title: "Symbols", help: "Active, reduce-only, ever seen" },
      ["fleet_universe_active_symbols", "active"],
      ["fleet_universe_reduce_only_symbols", "reduce-only"],
      ["fleet_universe_known_symbols", "known"],
    ),
  ],
  pil: [
    verdicts("pil"),
    lines({ title: "Positions by class", help: "Open now" }, ["fleet_positions_classified or on () vector(0)", "{{class}}"]),
  ],
  pba: [advice("pba"), verdicts("pba")],
  orchestrator_policy: [
    advice("orchestrator_policy"),
    states({ title: "Entries allowed", help: "By the policy", words: YES_IS_GOOD, width: 8 }, ["fleet_policy_allow_trades", "allowed"]),
    lines(
      { title: "Policy", help: "What is asked for and allowed" },
      ["fleet_policy_min_confidence_ratio", "least confidence"],
      ["fleet_policy_size_factor_ratio", "size factor"],
      ["fleet_policy_max_positions", "most positions"],
      ["fleet_policy_stale_inputs", "stale inputs"],
    ),
  ],
  pal: [advice("pal"), verdicts("pal")],
  trading_mathematician: [
    advice("trading_mathematician"),
    verdicts("trading_mathematician"),
    lines({ title: "Kelly", unit: "percentunit", help: "Lower bound by the desk's own trades" }, [
      "fleet_kelly_lower_ratio or on () vector(0)",
      "fraction",
    ]),
  ],
  ai_hfos: [
    advice("ai_hfos"),
    verdicts("ai_hfos"),
    states({ title: "Risk mode", help: "When it is there", words: RISK_MODE_WORDS, width: 8 }, [
      "fleet_risk_mode or on () vector(1)",
      "mode",
    ]),
    lines(
      { title: "As it keeps count", help: "Since it began; directives and overrides in force" },
      ["fleet_hfos_risk_mode_rank or on () vector(0)", "risk mode"],
      ["fleet_hfos_conflicts_total or on () vector(0)", "conflicts"],
      ["fleet_hfos_directives_total or on () vector(0)", "directives"],
      ["fleet_hfos_refused_directives_total or on () vector(0)", "refused"],
      ["fleet_hfos_directives_active or on () vector(0)", "in force"],
      ["fleet_hfos_unacknowledged_receivers or on () vector(0)", "unacknowledged"],
      ["fleet_hfos_overrides_active or on () vector(0)", "overrides"],
      ["fleet_hfos_missing_words or on () vector(0)", "words missing"],
    ),
    lines({ title: "Conflicts", help: "Per hour, by rule" }, [
      "sum by (rule) (increase(fleet_conflicts_total[1h])) or on () vector(0)",
      "{{rule}}",
    ]),
  ],
  aelm: [
    verdicts("aelm"),
    lines({ title: "Plans", help: "Per hour" }, [
      "sum by (urgency, mode) (increase(fleet_plans_total[1h])) or on () vector(0)",
      "{{urgency}} {{mode}}",
    ]),
  ],
  msc_ai: [
    advice("msc_ai"),
    states({ title: "Market state", help: "One at a time", words: YES_IS_GOOD }, ["fleet_market_state", "{{state}}"]),
  ],
  opportunity_ranker: [
    advice("opportunity_ranker"),
    lines({ title: "Tradable places", help: "From the top" }, ["fleet_opportunities_tradable", "places"]),
    lines(
      { title: "Rank correlation", help: "Score against outcome, with its 95 % interval; 0 while unknown" },
      ["fleet_rank_correlation_ratio or on () vector(0)", "correlation"],
      ["fleet_rank_correlation_low_ratio or on () vector(0)", "low"],
      ["fleet_rank_correlation_high_ratio or on () vector(0)", "high"],
      ["fleet_edge_believed_ratio or on () vector(0)", "believed"],
    ),
  ],
  ess: [
    advice("ess"),
    verdicts("ess"),
    states({ title: "Level", help: "", words: LEVEL_WORDS, width: 8 }, ["fleet_ess_level", "level"]),
    lines({ title: "Losses in a row", help: "More than five stop the desk" }, ["fleet_ess_losses_in_a_row", "losses"]),
  ],
};
