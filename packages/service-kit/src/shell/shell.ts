import { CATALOGUE, type Core, type Effect, restoredState, type Stream, stateVersion, UnusableStateError } from "@quantum/types";
import type { Redis } from "ioredis";
import { type Batch, type BusKeys, Committer, type Entry, emptyBatch, FencedError, type Lease, Reader, untilReady } from "../bus/index.ts";
import type { Logger } from "../logger.ts";
import type { ServiceMetrics } from "../metrics.ts";
import { CallRunner } from "./call-runner.ts";
import { Decider } from "./decider.ts";
import type { Pending } from "./effects.ts";
import { FeedRunner } from "./feed-runner.ts";
import type { ModeRecord } from "./mode-record.ts";
import { pause } from "./pause.ts";
import { readSaved } from "./saved.ts";
import type { ServiceDefinition } from "./service-definition.ts";
import { isLocal, type LocalWork, type Work } from "./work.ts";

/** What the shell is given. Two connections: one blocks on reads, the other does everything else. */
export interface ShellParts<S> {
  readonly definition: ServiceDefinition<S>;
  readonly redis: Redis;
  readonly readRedis: Redis;
  readonly keys: BusKeys;
  readonly lease: Lease;
  readonly firstMode: ModeRecord;
  readonly poisonTries: number;
  readonly streamMaxLength: number;
  readonly logger: Logger;
  readonly metrics: ServiceMetrics;
  readonly signal: AbortSignal;
  readonly version: string;
  /** Told when rows for Postgres were queued. */
  rowsQueued(): void;
}

/** Pause before another try when Redis does not answer. */
const RETRY_MS = 100;
/** How often an idle service that reads no stream looks whether it still holds its lease. */
const IDLE_MS = 250;
/** The same trouble with the bus is written down this often: with each try it would fill the disk that may be its cause. */
const SAY_AGAIN_MS = 30_000;
/** Pause before another look at a saved state that cannot be used: long enough for an instance that can use it to take the lease. */
const STAND_BACK_MS = 1_000;

/**
 * Drives one core: takes inputs in global order, saves everything they lead to in one commit, and starts calls after it.
 * Whenever the fate of a commit is unknown or the lease was lost, it forgets what is in memory and starts again from what is saved.
 */
export class Shell<S> {
  private readonly parts: ShellParts<S>;
  private readonly core: Core<S>;
  private readonly decider: Decider<S>;
  private readonly reader: Reader | null;
  private readonly committer: Committer;
  private readonly runner: CallRunner;
  private readonly feed: FeedRunner<S>;
  private readonly local: LocalWork[] = [];
  private pendingRead: Promise<Entry[]> | null = null;
  private committed = 0;
  private loaded = false;
  private greeted = false;
  private wakeUp: () => void = () => {};
  private told = { words: "", at: Number.NEGATIVE_INFINITY };
  /** Real time of the last processed input, epoch ms; null before the first. */
  lastInputAt: number | null = null;
  /** Why the bus takes nothing from this instance, such as a full disk under Redis; null while it does, or while another instance has the lease. */
  busProblem: string | null = null;
  /** Why this instance cannot go on from what is saved; null while it can, or while another instance has the lease. */
  stateProblem: string | null = null;

  constructor(parts: ShellParts<S>) {
    const { definition, logger, metrics, keys } = parts;
    this.parts = parts;
    this.core = definition.core;
    this.decider = new Decider(definition, parts.firstMode, logger, metrics);
    const streams = streamsOf(this.core);
    this.reader = streams.length > 0 ? new Reader(parts.readRedis, keys, this.core.name, streams) : null;
    this.committer = new Committer(parts.redis, keys, this.core.name, parts.streamMaxLength);
    this.runner = new CallRunner({
      service: this.core.name,
      handlers: definition.calls ?? {},
      logger,
      signal: parts.signal,
      mode: () => this.decider.mode.mode,
      mayAct: () => this.ready,
      answer: (input, outboxId) => this.push({ input, outboxId, saved: nothing }),
      counted: (name, outcome, seconds) => metrics.called(name, outcome, seconds),
    });
    this.feed = new FeedRunner(definition.feed?.bind(definition), { observe: this.observe.bind(this), state: () => this.view(), logger });
  }

  get mode(): ModeRecord {
    return this.decider.mode;
  }

