import { CATALOGUE, type Core, type Effect, emit, type FeedObserved, type Input, observedOf } from "@quantum/types";
import { type Batch, decodeEvent, type Entry, MalformedEventError } from "../bus/index.ts";
import type { Logger } from "../logger.ts";
import type { ServiceMetrics } from "../metrics.ts";
import { alertEffect } from "./alert.ts";
import { addEffects, type Pending } from "./effects.ts";
import type { ModeRecord } from "./mode-record.ts";
import type { ServiceDefinition } from "./service-definition.ts";
import { isLocal, type Work } from "./work.ts";

/** Feed names with this prefix are the shell's own inputs and never reach the core. */
const OWN = "shell.";

/** What is in memory of a service: its core's state, its mode, and how both answer to inputs. Saves nothing itself. */
export class Decider<S> {
  readonly core: Core<S>;
  state: S;
  mode: ModeRecord;
  /** Market time of the newest input, epoch ms; null before the first. */
  marketAt: number | null = null;
  private readonly definition: ServiceDefinition<S>;
  private readonly logger: Logger;
  private readonly metrics: ServiceMetrics;
  private ownInputs = 0;

  constructor(definition: ServiceDefinition<S>, mode: ModeRecord, logger: Logger, metrics: ServiceMetrics) {
    this.definition = definition;
    this.core = definition.core;
    this.state = this.core.initial();
    this.mode = mode;
    this.logger = logger;
    this.metrics = metrics;
  }

  /** An input that did not come over a stream. The same `key` gives the same id. */
  feedInput(name: string, data: unknown, at: number | null = null, key?: string): FeedObserved {
    const seen = { name, data, at: at ?? this.marketAt ?? 0, key: key ?? `${Date.now()}:${this.ownInputs++}:${process.pid}` };
    return observedOf({ service: this.core.name, mode: this.mode.mode }, seen);
  }

  /** Decides on one piece of work and adds all it leads to, to the batch. Throws what the core throws. */
  decide(work: Work, batch: Batch): Pending[] {
    if (isLocal(work)) {
      if (work.outboxId !== null) batch.outboxDeletes.push(work.outboxId);
      if (work.input.type === "feed" && work.input.data.name.startsWith(OWN)) return this.ownInput(work.input, batch);
      return this.hand(work.input, batch);
    }
    const { entry } = work;
    batch.acks.push(entry.position);
    if (CATALOGUE.has(entry.type) && !this.core.consumes.includes(entry.type as never)) return [];
    let input: Input;
    try {
      input = decodeEvent(entry.type, entry.json);
    } catch (error) {
      if (error instanceof MalformedEventError) return this.dead(batch, entry, error, 1);
      throw error;
    }
    return this.hand(input, batch);
  }

  /** Gives up on an input that made the core throw: it is kept whole, an alert is raised, and everything else goes on. */
  bury(work: Work, batch: Batch, error: Error, tries: number): Pending[] {
    const entry: Entry = isLocal(work)
      ? { position: { stream: "fleet", id: work.input.id }, type: work.input.type, json: JSON.stringify(work.input) }
      : work.entry;
    if (!isLocal(work)) batch.acks.push(entry.position);
    else if (work.outboxId !== null) batch.outboxDeletes.push(work.outboxId);
    const input = isLocal(work) ? work.input : decodeEvent(entry.type, entry.json);
    return [...this.dead(batch, entry, error, tries), ...this.add(batch, input, this.definition.failure?.(input, error) ?? [])];
  }

  private hand(input: Input, batch: Batch): Pending[] {
    const decision = this.core.decide(this.state, input);
    this.state = decision.state;
    this.marketAt = Math.max(this.marketAt ?? 0, input.at);
    this.metrics.consumed(input.type);
    return this.add(batch, input, decision.effects);
  }

  private add(batch: Batch, input: Input, effects: readonly Effect[]): Pending[] {
    for (const effect of effects) this.metrics.effect(effect, this.mode.mode);
    return addEffects(batch, input, effects, { service: this.core.name, mode: this.mode.mode, now: Date.now() });
  }

  private ownInput(input: FeedObserved, batch: Batch): Pending[] {
    if (input.data.name === `${OWN}hello`)
      return this.add(batch, input, [this.hello(input.data.data as { version: string; recovered: number })]);
    if (input.data.name === `${OWN}announce`) return this.add(batch, input, input.data.data as Effect[]);
    const { next, by, reason } = input.data.data as { next: ModeRecord; by: string; reason: string };
    const { mode: from } = this.mode;
    const row = {
      at: input.at,
      service: this.core.name,
      action: "set_mode",
      from_mode: from,
      to_mode: next.mode,
      by,
      reason,
      recorded_at: Date.now(),
    };
    const started = this.add(batch, input, [
      emit("mode.changed", { service: this.core.name, from, to: next.mode, by, reason }),
      { kind: "store", table: "audit", key: input.id, row },
    ]);
    this.mode = next;
    return started;
  }

  private hello(about: { version: string; recovered: number }): Effect {
    return emit("service.started", { service: this.core.name, mode: this.mode.mode, ...about });
  }

  private dead(batch: Batch, entry: Entry, error: Error, tries: number): Pending[] {
    const { stream, id } = entry.position;
    this.logger.error({ error, stream, entry: id, type: entry.type }, "dead letter");
    this.metrics.deadLettered(entry.type);
    const cause = this.feedInput(`${OWN}dead`, null, null, `${stream}:${id}`);
    const row = {
      at: cause.at,
      service: this.core.name,
      stream,
      entry: entry.json.slice(0, 100_000),
      reason: error.message,
      tries,
      recorded_at: Date.now(),
    };
    return this.add(batch, cause, [
      { kind: "store", table: "dead_letters", key: cause.id, row },
      alertEffect(this.core.name, {
        severity: "CRITICAL",
        code: "DEAD_LETTER",
        message: `${this.core.name} could not digest ${entry.type || "an entry"} (${id} on stream ${stream}): ${error.message}`,
        action: "Look it up in table dead_letters and correct whoever wrote it; everything else goes on.",
      }),
    ]);
  }
}
