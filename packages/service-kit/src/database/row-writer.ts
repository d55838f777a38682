import type { Redis } from "ioredis";
import type { Pool } from "pg";
import { untilReady } from "../bus/index.ts";
import type { Logger } from "../logger.ts";
import { serverProblem } from "../server-problem.ts";
import { pause } from "../shell/pause.ts";
import { migrationsMissing } from "./schema.ts";

interface QueuedRow {
  readonly table: string;
  readonly key: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** What it is given. `deadKey`: where rows go that Postgres refuses; `refused` is told of each. */
export interface RowWriterParts {
  readonly redis: Redis;
  readonly pool: Pool;
  readonly key: string;
  readonly deadKey: string;
  readonly logger: Logger;
  readonly mayWrite: () => boolean;
  readonly refused?: () => void;
}

/** Rows written in one statement, and pauses between attempts while Postgres is away. */
const BATCH_ROWS = 500;
const RETRY_MIN_MS = 100;
const RETRY_MAX_MS = 2_000;
/** How often it looks for rows nobody told it of, while it may write and while it may not. */
const LOOK_MS = 10_000;
const WAIT_MS = 1_000;

/**
 * Moves queued rows from Redis to Postgres, in order, in batches. A row leaves the queue only after it is stored, and is stored by its
 * key, so a crash between the two writes it again to the same effect. Runs for as long as this instance may write.
 */
export class RowWriter {
  private readonly columns = new Map<string, readonly string[]>();
  private wakeUp: () => void = () => {};
  private notified = false;
  private retryMs = RETRY_MIN_MS;
  private schemaSeen = false;
  /** Rows not yet in Postgres, as of the last look. */
  backlog = 0;
  /** What is wrong with Postgres, or null. */
  problem: string | null = null;

  private readonly redis: Redis;
  private readonly pool: Pool;
  private readonly key: string;
  private readonly deadKey: string;
  private readonly logger: Logger;
  private readonly mayWrite: () => boolean;
  private readonly refused: () => void;

  constructor(parts: RowWriterParts) {
    this.redis = parts.redis;
    this.pool = parts.pool;
    this.key = parts.key;
    this.deadKey = parts.deadKey;
    this.logger = parts.logger;
    this.mayWrite = parts.mayWrite;
    this.refused = parts.refused ?? (() => undefined);
  }

  /** Rows were queued, or may be there from before. */
  notify(): void {
    this.notified = true;
    this.wakeUp();
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.notified = false;
      const moved = await this.step(signal);
      if (!moved && !this.notified) await this.rest(moved === null ? WAIT_MS : LOOK_MS, signal);
    }
  }

  /** Until it is told of rows. Only the holder of the lease queues any, so whoever may write need not look for them all the time. */
  private rest(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((rested) => {
      const waiting = new AbortController();
      const end = (): void => waiting.abort();
      this.wakeUp = end;
      signal.addEventListener("abort", end, { once: true });
      if (signal.aborted) end();
      void pause(ms, waiting.signal).then(() => {
        signal.removeEventListener("abort", end);
        rested();
      });
    });
  }

  /** Writes what is queued, once; used at shutdown. */
  async drain(): Promise<void> {
    while ((await this.moveBatch()) > 0);
  }

  /** How many rows it moved; null: this instance may not write now. */
  private async step(signal: AbortSignal): Promise<number | null> {
    try {
      await untilReady(this.redis, signal);
      if (!this.mayWrite()) return null;
      const moved = await this.moveBatch();
      this.problem = null;
      this.retryMs = RETRY_MIN_MS;
      return moved;
    } catch (error) {
      if (signal.aborted) return 0;
      if (this.problem === null) this.logger.warn({ error }, "cannot write to the database; rows wait in Redis");
      this.problem = serverProblem("DATABASE_URL", error) ?? (error as Error).message;
      await pause(this.retryMs * (0.75 + Math.random() / 2), signal);
      this.retryMs = Math.min(RETRY_MAX_MS, this.retryMs * 2);
      return 1;
    }
  }

  private async moveBatch(): Promise<number> {
    const queued = await this.redis.lrange(this.key, 0, BATCH_ROWS - 1);
    this.backlog = queued.length;
    if (queued.length === 0) return 0;
    await this.requireSchema();
    const rows = queued.map((json) => JSON.parse(json) as QueuedRow);
    try {
      await this.store(rows);
    } catch (error) {
      if (!isBadRow(error)) throw error;
      for (const [i, row] of rows.entries()) await this.storeOrBury(row, queued[i] as string);
    }
    await this.redis.ltrim(this.key, queued.length, -1);
    this.backlog = await this.redis.llen(this.key);
    return queued.length;
  }

  /** Services may be up before the job that brings the schema up to date: a row whose table is yet to come waits, it is not refused. */
  private async requireSchema(): Promise<void> {
    if (this.schemaSeen) return;
    const missing = await migrationsMissing(this.pool);
    if (missing > 0) throw new Error(`the schema lacks ${missing} migrations; the job migrate (or ./quantum up) brings it up to date`);
    this.schemaSeen = true;
  }

  private async store(rows: readonly QueuedRow[]): Promise<void> {
    const byTable = new Map<string, Map<string, Record<string, unknown>>>();
    for (const { table, key, row } of rows) {
      const kept = byTable.get(table) ?? new Map();
      kept.delete(key);
      kept.set(key, { key, ...row });
      byTable.set(table, kept);
    }
    for (const [table, kept] of byTable) await this.upsert(table, [...kept.values()]);
  }

  private async upsert(table: string, rows: readonly Record<string, unknown>[]): Promise<void> {
    const columns = await this.columnsOf(table);
    const names = columns.map((column) => `"${column}"`).join(", ");
    const updates = columns.filter((column) => column !== "key").map((column) => `"${column}" = excluded."${column}"`);
    await this.pool.query({
      name: `upsert_${table}`,
      text: `INSERT INTO "${table}" (${names}) SELECT ${names} FROM jsonb_populate_recordset(null::"${table}", $1::jsonb) ON CONFLICT (key) DO UPDATE SET ${updates.join(", ")}`,
      values: [JSON.stringify(rows)],
    });
  }

  private async columnsOf(table: string): Promise<readonly string[]> {
    const known = this.columns.get(table);
    if (known) return known;
    const { rows } = await this.pool.query<{ name: string }>(
      "SELECT column_name AS name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position",
      [table],
    );
    if (rows.length === 0) throw Object.assign(new Error(`table "${table}" does not exist; run the migrations`), { code: "42P01" });
    const columns = rows.map((row) => row.name);
    this.columns.set(table, columns);
    return columns;
  }

  /** A row that Postgres refuses must not hold up the others: it is kept in Redis with the reason. */
  private async storeOrBury(row: QueuedRow, json: string): Promise<void> {
    try {
      await this.store([row]);
    } catch (error) {
      if (!isBadRow(error)) throw error;
      this.logger.error({ error, table: row.table, key: row.key }, "the database refused a row; it is kept in Redis");
      this.refused();
      await this.redis.rpush(this.deadKey, JSON.stringify({ reason: (error as Error).message, row: json }));
    }
  }
}

/** SQLSTATE classes 22 (data), 23 (constraint) and 42 (no such column or table): trying again does not help. */
function isBadRow(error: unknown): boolean {
  return /^(22|23|42)/.test(String((error as { code?: unknown }).code ?? ""));
}
