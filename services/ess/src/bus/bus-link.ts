import {
  type Batch,
  type BusKeys,
  busKeys,
  Committer,
  connectRedis,
  decodeEvent,
  type Entry,
  emptyBatch,
  FencedError,
  LagWatch,
  Lease,
  MalformedEventError,
  Reader,
  untilReady,
} from "@quantum/service-kit/bus";
import type { Logger } from "@quantum/service-kit/logger";
import type { Effect, EventType, FleetEvent, Stream } from "@quantum/types";
import type { Redis } from "ioredis";
import { NAME, SHELL_LIMITS } from "../core/index.ts";
import { pause } from "../pause.ts";
import { speak } from "./speak.ts";

/** What the link needs to be told, and whom it tells. */
export interface BusLinkParts {
  readonly redisUrl: string;
  readonly prefix: string;
  readonly leaseTtlMs: number;
  readonly streamMaxLength: number;
  readonly consumes: readonly EventType[];
  readonly streams: readonly Stream[];
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** Digests an event; when it returns the event is on our disk and may be acknowledged. */
  hear(event: FleetEvent): void;
  malformed(reason: string): void;
  /** The market time of what was read last, whatever it was. */
  marketTime(at: number): void;
  /** What is to be said whenever the bus is back. */
  greeting(first: boolean): readonly Effect[];
  /** Told when rows for Postgres were queued. */
  rowsQueued(): void;
}

/** Something to be said: its source of identity, its market time (null: that of the moment in which it is said) and cycle, and what. */
export interface Saying {
  readonly id: string;
  readonly at: number | null;
  readonly cycle?: number;
  readonly mode: FleetEvent["mode"];
  readonly effects: readonly Effect[];
}

const RETRY_MS = 250;

/**
 * The bus, when it is there. Reads as its own consumer group, writes through the one commit; while Redis is away sayings wait in memory and
 * nobody waits for them.
 */
export class BusLink {
  readonly redis: Redis;
  readonly keys: BusKeys;
  private readonly parts: BusLinkParts;
  private readonly readRedis: Redis;
  private readonly lease: Lease;
  private readonly committer: Committer;
  private readonly reader: Reader;
  private readonly lagWatch: LagWatch;
  private readonly outgoing: Saying[] = [];
  private commits = 0;
  private greeted = false;
  /** What was said on the events that are being digested; null between reads. */
  private digested: Saying[] | null = null;
  private turn: Promise<unknown> = Promise.resolve();
  private marketAt = 0;
  /** True while we may write. */
  ready = false;

  constructor(parts: BusLinkParts) {
    this.parts = parts;
    this.keys = busKeys(parts.prefix);
    const report = (error: Error): void => parts.logger.debug({ error }, "Redis connection");
    this.redis = connectRedis(parts.redisUrl, report);
    this.readRedis = connectRedis(parts.redisUrl, report);
    this.lease = new Lease(this.redis, this.keys.lease(NAME), parts.leaseTtlMs);
    this.committer = new Committer(this.redis, this.keys, NAME, parts.streamMaxLength);
    this.reader = new Reader(this.readRedis, this.keys, NAME, parts.streams);
    this.lagWatch = new LagWatch(this.redis, this.keys, NAME, parts.streams);
  }

  mayWrite(): boolean {
    return this.ready && this.lease.held();
  }

  /** Says something as soon as it can be said. Never waits. */
  say(saying: Saying): void {
    if (this.digested) {
      this.digested.push(saying);
      return;
    }
    this.outgoing.push(saying);
    if (this.outgoing.length > SHELL_LIMITS.busQueue) this.outgoing.shift();
    if (this.ready) this.flush().catch(() => this.lost());
  }

  /** Follows the bus until the signal aborts, and comes back to it whenever it was away. */
  async run(): Promise<void> {
    const { signal, logger } = this.parts;
    while (!signal.aborted) {
      try {
        await this.connect();
        logger.info({ commits: this.commits }, "following the bus");
        while (!signal.aborted && this.ready) await this.readOnce();
        if (signal.aborted) return;
      } catch (error) {
        if (signal.aborted) return;
        logger.warn({ error }, "the bus is away; going on without it");
      }
      this.lost();
      await pause(RETRY_MS, signal);
    }
  }

  /** Keeps the right to write. Called every now and then. */
  async renew(): Promise<void> {
    if (this.ready && !(await this.lease.renew())) this.lost();
  }

  async measureLag(): Promise<number | null> {
    if (!this.ready) return null;
    const lag = await this.lagWatch.measure();
    return lag.unread + lag.unacknowledged;
  }