  /** True while this instance is the one that acts. */
  get ready(): boolean {
    return this.loaded && this.parts.lease.held();
  }

  get marketAt(): number | null {
    return this.decider.marketAt;
  }

  /** Inputs and calls on their way. */
  get busy(): { inputs: number; calls: number } {
    return { inputs: this.local.length, calls: this.runner.size };
  }

  view(): Readonly<S> {
    return this.decider.state;
  }

  /** Hands the core an input of type `feed`; resolves once everything it led to is saved. */
  observe(name: string, data: unknown, at: number | null = null, key?: string): Promise<void> {
    return new Promise((saved) => this.push({ input: this.decider.feedInput(name, data, at, key), outboxId: null, saved }));
  }

  /** Changes the mode; resolves once that is saved and announced. */
  setMode(next: ModeRecord, by: string, reason: string): Promise<void> {
    return this.observe("shell.set_mode", { next, by, reason });
  }

  /** Runs until the signal aborts. */
  async run(): Promise<void> {
    const { signal } = this.parts;
    signal.addEventListener("abort", () => this.wakeUp(), { once: true });
    while (!signal.aborted) {
      try {
        if (!this.loaded) await this.load();
        const work = await this.nextWork();
        if (work.length > 0) await this.process(work);
      } catch (error) {
        if (signal.aborted) break;
        this.unload();
        if (error instanceof UnusableStateError) await this.standBack(error);
        else await this.startAgain(error as Error);
      }
    }
    this.feed.stop();
    this.runner.stop();
  }

  private async startAgain(error: Error): Promise<void> {
    this.parts.metrics.reloaded(error instanceof FencedError ? "fenced" : "bus");
    this.busProblem = error instanceof FencedError ? null : error.message;
    this.tell(error, error instanceof FencedError ? "lost the right to write" : "lost touch with the bus");
    await pause(RETRY_MS, this.parts.signal);
  }

  /** It cannot go on from what is saved, which stays as it is; another instance may be of the version that can. */
  private async standBack(error: UnusableStateError): Promise<void> {
    const { lease, signal } = this.parts;
    this.stateProblem = error.message;
    this.tell(error, "cannot go on from what is saved");
    await lease.release().catch(() => lease.drop());
    await pause(STAND_BACK_MS, signal);
  }

  private tell(error: Error, words: string): void {
    const now = performance.now();
    const again = error.message === this.told.words && now - this.told.at < SAY_AGAIN_MS;
    if (!again) this.told = { words: error.message, at: now };
    this.parts.logger[again ? "debug" : "warn"]({ error }, `${words}; starting again from what is saved`);
  }

  /** After `run`: saves one last input (the goodbye) if this instance still may write. */
  async last(effects: readonly Effect[]): Promise<void> {
    if (!this.ready) return;
    const input = this.decider.feedInput("shell.announce", effects);
    await this.process([{ input, outboxId: null, saved: nothing }]);
  }

  private push(work: LocalWork): void {
    this.local.push(work);
    this.wakeUp();
  }

  private async load(): Promise<void> {
    const { redis, readRedis, keys, signal, logger, lease } = this.parts;
    await untilReady(redis, signal);
    await untilReady(readRedis, signal);
    await this.takeLease();
    const { commits, state, marketAt, mode, outbox } = await readSaved(redis, keys, this.core);
    this.committed = commits;
    this.decider.state = state;
    this.decider.marketAt = marketAt;
    if (mode) this.decider.mode = mode;
    await this.reader?.reset();
    this.loaded = true;
    this.busProblem = null;
    this.stateProblem = null;
    this.sayHello(outbox.length);
    this.runner.start(outbox, true);
    logger.info({ commits: this.committed, outbox: outbox.length, fence: lease.current(), mode: this.mode.mode }, "loaded what is saved");
    // Rows of a commit whose fate was unknown, or of the instance before, may be in the queue.
    this.parts.rowsQueued();
    if (!signal.aborted) this.feed.start();
  }

  /** Once per process, first of all: in which mode this service is back. */
  private sayHello(recovered: number): void {
    if (this.greeted) return;
    this.greeted = true;
    const input = this.decider.feedInput("shell.hello", { version: this.parts.version, recovered });
    this.local.unshift({ input, outboxId: null, saved: nothing });
  }

