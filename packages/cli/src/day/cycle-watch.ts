import { redisTls } from "@quantum/service-kit/bus";
import { Redis } from "ioredis";
import { CliFailure } from "../failure.ts";

/** The end of a trading cycle, as trading_bot announced it. */
export interface Completed {
  readonly closeAt: number;
  readonly outcome: string;
  readonly requested: number;
}

const STREAM = "quantum:stream:trades";
const LOOK_AGAIN_MS = 1000;
const LOOK_BACK = 50;
const AFTER_AN_ERROR_MS = 200;

type Entry = [id: string, fields: string[]];

/** Follows the stream of trades for `cycle.completed`. Lives through a restart of Redis. */
export class CycleWatch {
  readonly #redis: Redis;
  readonly #seen = new Map<number, Completed>();
  #lastId = "0-0";

  constructor(redisUrl: string) {
    this.#redis = new Redis(redisUrl, { ...redisTls(redisUrl), maxRetriesPerRequest: null, retryStrategy: () => AFTER_AN_ERROR_MS });
    // ioredis reconnects by itself; what matters here is only whether the cycle ends in time.
    this.#redis.on("error", () => undefined);
  }

  /** Waits for the end of the cycle of this close. @throws CliFailure when it does not come in time. */
  async until(closeAt: number, how: { withinMs: number; signal: AbortSignal }): Promise<Completed> {
    const deadline = Date.now() + how.withinMs;
    while (!this.#seen.has(closeAt)) {
      how.signal.throwIfAborted();
      if (Date.now() > deadline)
        throw new CliFailure(stuckMessage(closeAt, how.withinMs), "the logs and ./quantum status show which service does not go on");
      await this.#read();
    }
    const completed = this.#seen.get(closeAt) as Completed;
    for (const older of this.#seen.keys()) if (older < closeAt) this.#seen.delete(older);
    return completed;
  }

  close(): void {
    this.#redis.disconnect();
  }

  async #read(): Promise<void> {
    const answer = (await this.#redis.xread("BLOCK", LOOK_AGAIN_MS, "STREAMS", STREAM, this.#lastId)) as [string, Entry[]][] | null;
    if (answer) for (const entry of answer[0]?.[1] ?? []) this.#take(entry);
    // A Redis that came back without its last second may number new entries below the one we read last.
    else for (const entry of await this.#redis.xrevrange(STREAM, "+", "-", "COUNT", LOOK_BACK)) this.#take(entry as Entry);
  }

  #take([id, fields]: Entry): void {
    this.#lastId = id;
    if (fieldOf(fields, "type") !== "cycle.completed") return;
    const event = JSON.parse(fieldOf(fields, "d") ?? "{}") as { at: number; cycle?: number; data: { outcome: string; requested: number } };
    const closeAt = event.cycle ?? event.at;
    this.#seen.set(closeAt, { closeAt, outcome: event.data.outcome, requested: event.data.requested });
  }
}

function fieldOf(fields: readonly string[], name: string): string | undefined {
  const index = fields.indexOf(name);
  return index % 2 === 0 ? fields[index + 1] : undefined;
}

function stuckMessage(closeAt: number, withinMs: number): string {
  return `the trading cycle of ${new Date(closeAt).toISOString()} was not completed within ${withinMs / 1000} s`;
}
