import { busKeys, connectRedis, untilReady } from "@quantum/service-kit/bus";
import { readConfig } from "@quantum/service-kit/config";
import { createLogger } from "@quantum/service-kit/logger";
import type { BaseConfig, ServiceDefinition } from "@quantum/service-kit/run";
import { type RunningService, start } from "@quantum/service-kit/start";
import { eventually, testDatabase, testRedis } from "@quantum/test-kit";
import { CATALOGUE, type EventType, type FleetEvent, STREAMS } from "@quantum/types";
import type * as z from "zod";

const APPEND = "local n = redis.call('INCR', KEYS[1]) return redis.call('XADD', KEYS[2], n .. '-0', 'type', ARGV[1], 'd', ARGV[2])";
const TOKEN = "a-control-token-for-tests";

/** What a service exports. */
interface Modules {
  readonly environment: z.ZodRawShape;
  readonly service: (config: never) => ServiceDefinition<never>;
}

/** A bus of a test, and what is started on it. */
export async function openStage() {
  const at = testRedis();
  const keys = busKeys(at.prefix);
  const redis = connectRedis(at.url, () => {});
  await untilReady(redis, new AbortController().signal);
  const bus = { PORT: "0", REDIS_URL: at.url, REDIS_PREFIX: at.prefix, CONTROL_TOKEN: TOKEN, LEASE_TTL_MS: "600" };
  const env = { ...bus, DATABASE_URL: await testDatabase() };
  const running = new Set<RunningService>();

  const launch = async (name: string, { environment, service }: Modules, own: Record<string, string> = {}): Promise<RunningService> => {
    const config = readConfig(name, environment, { ...env, [`${name.toUpperCase()}_MODE`]: "ENFORCED", ...own });
    const started = await start(name, config as BaseConfig, service(config as never), createLogger("test", "silent"));
    running.add(started);
    return started;
  };
  const stop = async (service: RunningService): Promise<void> => {
    running.delete(service);
    await service.stop("end of test");
  };
  const publish = async (...events: FleetEvent[]): Promise<void> => {
    for (const event of events) {
      const stream = CATALOGUE.get(event.type)?.stream;
      if (!stream) throw new Error(`no stream for ${event.type}`);
      await redis.eval(APPEND, 2, keys.sequence, keys.stream(stream), event.type, JSON.stringify(event));
    }
  };
  const said = async <T extends EventType>(type: T): Promise<FleetEvent<T>[]> => {
    const stream = CATALOGUE.get(type)?.stream ?? STREAMS[0];
    const entries = await redis.xrange(keys.stream(stream), "-", "+");
    return entries.map(([, fields]) => JSON.parse(fields[3] as string) as FleetEvent<T>).filter((event) => event.type === type);
  };
  const until = <T extends EventType>(type: T, count: number): Promise<FleetEvent<T>[]> =>
    eventually(
      async () => {
        const events = await said(type);
        return events.length >= count ? events : null;
      },
      { withinMs: 15_000, what: `${count} ${type}` },
    );
  const close = async (): Promise<void> => {
    for (const service of [...running].reverse()) await stop(service);
    redis.disconnect();
  };
  return { keys, redis, launch, stop, publish, said, until, close };
}

/** Asks a service; with a body and the token unless another one is given. */
export async function ask(
  { port }: RunningService,
  path: string,
  sent?: { method?: string; body?: unknown; token?: string },
): Promise<{ status: number; body: Record<string, never> }> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${sent?.token ?? TOKEN}` };
  const options = sent === undefined ? {} : { method: sent.method ?? "POST", headers, body: JSON.stringify(sent.body ?? {}) };
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, options);
  return { status: answer.status, body: (await answer.json()) as Record<string, never> };
}
