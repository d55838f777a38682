import { type Board, figure, lines, YES_IS_GOOD } from "../panel.ts";

/** What the desk earns and does. */
export const TRADING_BOARD: Board = {
  uid: "quantum-trading",
  title: "Trading",
  tags: ["overview"],
  help: "Equity, trades, cycles, and why entries were not made.",
  rows: [
    {
      title: "Now",
      panels: [
        figure({ title: "Equity", unit: "currencyUSD", help: "Unrealised included" }, ["fleet_equity_usd", "equity"]),
        figure({ title: "Today", unit: "percentunit", help: "Since the UTC day began" }, ["fleet_day_return_ratio", "today"]),
        figure({ title: "Drawdown", unit: "percentunit", help: "From the peak" }, ["fleet_drawdown_ratio", "drawdown"]),
        figure({ title: "Open positions", help: "By the ledger" }, ["fleet_open_positions", "positions"]),
        figure({ title: "Open trades", help: "By trading_bot" }, ["fleet_open_trades", "trades"]),
        figure({ title: "Won", unit: "percentunit", help: "Share of trades closed in a day" }, [
          "fleet:win:ratio1d >= 0 or on () vector(0)",
          "won",
        ]),
      ],
    },
    {
      title: "Money",
      panels: [
        lines(
          { title: "Equity", unit: "currencyUSD", help: "By our books and by the exchange" },
          ["fleet_equity_usd", "ledger"],
          ["fleet_account_equity_usd", "exchange"],
          ["fleet_account_wallet_usd", "wallet"],
        ),
        lines({ title: "Drawdown", unit: "percentunit", help: "ess stops the desk at 5 %" }, ["fleet_drawdown_ratio", "drawdown"]),
        lines(
          { title: "Profit", unit: "currencyUSD", help: "Since the books began" },
          ["fleet_realised_pnl_usd", "realised"],
          ["fleet_unrealised_pnl_usd", "unrealised"],
          ["-fleet_fees_usd", "fees"],
          ["fleet_funding_usd", "funding"],
        ),
      ],
    },
    {
      title: "Trades",
      panels: [
        lines({ title: "Trades closed", help: "In the last day, by exit and result" }, [
          "sum by (exit, result) (increase(fleet_trades_closed_total[1d])) or on () vector(0)",
          "{{exit}} {{result}}",
        ]),
        lines(
          { title: "Result of trades in R", help: "Quartiles of a day" },
          ["histogram_quantile(0.25, sum by (le) (increase(fleet_trade_result_r_bucket[1d]))) or on () vector(0)", "25 %"],
          ["histogram_quantile(0.5, sum by (le) (increase(fleet_trade_result_r_bucket[1d]))) or on () vector(0)", "median"],
          ["histogram_quantile(0.75, sum by (le) (increase(fleet_trade_result_r_bucket[1d]))) or on () vector(0)", "75 %"],
        ),
        lines({ title: "Signals", help: "Per hour, by side" }, ["sum by (side) (increase(fleet_signals_total[1h]))", "{{side}}"]),
      ],
    },
    {
      title: "Cycles",
      panels: [
        lines({ title: "Cycles", help: "Per hour, by outcome" }, ["sum by (outcome) (increase(fleet_cycles_total[1h]))", "{{outcome}}"]),
        lines({ title: "Why entries were not made", help: "Per hour, by reason code" }, [
          "sum by (code) (increase(fleet_skips_total[1h])) or on () vector(0)",
          "{{code}}",
        ]),
        lines(
          { title: "Answers missing", help: "Per hour, by who owed them" },
          ["sum by (service) (increase(fleet_cycle_missing_total[1h])) or on () vector(0)", "{{service}}"],
          ["fleet_silent_modules", "silent now"],
        ),
        lines(
          { title: "Proposals and orders", help: "Per hour" },
          ["sum(increase(fleet_proposals_total[1h])) or on () vector(0)", "proposed"],
          ["sum by (purpose, binding) (increase(fleet_orders_requested_total[1h])) or on () vector(0)", "{{purpose}} binding {{binding}}"],
        ),
        lines({ title: "Orders without an end", help: "By trading_bot" }, ["fleet_open_intents", "asked for"]),
        lines({ title: "Desk acts", help: "Modes of the core", words: YES_IS_GOOD }, [
          'fleet_mode{module=~"execution|trading_bot|ai_engine", mode="ENFORCED"}',
          "{{module}}",
        ]),
      ],
    },
  ],
};
