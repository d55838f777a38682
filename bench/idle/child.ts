/** A process that idles: a whole service of the kit (`service`), or bare timers and round trips to Redis (`bare`). Says what it used when it is asked. */
import { connectRedis, untilReady } from "@quantum/service-kit/bus";
import { readConfig } from "@quantum/service-kit/config";
import { start } from "@quantum/service-kit/start";
import { CATALOGUE, type Core, STREAMS } from "@quantum/types";

const what = process.argv[2];
const name = "idle";
const REDIS_URL = process.env.REDIS_URL ?? "";
/** The least that keeps a lease and shows life: a blocking read and one round trip, each once a second. */
const EVERY_MS = 1_000;

/** Reads every stream and is never told anything it reads. */
const core: Core<{ seen: number }> = {
  name,
  consumes: STREAMS.map((stream) => [...CATALOGUE].filter(([, known]) => known.stream === stream).at(-1)?.[0] as never),
  emits: [],
  initial: () => ({ seen: 0 }),
  decide: (state) => ({ state: { seen: state.seen + 1 }, effects: [] }),
};

async function idleBare(): Promise<void> {
  const [redis, reader] = [connectRedis(REDIS_URL, () => undefined), connectRedis(REDIS_URL, () => undefined)];
  const never = new AbortController().signal;
  await Promise.all([untilReady(redis, never), untilReady(reader, never)]);
  setInterval(() => void redis.get("bare"), EVERY_MS);
  process.send?.({ port: null });
  for (;;) await reader.blpop("bare:nothing", EVERY_MS / 1_000);
}

async function idleService(): Promise<void> {
  const env = { PORT: "0", REDIS_URL, DATABASE_URL: "postgres://nobody@127.0.0.1:1/none", CONTROL_TOKEN: "a-control-token-for-benches" };
  const { port } = await start(name, readConfig(name, {}, { LOG_LEVEL: "warn", ...env }), { core });
  process.send?.({ port });
}

process.on("message", () => {
  const { userCPUTime, systemCPUTime, voluntaryContextSwitches } = process.resourceUsage();
  process.send?.({ cpuMs: (userCPUTime + systemCPUTime) / 1_000, wakeUps: voluntaryContextSwitches });
});
process.once("disconnect", () => process.exit(0));
await (what === "bare" ? idleBare() : idleService());
