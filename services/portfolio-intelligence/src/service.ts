import type { ServiceDefinition, ServiceView } from "@quantum/service-kit/run";
import type { Request, Response, Router } from "express";
import * as z from "zod";
import type { PortfolioConfig } from "./config.ts";
import { accountTotals, createPortfolioCore, type PortfolioState, positionsOf, valuation } from "./core/index.ts";

const page = z.object({ limit: z.coerce.number().int().min(1).max(5_000).default(500) });

/** Connects the ledger to its read endpoints. */
export function service(config: PortfolioConfig): ServiceDefinition<PortfolioState> {
  const settings = {
    walletToleranceUsd: config.LEDGER_TOLERANCE_USD,
    correlationBars: config.CORRELATION_BARS,
    correlationMinBars: config.CORRELATION_MIN_BARS,
  };
  return {
    core: createPortfolioCore(settings),
    routes: (router, view) => {
      const valued = () => ({ ...valuation(view.state(), settings.correlationMinBars), known: view.state().startWalletUsd !== null });
      router.get("/portfolio", (_request, response) => {
        const { startWalletUsd, lastCycleAt, syncedAt } = view.state();
        response.json({ ...valued(), startWalletUsd, lastCycleAt, syncedAt, totals: accountTotals(view.state()) });
      });
      router.get("/positions", (_request, response) => void response.json({ positions: positionsOf(view.state()) }));
      router.get("/exposure", (_request, response) => {
        const { exposure, averageCorrelation, known } = valued();
        response.json({ exposure, averageCorrelation, known });
      });
      tableRoute(router, view, { path: "/equity", sql: "SELECT * FROM equity ORDER BY at DESC LIMIT $1" });
      tableRoute(router, view, { path: "/trades", sql: "SELECT * FROM trades WHERE status <> 'VOID' ORDER BY opened_at DESC LIMIT $1" });
    },
  };
}

/** A table's newest rows, newest first. */
function tableRoute(router: Router, view: ServiceView<PortfolioState>, { path, sql }: { path: string; sql: string }): void {
  router.get(path, async (request: Request, response: Response) => {
    const query = page.safeParse(request.query);
    if (!query.success) {
      response.status(400).json({ error: "limit must be a whole number from 1 to 5000" });
      return;
    }
    const { rows } = await view.database().query(sql, [query.data.limit]);
    response.json({ rows });
  });
}
