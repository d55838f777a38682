import { SHORT_STREAMS, type Stream } from "@quantum/types";
import type { Redis } from "ioredis";
import { COMMIT_SCRIPT } from "./commit-script.ts";
import type { BusKeys } from "./keys.ts";

/** Where an input came from: acknowledging it says that everything it led to is saved. */
export interface Position {
  readonly stream: Stream;
  readonly id: string;
}

/** Everything one batch of inputs led to. Saved all or nothing. */
export interface Batch {
  readonly acks: Position[];
  readonly events: { stream: Stream; type: string; json: string }[];
  readonly state: Record<string, string>;
  readonly outboxPuts: [id: string, json: string][];
  readonly outboxDeletes: string[];
  readonly rows: string[];
}

export function emptyBatch(): Batch {
  return { acks: [], events: [], state: {}, outboxPuts: [], outboxDeletes: [], rows: [] };
}

/** Another instance holds the lease, or another commit came between: our picture is out of date and must be loaded again. */
export class FencedError extends Error {
  override readonly name = "FencedError";
}

/** Writes batches for one service. */
export class Committer {
  private sha: string | null = null;
  private readonly redis: Redis;
  private readonly keys: BusKeys;
  private readonly service: string;
  private readonly maxLength: number;

  constructor(redis: Redis, keys: BusKeys, service: string, maxLength: number) {
    this.redis = redis;
    this.keys = keys;
    this.service = service;
    this.maxLength = maxLength;
  }

  /**
   * @param commitNumber how many commits this service has made before, as we know it
   * @throws FencedError when we are not (or no longer) the one who may write. Any other error: the fate of the commit is unknown.
   */
  async commit(batch: Batch, token: string, commitNumber: number): Promise<void> {
    const streams = [...new Set([...batch.acks.map((ack) => ack.stream), ...batch.events.map((event) => event.stream)])];
    const index = new Map(streams.map((stream, i) => [stream, String(6 + i)]));
    const keyOf = (stream: Stream): string => index.get(stream) as string;
    const keys = [
      this.keys.lease(this.service),
      this.keys.sequence,
      this.keys.state(this.service),
      this.keys.outbox(this.service),
      this.keys.rows(this.service),
    ];
    keys.push(...streams.map((stream) => this.keys.stream(stream)));
    const args: (string | number)[] = [token, commitNumber, this.service];
    args.push(batch.acks.length, ...batch.acks.flatMap((ack) => [keyOf(ack.stream), ack.id]));
    args.push(
      batch.events.length,
      ...batch.events.flatMap(({ stream, type, json }) => [keyOf(stream), this.maxLengthOf(stream), type, json]),
    );
    const state = Object.entries(batch.state);
    args.push(state.length, ...state.flat());
    args.push(batch.outboxPuts.length, ...batch.outboxPuts.flat());
    args.push(batch.outboxDeletes.length, ...batch.outboxDeletes);
    args.push(batch.rows.length, ...batch.rows);
    await this.run(keys, args);
  }

  private maxLengthOf(stream: Stream): number {
    return Math.min(this.maxLength, SHORT_STREAMS[stream] ?? this.maxLength);
  }

  private async run(keys: string[], args: (string | number)[]): Promise<void> {
    try {
      this.sha ??= (await this.redis.script("LOAD", COMMIT_SCRIPT)) as string;
      await this.redis.evalsha(this.sha, keys.length, ...keys, ...args);
    } catch (error) {
      const message = (error as Error).message;
      if (message.startsWith("NOSCRIPT")) {
        this.sha = null;
        await this.run(keys, args);
        return;
      }
      if (/FENCED|CONFLICT/.test(message)) throw new FencedError(message);
      throw error;
    }
  }
}
