import { setTimeout as pause } from "node:timers/promises";
import { connectRedis, untilReady } from "@quantum/service-kit/bus";
import type { FeedAccess } from "@quantum/service-kit/definition";
import type { Redis } from "ioredis";
import type { SelfHealingConfig } from "../config.ts";
import { type FleetSeen, type HealingState, LIMITS, LOOK, NAME, type SeenService } from "../core/index.ts";
import type { Supervised, Supervisor } from "../supervisor/supervisor.ts";
import { askHealth } from "./ask-health.ts";
import { corruptOf, isNotActive, lookAtBus, type SeenOnBus } from "./bus-watch.ts";

/** The supervisor has this long to say who runs. */
const SUPERVISOR_WITHIN_MS = 1_000;
const NOTHING: SeenOnBus = { row: null, unfinished: null, position: null };

/** Looks at the whole fleet once a second and tells the core, until the signal aborts. */
export async function watchFleet(
  access: FeedAccess<HealingState>,
  given: { config: SelfHealingConfig; supervisor: Supervisor },
): Promise<void> {
  const { config, supervisor } = given;
  const { signal, logger } = access;
  const redis = connectRedis(config.REDIS_URL, (error) => logger.debug({ error }, "the watcher's Redis connection"));
  let known: readonly Supervised[] = [];
  try {
    while (!signal.aborted) {
      const nextLook = pause(config.LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
      try {
        await untilReady(redis, signal);
        known = await whoRuns(supervisor, known, (error) => logger.debug({ error }, "the supervisor does not answer"));
        await access.observe(LOOK, await look(redis, config, known), null);
      } catch (error) {
        if (!signal.aborted) logger.debug({ error }, "this look failed");
      }
      await nextLook;
    }
  } finally {
    redis.disconnect();
  }
}

/** A supervisor that does not answer leaves everybody's fate unknown; nobody is forgotten for it. */
async function whoRuns(
  supervisor: Supervisor,
  known: readonly Supervised[],
  onFailure: (error: unknown) => void,
): Promise<readonly Supervised[]> {
  try {
    return await supervisor.list(AbortSignal.timeout(SUPERVISOR_WITHIN_MS));
  } catch (error) {
    onFailure(error);
    return known.map((service) => ({ ...service, run: service.run === "stopped" ? "stopped" : "unknown" }));
  }
}

async function look(redis: Redis, config: SelfHealingConfig, known: readonly Supervised[]): Promise<FleetSeen> {
  const bus = await lookAtBus(redis, config.REDIS_PREFIX);
  // Where nobody says who runs, those count who have come and not said goodbye: they have a line.
  const onBus = (name: string): boolean => config.SUPERVISOR !== "swarm" || (bus.get(name)?.row ?? null) !== null;
  const others = known.filter(({ name }) => name !== NAME && onBus(name));
  const now = Date.now();
  const services = await Promise.all(
    others.map(async ({ address, ...supervised }): Promise<SeenService> => {
      const seen = bus.get(supervised.name) ?? NOTHING;
      const up = supervised.run === "running" || supervised.run === "unknown";
      // Its line is written by the event loop that would answer: while that is fresh, nobody need be asked.
      const fresh = seen.row !== null && now - seen.row.at <= LIMITS.rowFreshMs;
      const answer = up && !fresh ? await askHealth(address, config.ANSWER_WITHIN_MS) : null;
      // Whoever cannot load what it saved never ends its start.
      const loads = (up || supervised.run === "starting") && isNotActive(seen.row);
      const corrupt = loads ? await corruptOf(redis, config.REDIS_PREFIX, supervised.name) : null;
      return { ...supervised, ...seen, answer, corrupt };
    }),
  );
  return { nowMs: Date.now(), services };
}
