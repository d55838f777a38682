import { emit } from "@quantum/types";
import { busKeys, connectRedis, Lease, watchRedis } from "./bus/index.ts";
import type { BaseConfig } from "./config.ts";
import { connectDatabase } from "./database/connection.ts";
import { RowWriter } from "./database/row-writer.ts";
import { drillRoute } from "./http/drill-route.ts";
import { createApp, finishApp, listen, requireControl, standardRoutes } from "./http/index.ts";
import { reconnectRoute } from "./http/reconnect-route.ts";
import { createLogger, type Logger } from "./logger.ts";
import { ServiceMetrics } from "./metrics.ts";
import { firstModeRecord } from "./modes.ts";
import { pause } from "./shell/pause.ts";
import type { ServiceDefinition } from "./shell/service-definition.ts";
import { Shell, streamsOf } from "./shell/shell.ts";
import { VitalSigns } from "./vital-signs.ts";

/** The version that runs. */
const VERSION = process.env.QUANTUM_VERSION ?? "0.1.0";
const MEASURE_MS = 1_000;

/** A service that runs inside this process. */
export interface RunningService {
  readonly port: number;
  stop(reason: string): Promise<void>;
}

/** Starts a service in this process. */
export async function start<S>(name: string, config: BaseConfig, definition: ServiceDefinition<S>, log?: Logger): Promise<RunningService> {
  if (definition.core.name !== name) throw new Error(`the core calls itself "${definition.core.name}", the service is "${name}"`);
  const logger = log ?? createLogger(name, config.LOG_LEVEL);
  const stopping = new AbortController();
  const parts = assemble(name, config, definition, logger, stopping.signal);
  const { shell, vitals, rows, redis, lease } = parts;
  const app = createApp();
  app.use(
    standardRoutes({
      version: VERSION,
      modes: config.MODES,
      metrics: parts.metrics,
      control: parts.control,
      health: () => vitals.health(),
      mode: () => shell.mode,
      setMode: (next, by, reason) => shell.setMode(next, by, reason),
    }),
  );
  app.use(reconnectRoute(parts.control, [redis, parts.readRedis], () => definition.reconnect?.()));
  if (config.DRILL_FAULTS) app.use(drillRoute(parts.control, parts.readRedis));
  definition.routes?.(app, {
    state: () => shell.view(),
    database: () => parts.pool,
    observe: (feed, data) => shell.observe(feed, data),
    control: parts.control,
  });
  finishApp(app, logger);
  const http = await listen(app, { host: config.HOST, port: config.PORT, service: name });
  logger.info({ port: http.port, version: VERSION, mode: config.firstMode, modeFrom: config.firstModeFrom }, "started");
  const running = [
    shell.run(),
    rows.run(stopping.signal),
    every(MEASURE_MS, stopping.signal, logger, () => vitals.measure()),
    every(Math.floor(config.LEASE_TTL_MS / 3), stopping.signal, logger, async () => {
      if (redis.status === "ready") await lease.renew();
    }),
  ];
  const stop = async (reason: string): Promise<void> => {
    logger.info({ reason }, "stopping");
    stopping.abort(new Error(`stopping: ${reason}`));
    await Promise.all(running);
    await sayGoodbye(name, reason, parts, logger);
    await Promise.all([http.close(), parts.pool.end()]);
    logger.info("stopped");
  };
  return { port: http.port, stop };
}

type Parts<S> = ReturnType<typeof assemble<S>>;

function assemble<S>(name: string, config: BaseConfig, definition: ServiceDefinition<S>, logger: Logger, signal: AbortSignal) {
  const keys = busKeys(config.REDIS_PREFIX);
  const metrics = new ServiceMetrics(name, VERSION);
  metrics.expect(definition.core);
  const report = (error: Error): void => logger.debug({ error }, "Redis connection");
  const redis = connectRedis(config.REDIS_URL, report);
  const redisSigns = watchRedis(redis, logger);
  const readRedis = connectRedis(config.REDIS_URL, report);
  const pool = connectDatabase(config.DATABASE_URL, logger);
  const lease = new Lease(redis, keys.lease(name), config.LEASE_TTL_MS);
  const rows = new RowWriter({
    redis,
    pool,
    key: keys.rows(name),
    deadKey: `${keys.deadLetters}:rows`,
    logger,
    mayWrite: () => lease.held(),
    refused: () => metrics.rowRefused(),
  });
  const shell = new Shell({
    definition,
    redis,
    readRedis,
    keys,
    lease,
    logger,
    metrics,
    signal,
    version: VERSION,
    firstMode: firstModeRecord(config.firstMode, config.firstModeFrom),
    poisonTries: config.POISON_TRIES,
    streamMaxLength: config.STREAM_MAX_LENGTH,
    rowsQueued: () => rows.notify(),
  });
  const vitals = new VitalSigns({
    service: name,
    version: VERSION,
    phase: config.PHASE,
    stuckAfterMs: config.STUCK_AFTER_MS,
    redis,
    keys,
    redisSigns,
    streams: streamsOf(definition.core),
    shell: shell as Shell<unknown>,
    rows,
    metrics,
    logger,
    dependencies: () => ({ ...definition.dependencies?.(), ...controlTrouble(config) }),
    gauges: () => definition.gauges?.(shell.view()) ?? [],
  });
  return {
    metrics,
    redis,
    readRedis,
    pool,
    lease,
    rows,
    shell,
    vitals,
    control: requireControl(config.controlToken, () => metrics.controlRefused()),
  };
}

function controlTrouble({ controlToken }: BaseConfig): Record<string, string> {
  const problem = controlToken.problem();
  return problem === null ? {} : { control_token: problem };
}

/** Tells the fleet that this stop is on purpose, writes what is queued, and gives the lease back. */
async function sayGoodbye<S>(name: string, reason: string, parts: Parts<S>, logger: Logger): Promise<void> {
  const { redis, readRedis, shell, rows, lease, vitals } = parts;
  try {
    if (redis.status === "ready") {
      await shell.last([emit("service.stopped", { service: name, reason })]);
      if (rows.problem === null && lease.held()) await rows.drain();
      await vitals.leave();
      await lease.release();
    }
  } catch (error) {
    logger.warn({ error }, "could not say goodbye; what is saved stays as it is");
  }
  redis.disconnect();
  readRedis.disconnect();
}

/** Does something at an interval until the signal aborts; a failure is logged and the next time comes all the same. */
async function every(ms: number, signal: AbortSignal, logger: Logger, work: () => Promise<unknown>): Promise<void> {
  while (!signal.aborted) {
    await pause(ms, signal);
    try {
      if (!signal.aborted) await work();
    } catch (error) {
      logger.debug({ error }, "will try again");
    }
  }
}
