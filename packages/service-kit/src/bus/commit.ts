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
    const keys = [
      this.keys.lease(this.service),
      this.keys.sequence,
      this.keys.state(this.service),
      this.keys.outbox(this.service),
      this.keys.rows(this.service),
    ];
    const places = new Map<Stream, number>();
    const keyOf = (stream: Stream): number => {
      const known = places.get(stream);
      if (known !== undefined) return known;
      places.set(stream, keys.push(this.keys.stream(stream)));
      return keys.length;
    };
    const args: (string | number)[] = [token, commitNumber, this.service];
    addAcks(args, batch.acks, keyOf);
    args.push(batch.events.length);
    for (const { stream, type, json } of batch.events) args.push(keyOf(stream), this.maxLengthOf(stream), type, json);
    addList(args, Object.entries(batch.state).flat());
    addList(args, batch.outboxPuts.flat());
    addList(args, batch.outboxDeletes);
    addList(args, batch.rows);
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

/** The ids of each stream together: one command acknowledges them all. */
function addAcks(args: (string | number)[], acks: readonly Position[], keyOf: (stream: Stream) => number): void {
  const byStream = new Map<Stream, string[]>();
  for (const { stream, id } of acks) {
    const ids = byStream.get(stream);
    if (ids) ids.push(id);
    else byStream.set(stream, [id]);
  }
  args.push(byStream.size);
  for (const [stream, ids] of byStream) {
    args.push(keyOf(stream));
    addList(args, ids);
  }
}

/** One by one: there may be more of them than a call takes arguments. */
function addList(args: (string | number)[], values: readonly string[]): void {
  args.push(values.length);
  for (const value of values) args.push(value);
}
