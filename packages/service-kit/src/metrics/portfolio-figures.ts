import type { EventFigures } from "./figures.ts";

/** What the desk is worth and exposed to, and what became of its trades and cycles, in figures. */
export const PORTFOLIO_FIGURES: EventFigures = {
  "account.synced": (to, { equityUsd, walletUsd, openOrders, openAlgoOrders, differences }) => {
    to.set("fleet_account_equity_usd", Number(equityUsd));
    to.set("fleet_account_wallet_usd", Number(walletUsd));
    to.set("fleet_open_orders", openOrders, { kind: "plain" });
    to.set("fleet_open_orders", openAlgoOrders, { kind: "conditional" });
    to.set("fleet_differences", differences.length);
  },
  "portfolio.valued": (to, data) => {
    const { exposure, positions } = data;
    const [equity, dayStart] = [Number(data.equityUsd), Number(data.dayStartEquityUsd)];
    to.set("fleet_equity_usd", equity);
    to.set("fleet_drawdown_ratio", data.drawdownRatio);
    if (dayStart > 0) to.set("fleet_day_return_ratio", equity / dayStart - 1);
    to.set("fleet_realised_pnl_usd", Number(data.realisedPnlUsd));
    to.set("fleet_unrealised_pnl_usd", Number(data.unrealisedPnlUsd));
    to.set("fleet_fees_usd", Number(data.feesUsd));
    to.set("fleet_funding_usd", Number(data.fundingUsd));
    for (const side of ["gross", "net", "long", "short"] as const) to.set("fleet_exposure_ratio", exposure[`${side}Ratio`], { side });
    to.setEach("fleet_sector_exposure_ratio", "sector", Object.entries(exposure.bySector));
    to.set("fleet_open_positions", positions.length);
    to.set("fleet_positions_without_stop", positions.filter(({ stopPrice }) => stopPrice === null).length);
    if (data.averageCorrelation !== null) to.set("fleet_position_correlation_ratio", data.averageCorrelation);
    to.set("fleet_differences", data.differences.length);
  },
  "trade.closed": (to, { exitCode, netPnlUsd, rMultiple }) => {
    to.count("fleet_trades_closed_total", 1, { exit: exitCode, result: Number(netPnlUsd) > 0 ? "won" : "lost" });
    if (rMultiple !== null) to.observe("fleet_trade_result_r", rMultiple);
  },
  "cycle.completed": (to, { outcome, skips, missing }) => {
    to.count("fleet_cycles_total", 1, { outcome });
    for (const { code } of skips) to.count("fleet_skips_total", 1, { code });
    for (const service of missing) to.count("fleet_cycle_missing_total", 1, { service });
  },
  "alert.raised": (to, { severity, code }) => to.count("fleet_alerts_total", 1, { severity, code }),
};