  /** Says the last words if the bus is there, and leaves. */
  async leave(last: Saying): Promise<void> {
    try {
      if (this.mayWrite()) {
        this.say(last);
        await this.flush();
        await this.redis.hdel(this.keys.fleet, NAME);
        await this.lease.release();
      }
    } catch (error) {
      this.parts.logger.warn({ error }, "could not say goodbye");
    }
    this.redis.disconnect();
    this.readRedis.disconnect();
  }

  private lost(): void {
    this.ready = false;
  }

  private async connect(): Promise<void> {
    const { signal, streams } = this.parts;
    await untilReady(this.redis, signal);
    await untilReady(this.readRedis, signal);
    await this.takeLease();
    this.commits = Number((await this.redis.hget(this.keys.state(NAME), "commits")) ?? "0");
    // A first start does not judge what happened before it: groups begin at the end.
    for (const stream of streams) await this.createGroup(this.keys.stream(stream));
    await this.reader.reset();
    this.marketAt = Math.max(this.marketAt, await this.newestMarketTime());
    this.ready = true;
    // Rows of a commit whose fate was unknown may be in the queue.
    this.parts.rowsQueued();
    const effects = this.parts.greeting(!this.greeted);
    this.greeted = true;
    if (effects.length > 0) this.outgoing.unshift({ id: `hello:${this.lease.current()}`, at: null, mode: "ENFORCED", effects });
    await this.flush();
  }

  private async takeLease(): Promise<void> {
    if (this.lease.current() !== null && (await this.lease.renew())) return;
    for (;;) {
      this.parts.signal.throwIfAborted();
      const waitMs = await this.lease.acquire();
      if (waitMs === 0) return;
      await pause(Math.min(waitMs + 5, RETRY_MS), this.parts.signal);
    }
  }

  private async createGroup(key: string): Promise<void> {
    try {
      await this.redis.xgroup("CREATE", key, NAME, "$", "MKSTREAM");
    } catch (error) {
      if (!(error as Error).message.startsWith("BUSYGROUP")) throw error;
    }
  }

  /** Events carry market time; ours runs on its own clock and must not push the fleet's forward. */
  private async newestMarketTime(): Promise<number> {
    const [entry] = await this.redis.xrevrange(this.keys.stream("market"), "+", "-", "COUNT", 1);
    return entry ? marketTimeIn(String(entry[1][entry[1].indexOf("d") + 1])) : 0;
  }

  private async readOnce(): Promise<void> {
    const entries = await this.reader.next();
    if (!this.lease.held()) throw new FencedError("the lease ran out");
    if (entries.length === 0) return;
    const batch = emptyBatch();
    for (const entry of entries) batch.acks.push(entry.position);
    // What follows from an event is said in the commit that acknowledges it. If that fails the event comes again, and the words with it.
    for (const saying of this.digestAll(entries)) speak(batch, saying, this.marketAt);
    this.parts.marketTime(this.marketAt);
    await this.commit(batch);
    if (batch.rows.length > 0) this.parts.rowsQueued();
  }

  private digestAll(entries: readonly Entry[]): Saying[] {
    const said: Saying[] = [];
    this.digested = said;
    try {
      for (const entry of entries) this.digest(entry);
    } finally {
      this.digested = null;
    }
    return said;
  }

  private digest(entry: Entry): void {
    this.marketAt = Math.max(this.marketAt, marketTimeIn(entry.json));
    if (!this.parts.consumes.includes(entry.type as EventType)) return;
    try {
      this.parts.hear(decodeEvent(entry.type, entry.json));
    } catch (error) {
      if (!(error instanceof MalformedEventError)) throw error;
      this.parts.malformed(`${entry.type} on stream ${entry.position.stream}: ${error.message}`);
    }
  }

  /** Says everything that waits. What was not surely said stays, and is said again under the same ids. */
  private async flush(): Promise<void> {
    const batch = emptyBatch();
    const said = [...this.outgoing];
    for (const saying of said) speak(batch, saying, this.marketAt);
    if (said.length === 0) return;
    this.outgoing.length = 0;
    try {
      await this.commit(batch);
    } catch (error) {
      this.outgoing.unshift(...said);
      throw error;
    }
    if (batch.rows.length > 0) this.parts.rowsQueued();
  }

  /** One commit at a time: each names how many came before it. */
  private commit(batch: Batch): Promise<void> {
    const mine = this.turn.then(async () => {
      const token = this.lease.current();
      if (token === null) throw new FencedError("the lease is lost");
      await this.committer.commit(batch, token, this.commits);
      this.commits += 1;
    });
    this.turn = mine.catch(settled);
    return mine;
  }
}

function marketTimeIn(json: string): number {
  return Number(/"at":(\d+)/.exec(json)?.[1] ?? 0);
}

/** Whoever asked for the commit hears of its failure; the next one only waits for it to be over. */
function settled(): void {}
