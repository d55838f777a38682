import { hostname } from "node:os";
import type * as z from "zod";
import { type BaseConfig, baseEnvironment, ConfigError, readVariables } from "../config.ts";
import { createApp, finishApp, listen, PortInUseError } from "../http/index.ts";
import { createLogger, type Logger } from "../logger.ts";
import { ServiceMetrics } from "../metrics.ts";
import { type JobHandler, JobWorker } from "./job-worker.ts";
import { JOB_LIMITS, type JobLimits } from "./limits.ts";

const { HOST, PORT, REDIS_URL, REDIS_PREFIX, DATABASE_URL, LOG_LEVEL } = baseEnvironment;
/** What a worker reads from its environment besides its own variables. */
const workerEnvironment = { HOST, PORT, REDIS_URL, REDIS_PREFIX, DATABASE_URL, LOG_LEVEL };
/** The configuration every worker has. */
export type WorkerConfig = Pick<BaseConfig, keyof typeof workerEnvironment>;

/** One worker: whose queue it serves and what it can do. */
export interface WorkerDefinition {
  readonly queue: string;
  readonly handlers: Readonly<Record<string, JobHandler>>;
  readonly limits?: JobLimits;
}

/** A worker that runs inside this process. */
export interface RunningWorker {
  readonly port: number;
  stop(reason: string): Promise<void>;
}

/** The version that runs. */
const VERSION = process.env.QUANTUM_VERSION ?? "0.1.0";

/**
 * Runs a worker as this process. It is no service of the fleet: no lease, no mode, no place on the bus, and as many of one name as
 * one likes. GET /health, /metrics, /version. Exit codes as of a service.
 */
export async function runWorker<Shape extends z.ZodRawShape>(
  name: string,
  environment: Shape,
  define: (config: WorkerConfig & z.infer<z.ZodObject<Shape>>) => WorkerDefinition,
): Promise<void> {
  try {
    const config = readVariables({ ...workerEnvironment, ...environment }, process.env) as WorkerConfig & z.infer<z.ZodObject<Shape>>;
    const worker = await startWorker(name, config, define(config));
    const signal = await new Promise<string>((resolve) => {
      for (const name of ["SIGTERM", "SIGINT"]) process.once(name, () => resolve(name));
    });
    await worker.stop(signal);
    process.exit(0);
  } catch (error) {
    const known = error instanceof ConfigError || error instanceof PortInUseError;
    process.stderr.write(`${name}: ${known ? error.message : ((error as Error).stack ?? String(error))}\n`);
    process.exit(error instanceof ConfigError ? 78 : 1);
  }
}

/** Starts a worker in this process. */
export async function startWorker(
  name: string,
  config: WorkerConfig,
  definition: WorkerDefinition,
  logger: Logger = createLogger(name, config.LOG_LEVEL),
): Promise<RunningWorker> {
  const address = { redisUrl: config.REDIS_URL, redisPrefix: config.REDIS_PREFIX, queue: definition.queue };
  const { handlers, limits = JOB_LIMITS } = definition;
  const worker = new JobWorker({ address, name: `${name}-${hostname()}-${process.pid}`, handlers, logger, limits });
  const metrics = new ServiceMetrics(name, VERSION);
  const startedAt = Date.now();
  const app = createApp();
  app.get("/health", (_request, response) => void response.json(healthOf(name, worker, startedAt)));
  app.get("/version", (_request, response) => void response.json({ service: name, version: VERSION, node: process.version }));
  app.get("/metrics", async (_request, response) => {
    const { status, dependencies } = healthOf(name, worker, startedAt);
    const still = { mode: "ENFORCED", phase: 0, lastEventAgeMs: null, marketAt: null, lag: null, rowsBacklog: 0 } as const;
    response.type("text/plain").send(await metrics.exposition({ ...still, status, dependencies }, ["ENFORCED"]));
  });
  finishApp(app, logger);
  const http = await listen(app, { host: config.HOST, port: config.PORT, service: name });
  logger.info({ port: http.port, version: VERSION, queue: definition.queue, jobs: Object.keys(handlers) }, "started");
  const stop = async (reason: string): Promise<void> => {
    logger.info({ reason }, "stopping");
    await worker.stop();
    await http.close();
    logger.info("stopped");
  };
  return { port: http.port, stop };
}

/** A worker without Redis can do nothing but wait, and does: DEGRADED. */
function healthOf(name: string, worker: JobWorker, startedAt: number) {
  const now = Date.now();
  const status = worker.connected ? ("HEALTHY" as const) : ("DEGRADED" as const);
  return {
    service: name,
    status,
    reasons: worker.connected ? [] : ["Redis is not reachable; trying again"],
    version: VERSION,
    startedAt,
    at: now,
    uptimeMs: now - startedAt,
    rssBytes: process.memoryUsage.rss(),
    dependencies: { redis: worker.connected ? "ok" : "not reachable" },
    jobs: { ...worker.counted },
  };
}
