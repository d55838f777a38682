import { busKeys, connectRedis, untilReady } from "@quantum/service-kit/bus";
import { type CallContext, CallFailure, type CallHandler } from "@quantum/service-kit/definition";
import type { SelfHealingConfig } from "./config.ts";
import { askJson, RestartRefused, type Supervisor } from "./supervisor/supervisor.ts";
import { isJson } from "./watch/bus-watch.ts";

const WITHIN_MS = 5_000;

interface Remedy {
  readonly service: string;
  readonly reason: string;
}

/** What is done outside, by the names of the core's calls. */
export function remedies(config: SelfHealingConfig, supervisor: Supervisor): Record<string, CallHandler> {
  return {
    restart: tried(async (request, context) => {
      // Found in the outbox after a restart of our own: it may have been done. The next look shows whether it helped.
      if (context.recovered) return { skipped: true };
      await supervisor.restart(request.service, withDeadline(context.signal));
      return { restarted: true };
    }),
    reconnect: tried(async ({ service, reason }, { signal }) =>
      post(config, supervisor, { service, path: "/reconnect", body: { reason }, signal }),
    ),
    quarantine: tried(({ service }, { signal, callId }) => quarantine(config, { service, mark: callId, signal })),
    emergency: tried(async ({ reason }, { signal }) =>
      post(config, supervisor, { service: "ess", path: "/stop", body: { level: "HALT", close: true, reason }, signal }),
    ),
  };
}

interface Post {
  readonly service: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
}

async function post(config: SelfHealingConfig, supervisor: Supervisor, about: Post): Promise<unknown> {
  const signal = withDeadline(about.signal);
  const address = (await supervisor.list(signal)).find(({ name }) => name === about.service)?.address;
  if (address === undefined) throw new RestartRefused(`there is no ${about.service} in this fleet`);
  const headers = { authorization: `Bearer ${config.controlToken.value() ?? ""}`, "content-type": "application/json" };
  return askJson(address + about.path, { method: "POST", headers, signal, body: JSON.stringify({ by: "self_healing", ...about.body }) });
}

/** Sets aside under another key what cannot be read. Nothing is deleted; done twice, it finds nothing left to do. */
async function quarantine(config: SelfHealingConfig, about: { service: string; mark: string; signal: AbortSignal }): Promise<unknown> {
  const keys = busKeys(config.REDIS_PREFIX);
  const redis = connectRedis(config.REDIS_URL, () => undefined);
  try {
    await untilReady(redis, withDeadline(about.signal));
    const aside = (what: string): string => `${config.REDIS_PREFIX}:quarantine:${what}:${about.service}:${about.mark}`;
    const moved: string[] = [];
    const state = await redis.hmget(keys.state(about.service), "core", "mode");
    if (state.some((text) => text !== null && !isJson(text)) && (await redis.renamenx(keys.state(about.service), aside("state")))) {
      // The count of commits goes on: without it nobody could write for this service any more.
      const commits = await redis.hget(aside("state"), "commits");
      if (commits !== null) await redis.hset(keys.state(about.service), "commits", commits);
      moved.push("state");
    }
    for (const [id, text] of Object.entries(await redis.hgetall(keys.outbox(about.service)))) {
      if (isJson(text)) continue;
      await redis.multi().hset(aside("outbox"), id, text).hdel(keys.outbox(about.service), id).exec();
      moved.push(id);
    }
    return { moved };
  } finally {
    redis.disconnect();
  }
}

/** Tells a refusal, which is certain, from a failure whose fate is unknown. */
function tried(remedy: (request: Remedy, context: CallContext) => Promise<unknown>): CallHandler {
  return async (request, context) => {
    try {
      return await remedy(request as Remedy, context);
    } catch (error) {
      const definitive = error instanceof RestartRefused;
      throw new CallFailure({ definitive, code: definitive ? "REFUSED" : "NO_ANSWER", message: (error as Error).message });
    }
  };
}

function withDeadline(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)]);
}
