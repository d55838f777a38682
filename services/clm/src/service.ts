import type { Pool } from "@quantum/service-kit/database";
import { createLogger } from "@quantum/service-kit/logger";
import type { ServiceDefinition, ServiceView } from "@quantum/service-kit/run";
import { type ClmState, createClmCore, LIMITS, readAccuracy } from "./core/index.ts";
import { jobGauges } from "./jobs/gauges.ts";
import { JobDesk } from "./jobs/job-desk.ts";
import { jobRoutes } from "./jobs/job-routes.ts";
import { runJobs, type WorkConfig } from "./jobs/run-jobs.ts";

/** Rows by status, and the span, symbols and balance of what can be learned from. */
const SUMMARY_SQL = `
  SELECT label_status AS status, count(*)::int AS rows, count(DISTINCT symbol)::int AS symbols, min(at)::float8 AS first_at, max(at)::float8 AS last_at,
         avg(CASE WHEN up THEN 1 WHEN up IS NOT NULL THEN 0 END)::float8 AS up_ratio
  FROM predictions GROUP BY label_status ORDER BY label_status`;

/** Connects the core to its read endpoints and its jobs. `entry`: the program that is started to do a job's work. */
export function service(config: WorkConfig, entry: string = process.argv[1] ?? ""): ServiceDefinition<ClmState> {
  const desk = new JobDesk(config, createLogger("clm", config.LOG_LEVEL));
  let database: (() => Pool) | null = null;
  return {
    core: createClmCore(),
    routes: (router, view) => {
      database = view.database;
      router.get("/models/accuracy", (_request, response) => void response.json(accuracyOf(view.state())));
      router.get("/training-set/summary", async (_request, response) => {
        try {
          response.json(await summaryOf(view));
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error);
          response.status(503).json({ error: `the database did not answer (${reason}); try again when /health says it is back` });
        }
      });
      jobRoutes(router, view, { desk, settings: config });
    },
    feed: async (access) => {
      if (database !== null) await runJobs({ desk, config, entry, database }, access);
    },
    gauges: () => jobGauges(desk.seen),
    dependencies: () => ({ jobs: desk.problem ?? "ok" }),
  };
}

function accuracyOf(state: Readonly<ClmState>) {
  const { accuracy, lastCloseAt } = state;
  const windows = Object.entries(LIMITS.windowsMs).map(([name, windowMs]) => {
    const { up, models } = readAccuracy(accuracy, lastCloseAt, windowMs);
    return [name, { upRatio: up, models }];
  });
  return { at: lastCloseAt === 0 ? null : lastCloseAt, minOutcomes: LIMITS.minOutcomes, windows: Object.fromEntries(windows) };
}

async function summaryOf(view: ServiceView<ClmState>) {
  const { rows } = await view.database().query(SUMMARY_SQL);
  // After the question: what was decided while the database was asked belongs to its rows.
  const { open, labelled, missing, trades } = view.state();
  const waiting = open.reduce((sum, batch) => sum + batch.predictions.length, 0);
  const averageR = trades.rKnown === 0 ? null : trades.rSum / trades.rKnown;
  return { stored: rows, open: waiting, labelled, missing, trades: { closed: trades.closed, won: trades.won, averageR } };
}
