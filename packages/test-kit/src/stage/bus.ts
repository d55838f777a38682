import { busKeys, connectRedis, untilReady } from "@quantum/service-kit/bus";
import { CATALOGUE, type EventType, type FleetEvent, type Input, type Stream } from "@quantum/types";
import { eventually } from "../eventually.ts";
import { testRedis } from "../redis.ts";

/** Appends an entry with the next number of the global sequence, as a service's own commits do. */
const APPEND = "local n = redis.call('INCR', KEYS[1]) return redis.call('XADD', KEYS[2], n .. '-0', 'type', ARGV[1], 'd', ARGV[2])";
const CONNECTS_WITHIN_MS = 10_000;
const SAID_WITHIN_MS = 15_000;

/** The bus of one test: keys nobody else uses, in a Redis that answers. */
export class Bus {
  readonly url: string;
  readonly prefix: string;
  readonly keys: ReturnType<typeof busKeys>;
  readonly redis: ReturnType<typeof connectRedis>;

  constructor({ url, prefix } = testRedis()) {
    this.url = url;
    this.prefix = prefix;
    this.keys = busKeys(prefix);
    // A lost connection shows in the command that needed it.
    this.redis = connectRedis(url, () => {});
  }

  /** Resolves once commands can be sent. */
  async ready(): Promise<this> {
    await untilReady(this.redis, AbortSignal.timeout(CONNECTS_WITHIN_MS));
    return this;
  }

  /** Appends events, each to its own stream, as other services would. Inputs that never were on a bus are refused. */
  async publish(...events: readonly Input[]): Promise<void> {
    for (const event of events) await this.append(event.type, JSON.stringify(event));
  }

  /** Appends an entry whatever its text is, also one that no service would write. */
  async append(type: string, text: string): Promise<void> {
    await this.redis.eval(APPEND, 2, this.keys.sequence, this.keys.stream(streamOf(type)), type, text);
  }

  /** Every event of this name so far, oldest first. */
  async said<T extends EventType>(type: T): Promise<FleetEvent<T>[]> {
    const entries = await this.redis.xrange(this.keys.stream(streamOf(type)), "-", "+");
    return entries.filter(([, fields]) => fields[1] === type).map(([, fields]) => JSON.parse(fields[3] as string) as FleetEvent<T>);
  }

  /** Waits until so many events of this name were said (and match); gives all of them. */
  until<T extends EventType>(type: T, count: number, matches?: (event: FleetEvent<T>) => boolean): Promise<FleetEvent<T>[]> {
    const enough = async (): Promise<FleetEvent<T>[] | null> => {
      const events = (await this.said(type)).filter((event) => matches?.(event) ?? true);
      return events.length >= count ? events : null;
    };
    return eventually(enough, { withinMs: SAID_WITHIN_MS, what: `${count} ${type}` });
  }

  /** What a service has saved of its state; null before it saved anything. */
  async saved<S>(service: string): Promise<S | null> {
    return JSON.parse((await this.redis.hget(this.keys.state(service), "core")) ?? "null") as S | null;
  }

  /** Removes its keys and disconnects. */
  async close(): Promise<void> {
    try {
      const left = await this.redis.keys(`${this.prefix}:*`);
      if (left.length > 0) await this.redis.unlink(left);
    } finally {
      this.redis.disconnect();
    }
  }
}

/** A bus that is ready to be written to. */
export function openBus(): Promise<Bus> {
  return new Bus().ready();
}

function streamOf(type: string): Stream {
  const definition = CATALOGUE.get(type);
  if (!definition) throw new Error(`"${type}" is not an event of the catalogue, so no stream carries it`);
  return definition.stream;
}
