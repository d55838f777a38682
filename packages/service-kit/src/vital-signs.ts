import type { Stream } from "@quantum/types";
import type { Redis } from "ioredis";
import { type BusKeys, LagWatch, type RedisSigns } from "./bus/index.ts";
import type { RowWriter } from "./database/row-writer.ts";
import { type Health, judge } from "./health.ts";
import type { Logger } from "./logger.ts";
import { blankSecrets } from "./logger.ts";
import type { ServiceMetrics } from "./metrics.ts";
import type { OwnGauge } from "./shell/service-definition.ts";
import type { Shell } from "./shell/shell.ts";

/** What is watched. */
export interface VitalSignsParts {
  readonly service: string;
  readonly version: string;
  readonly phase: number;
  readonly stuckAfterMs: number;
  readonly redis: Redis;
  readonly redisSigns: RedisSigns;
  readonly keys: BusKeys;
  readonly streams: readonly Stream[];
  readonly shell: Shell<unknown>;
  readonly rows: RowWriter;
  readonly metrics: ServiceMetrics;
  readonly logger: Logger;
  dependencies(): Readonly<Record<string, string>>;
  gauges(): readonly OwnGauge[];
}

/** A line is written once a second; one that is older than this has nobody any more who writes it. */
const OTHER_FRESH_MS = 2_000;

/** Measures a service every second and says how it is. */
export class VitalSigns {
  private readonly parts: VitalSignsParts;
  private readonly startedAt = Date.now();
  private readonly lagWatch: LagWatch;
  private lag: number | null = null;
  private lost: readonly string[] = [];
  private waitingSince: number | null = null;
  private seenInputAt: number | null = null;

  constructor(parts: VitalSignsParts) {
    this.parts = parts;
    this.lagWatch = new LagWatch(parts.redis, parts.keys, parts.service, parts.streams);
  }

  health(): Health {
    const { service, version, phase, stuckAfterMs, redis, redisSigns, shell, rows } = this.parts;
    const now = Date.now();
    const busProblem = shell.busProblem === null ? null : blankSecrets(shell.busProblem);
    const dependencies = {
      redis: redis.status === "ready" ? (busProblem ?? "ok") : redis.status,
      postgres: rows.problem === null ? "ok" : blankSecrets(rows.problem),
      ...this.parts.dependencies(),
    };
    const { status, reasons } = judge({
      active: shell.ready,
      redisReady: redis.status === "ready",
      redisProblem: redisSigns.problem,
      busProblem,
      stateProblem: shell.stateProblem,
      databaseProblem: rows.problem === null ? null : blankSecrets(rows.problem),
      lag: this.lag,
      lostStreams: this.lost,
      stuckMs: this.waitingSince === null ? 0 : now - this.waitingSince,
      stuckAfterMs,
      mode: shell.mode.mode,
      dependencies: this.parts.dependencies(),
    });
    return {
      service,
      status,
      reasons,
      warnings: redisSigns.warnings,
      mode: shell.mode.mode,
      modeFrom: shell.mode.from,
      phase,
      version,
      startedAt: this.startedAt,
      at: now,
      uptimeMs: now - this.startedAt,
      lastEventAt: shell.lastInputAt,
      lastEventAgeMs: shell.lastInputAt === null ? null : now - shell.lastInputAt,
      marketAt: shell.marketAt,
      lag: this.lag,
      rowsBacklog: rows.backlog,
      rssBytes: process.memoryUsage.rss(),
      dependencies,
    };
  }

  /** Whoever waits for the lease leaves the service's line to the instance that has it, as long as that one writes it. */
  private async otherIsActive(): Promise<boolean> {
    const { redis, keys, service, shell } = this.parts;
    if (shell.ready) return false;
    const line = await redis.hget(keys.fleet, service);
    if (line === null) return false;
    const { at, startedAt } = readLine(line);
    return startedAt !== this.startedAt && Date.now() - (at ?? 0) < OTHER_FRESH_MS;
  }

  /** Takes the service's line away, unless it is another instance's. */
  async leave(): Promise<void> {
    const { redis, keys, service } = this.parts;
    if (!(await this.otherIsActive())) await redis.hdel(keys.fleet, service);
  }

  /** One look: lag, progress, gauges, and the line in the fleet's hash. */
  async measure(): Promise<void> {
    const { redis, keys, service, shell, metrics } = this.parts;
    if (redis.status === "ready") {
      const lag = await this.lagWatch.measure();
      this.lag = lag.unread + lag.unacknowledged;
      this.lost = lag.lost;
    }
    const waiting = (this.lag ?? 0) > 0 || shell.busy.inputs > 0;
    if (!waiting || shell.lastInputAt !== this.seenInputAt) this.waitingSince = waiting ? Date.now() : null;
    else this.waitingSince ??= Date.now();
    this.seenInputAt = shell.lastInputAt;
    const waitingMs = this.waitingSince === null ? 0 : Date.now() - this.waitingSince;
    metrics.shell({ active: shell.ready, calls: shell.busy.calls, lostStreams: this.lost.length, waitingMs });
    for (const { name, help, value, labels } of this.parts.gauges()) if (value !== null) metrics.gauge(name, help, value, labels);
    if (redis.status === "ready" && !(await this.otherIsActive())) await redis.hset(keys.fleet, service, JSON.stringify(this.health()));
  }
}

/** A line that cannot be read is nobody's, and is written anew. */
function readLine(line: string): Partial<Pick<Health, "at" | "startedAt">> {
  try {
    return JSON.parse(line) as Partial<Health>;
  } catch {
    return {};
  }
}
