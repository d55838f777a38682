import { type Board, figure, lines } from "../panel.ts";

/** How well orders are carried out. */
export const EXECUTION_BOARD: Board = {
  uid: "quantum-execution",
  title: "Execution quality",
  tags: ["overview"],
  help: "Orders, fills, books against the exchange, and what trading costs.",
  rows: [
    {
      title: "Now",
      panels: [
        figure({ title: "Differences", help: "Books against the exchange" }, ["max(fleet_differences)", "differences"]),
        figure({ title: "Unresolved", help: "Orders whose fate is unknown" }, ["fleet_unresolved_orders", "orders"]),
        figure({ title: "Reduce-only symbols", help: "Until explained" }, ["fleet_reduce_only_symbols", "symbols"]),
        figure({ title: "Failed comparisons", help: "In a row" }, ["fleet_sync_failures", "in a row"]),
        figure({ title: "Bars waiting", help: "For the exchange's word" }, ["fleet_waiting_bars", "bars"]),
        figure({ title: "Shortfall", help: "Basis points an order, six hours" }, ["fleet:shortfall_bps:avg6h or on () vector(0)", "bps"]),
      ],
    },
    {
      title: "Orders",
      panels: [
        lines({ title: "Orders settled", help: "Per hour" }, [
          "sum by (purpose, outcome, code) (increase(fleet_orders_settled_total[1h])) or on () vector(0)",
          "{{purpose}} {{outcome}} {{code}}",
        ]),
        lines({ title: "Rejected by the exchange", help: "Per hour" }, [
          "sum by (code) (increase(fleet_order_rejections_total[1h])) or on () vector(0)",
          "{{code}}",
        ]),
        lines({ title: "Fates asked for", help: "Orders whose answer was lost" }, ["fleet_orders_unresolved_total", "orders"]),
        lines({ title: "Fills", help: "Per hour" }, [
          "sum by (leg, maker) (increase(fleet_fills_total[1h])) or on () vector(0)",
          "{{leg}} maker {{maker}}",
        ]),
        lines({ title: "Fees", help: "Basis points of what was traded, six hours" }, [
          "10000 * sum(increase(fleet_fees_usd_total[6h])) / (sum(increase(fleet_filled_notional_usd_total[6h])) > 0) or on () vector(0)",
          "bps",
        ]),
        lines(
          { title: "Without an end", help: "Intents, and orders of any kind" },
          ["fleet_active_intents", "intents"],
          ["fleet_tracked_orders", "orders"],
          ["fleet_open_orders", "at the exchange, {{kind}}"],
        ),
      ],
    },
    {
      title: "Exchange",
      panels: [
        lines({ title: "Calls", unit: "s", help: "95th percentile" }, ["fleet:call_seconds:p95_5m", "{{module}} {{name}}"]),
        lines({ title: "Calls by outcome", help: "Per second" }, [
          "sum by (name, outcome) (rate(fleet_call_seconds_count[5m]))",
          "{{name}} {{outcome}}",
        ]),
        lines({ title: "Differences", help: "By who compares" }, ["fleet_differences", "{{module}}"]),
      ],
    },
    {
      title: "Cost against arrival (aelm)",
      panels: [
        lines(
          { title: "Shortfall", help: "Quartiles of six hours, basis points" },
          [
            "histogram_quantile(0.5, sum by (le, executed) (increase(fleet_shortfall_bps_bucket[6h]))) or on () vector(0)",
            "median {{executed}}",
          ],
          [
            "histogram_quantile(0.95, sum by (le, executed) (increase(fleet_shortfall_bps_bucket[6h]))) or on () vector(0)",
            "95 % {{executed}}",
          ],
        ),
        lines({ title: "The way not taken", help: "What it would have cost, median of six hours" }, [
          "histogram_quantile(0.5, sum by (le, executed) (increase(fleet_shortfall_other_bps_bucket[6h]))) or on () vector(0)",
          "instead of {{executed}}",
        ]),
        lines({ title: "Parts", help: "Basis points in six hours: paid less gained" }, [
          "sum by (part) (increase(fleet_shortfall_paid_bps_total[6h])) - sum by (part) (increase(fleet_shortfall_gained_bps_total[6h])) or on () vector(0)",
          "{{part}}",
        ]),
        lines({ title: "Plans", help: "Per hour" }, [
          "sum by (urgency, mode) (increase(fleet_plans_total[1h])) or on () vector(0)",
          "{{urgency}} {{mode}}",
        ]),
      ],
    },
  ],
};
