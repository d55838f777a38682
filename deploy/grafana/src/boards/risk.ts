import { type Board, figure, LEVEL_WORDS, lines, RISK_MODE_WORDS, states, YES_IS_BAD, YES_IS_GOOD } from "../panel.ts";

/** What could be lost, and what stands against it. */
export const RISK_BOARD: Board = {
  uid: "quantum-risk",
  title: "Risk and ESS",
  tags: ["overview"],
  help: "Exposure, limits, refusals, the emergency stop and the coordinator.",
  rows: [
    {
      title: "Now",
      panels: [
        figure({ title: "Emergency stop", help: "Level of ess", words: LEVEL_WORDS }, ["fleet_ess_level", "level"]),
        figure({ title: "Kill latch", help: "While set no entry passes", words: YES_IS_BAD }, ["fleet_kill_latch", "latch"]),
        figure({ title: "Daily loss reached", help: "No entries until tomorrow", words: YES_IS_BAD }, [
          "fleet_daily_loss_reached",
          "reached",
        ]),
        figure({ title: "Risk mode", help: "Of the coordinator, when it is there", words: RISK_MODE_WORDS }, [
          "fleet_risk_mode or on () vector(1)",
          "mode",
        ]),
        figure({ title: "Losses in a row", help: "More than five stop the desk" }, ["fleet_ess_losses_in_a_row", "losses"]),
        figure({ title: "Without a stop", help: "Open positions" }, ["fleet_positions_without_stop", "positions"]),
      ],
    },
    {
      title: "Exposure",
      panels: [
        lines({ title: "Exposure", unit: "percentunit", help: "Of equity" }, ["fleet_exposure_ratio", "{{side}}"]),
        lines({ title: "By sector", unit: "percentunit", help: "Of equity" }, [
          "fleet_sector_exposure_ratio or on () vector(0)",
          "{{sector}}",
        ]),
        lines({ title: "Average correlation", help: "Of open positions" }, [
          "fleet_position_correlation_ratio or on () vector(0)",
          "correlation",
        ]),
        lines(
          { title: "As the governor counts", unit: "currencyUSD", help: "Positions and cleared orders" },
          ["fleet_governed_notional_usd", "notional"],
          ["fleet_governed_limit_usd", "limit"],
        ),
        lines({ title: "Cleared and without an end", help: "Orders" }, ["fleet_reservations", "reservations"]),
        states({ title: "Governor knows equity", help: "Without it no entry passes", words: YES_IS_GOOD, width: 8 }, [
          "fleet_governor_equity_known",
          "known",
        ]),
      ],
    },
    {
      title: "Refusals",
      panels: [
        lines({ title: "Refused orders", help: "Per hour, by code" }, [
          "sum by (code) (increase(fleet_refusals_total[1h])) or on () vector(0)",
          "{{code}}",
        ]),
        lines({ title: "Rules that did not pass", help: "risk_safety, per hour" }, [
          'sum by (rule) (increase(fleet_verdicts_total{module="risk_safety", passed="false"}[1h])) or on () vector(0)',
          "{{rule}}",
        ]),
        lines({ title: "Filled and unprotected", help: "Must stay flat" }, ["fleet_unprotected_total", "entries"]),
      ],
    },
    {
      title: "Emergency stop",
      panels: [
        states(
          { title: "Level", help: "As ess acts, and as it answered the cycle", words: LEVEL_WORDS },
          ["fleet_ess_level", "acts"],
          ["fleet_emergency_level", "answered"],
        ),
        lines(
          { title: "Equity as ess sees it", unit: "currencyUSD", help: "Its own way to the exchange" },
          ["fleet_ess_equity_usd", "equity"],
          ["fleet_ess_peak_equity_usd", "peak"],
        ),
        lines({ title: "Triggers", help: "Verdicts that did not pass, per hour" }, [
          'sum by (rule) (increase(fleet_verdicts_total{module="ess", passed="false"}[1h])) or on () vector(0)',
          "{{rule}}",
        ]),
      ],
    },
    {
      title: "Coordinator",
      panels: [
        lines(
          { title: "Directives", help: "In force and not acknowledged" },
          ["fleet_directives_active or on () vector(0)", "in force"],
          ["fleet_directives_unacknowledged or on () vector(0)", "unacknowledged"],
          ["fleet_overrides_active or on () vector(0)", "overrides"],
        ),
        lines({ title: "Conflicts", help: "Per hour, by rule" }, [
          "sum by (rule) (increase(fleet_conflicts_total[1h])) or on () vector(0)",
          "{{rule}}",
        ]),
        lines({ title: "Answers to directives", help: "Per hour" }, [
          "sum by (module, obeyed, mode) (increase(fleet_directives_answered_total[1h])) or on () vector(0)",
          "{{module}} ({{mode}}) obeyed {{obeyed}}",
        ]),
      ],
    },
  ],
};
