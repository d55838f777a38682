import { countVerdicts, type EventFigures } from "./figures.ts";

/** The life of orders in figures. */
export const ORDER_FIGURES: EventFigures = {
  "trades.proposed": (to, { proposals }) => to.count("fleet_proposals_total", proposals.length),
  "order.requested": (to, { intent, binding }) =>
    to.count("fleet_orders_requested_total", 1, { purpose: intent.purpose, binding: String(binding) }),
  "order.cleared": (to, { verdicts }, mode) => countVerdicts(to, verdicts, mode),
  "order.refused": (to, { code, verdicts }, mode) => {
    to.count("fleet_refusals_total", 1, { code });
    countVerdicts(to, verdicts, mode);
  },
  "order.rejected": (to, { code }) => to.count("fleet_order_rejections_total", 1, { code }),
  "order.unresolved": (to) => to.count("fleet_orders_unresolved_total", 1),
  "order.settled": (to, { purpose, outcome, code, protected: isProtected }) => {
    to.count("fleet_orders_settled_total", 1, { purpose, outcome, code: code ?? "none" });
    const opened = purpose === "ENTRY" && (outcome === "FILLED" || outcome === "PARTIAL");
    to.count("fleet_unprotected_total", opened && !isProtected ? 1 : 0);
  },
  "order.filled": (to, { leg, fill }) => {
    to.count("fleet_fills_total", 1, { leg, maker: String(fill.maker) });
    to.count("fleet_filled_notional_usd_total", Math.abs(Number(fill.quantity) * Number(fill.price)));
    to.count("fleet_fees_usd_total", Math.max(0, Number(fill.feeUsd)));
  },
  "order.planned": (to, { urgency, verdicts }, mode) => {
    to.count("fleet_plans_total", 1, { urgency, mode });
    countVerdicts(to, verdicts, mode);
  },
  "shortfall.measured": (to, data) => {
    const { executed, totalBps, otherBps } = data;
    to.observe("fleet_shortfall_bps", totalBps, { executed });
    if (otherBps !== null) to.observe("fleet_shortfall_other_bps", otherBps, { executed });
    for (const part of ["delay", "spread", "impact", "fee", "opportunity", "total"] as const) {
      const bps = data[`${part}Bps`];
      to.count("fleet_shortfall_paid_bps_total", Math.max(0, bps), { part });
      to.count("fleet_shortfall_gained_bps_total", Math.max(0, -bps), { part });
    }
  },
};