  private async takeLease(): Promise<void> {
    const { lease, signal, logger } = this.parts;
    if (lease.current() !== null && (await lease.renew())) return;
    for (let told = false; ; told = true) {
      signal.throwIfAborted();
      const waitMs = await lease.acquire();
      this.busProblem = null;
      if (waitMs === 0) return;
      this.stateProblem = null;
      if (!told) logger.info({ waitMs }, "another instance holds the lease; waiting for it to leave");
      await pause(Math.min(waitMs + 5, IDLE_MS), signal);
    }
  }

  /** Answers and wake-ups stand in the outbox and are asked for again; what a feed saw is kept for the next try. */
  private unload(): void {
    this.loaded = false;
    this.pendingRead = null;
    this.feed.stop();
    for (const work of this.local) if (work.outboxId !== null) this.runner.forget(work.outboxId);
    this.local.splice(0, this.local.length, ...this.local.filter((work) => work.outboxId === null));
  }

  private async nextWork(): Promise<readonly Work[]> {
    if (this.local.length > 0) return this.local.splice(0);
    const idle = new Promise<null>((resolve) => {
      this.wakeUp = () => resolve(null);
    });
    if (this.reader && this.mode.mode !== "OFF") this.pendingRead ??= this.reader.next();
    this.pendingRead?.catch(nothing);
    const entries = await Promise.race([idle, this.pendingRead ?? pause(IDLE_MS, this.parts.signal).then(() => [])]);
    if (entries !== null) this.pendingRead = null;
    if (!this.parts.lease.held()) throw new FencedError("the lease ran out");
    return entries === null ? this.local.splice(0) : entries.map((entry) => ({ entry }));
  }

  private async process(work: readonly Work[]): Promise<void> {
    const startedAt = performance.now();
    const batch = emptyBatch();
    const started: Pending[] = [];
    try {
      for (const item of work) started.push(...this.decider.decide(item, batch));
    } catch (error) {
      this.parts.logger.error({ error, inputs: work.length }, "the core threw; taking its inputs one by one");
      await this.processOneByOne(work);
      return;
    }
    await this.save(batch, started, work);
    this.parts.metrics.processed(work.length, (performance.now() - startedAt) / 1000);
  }

  /** Goes back to what is saved; an input that throws every time is buried, the others go through. */
  private async processOneByOne(work: readonly Work[]): Promise<void> {
    const { redis, keys, poisonTries } = this.parts;
    const goBack = async (): Promise<void> => {
      const [core, version] = await redis.hmget(keys.state(this.core.name), "core", "version");
      this.decider.state = restoredState(this.core, { core, version });
    };
    for (const item of work) {
      let batch = emptyBatch();
      let started: Pending[] | null = null;
      let failure = new Error("not tried");
      for (let tries = 0; tries < poisonTries && started === null; tries++) {
        await goBack();
        batch = emptyBatch();
        try {
          started = this.decider.decide(item, batch);
        } catch (error) {
          failure = error as Error;
        }
      }
      if (started === null) {
        await goBack();
        batch = emptyBatch();
        started = this.decider.bury(item, batch, failure, poisonTries);
      }
      await this.save(batch, started, [item]);
    }
  }

  private async save(batch: Batch, started: readonly Pending[], work: readonly Work[]): Promise<void> {
    try {
      const token = this.parts.lease.current();
      if (token === null) throw new FencedError("the lease is lost");
      batch.state.core = JSON.stringify(this.decider.state);
      batch.state.version = String(stateVersion(this.core));
      batch.state.mode = JSON.stringify(this.mode);
      if (this.marketAt !== null) batch.state.marketAt = String(this.marketAt);
      await this.committer.commit(batch, token, this.committed);
    } catch (error) {
      this.local.unshift(...work.filter(isLocal));
      throw error;
    }
    this.committed += 1;
    this.lastInputAt = Date.now();
    for (const id of batch.outboxDeletes) this.runner.forget(id);
    this.runner.start(started, false);
    for (const item of work) if (isLocal(item)) item.saved();
    if (batch.rows.length > 0) this.parts.rowsQueued();
  }
}

/** The streams a core's inputs travel on. */
export function streamsOf(core: Pick<Core<unknown>, "consumes">): Stream[] {
  return [...new Set(core.consumes.map((type) => CATALOGUE.get(type)?.stream).filter((stream) => stream !== undefined))];
}

function nothing(): void {}
