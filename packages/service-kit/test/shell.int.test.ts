import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually as becomesTrue, testDatabase, testRedis } from "@quantum/test-kit";
import { type Core, emit, type Input } from "@quantum/types";
import { Redis } from "ioredis";
import pg from "pg";
import { busKeys } from "../src/bus/index.ts";
import { readConfig } from "../src/config.ts";
import { createLogger } from "../src/logger.ts";
import type { ServiceDefinition } from "../src/shell/index.ts";
import { type RunningService, start } from "../src/start.ts";

/** Waits until the expectations inside hold. */
function eventually(expectations: () => void | Promise<void>): Promise<boolean> {
  return becomesTrue(async () => {
    await expectations();
    return true;
  });
}

/** Appends an entry with the next number of the global sequence, as `commit` does. */
const APPEND = "local n = redis.call('INCR', KEYS[1]) return redis.call('XADD', KEYS[2], n .. '-0', 'type', ARGV[1], 'd', ARGV[2])";
const TOKEN = "a-control-token-for-tests";
const redisAt = testRedis();
const keys = busKeys(redisAt.prefix);
const quiet = createLogger("test", "silent");
let databaseUrl: string;
let redis: Redis;
const running: RunningService[] = [];

beforeAll(async () => {
  databaseUrl = await testDatabase();
  redis = new Redis(redisAt.url);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.stop("end of test")));
  const left = await redis.keys(`${redisAt.prefix}:*`);
  if (left.length > 0) await redis.del(left);
});
afterAll(async () => {
  redis.disconnect();
});

async function launch<S>(definition: ServiceDefinition<S>, env: Record<string, string> = {}): Promise<RunningService> {
  const config = readConfig(
    definition.core.name,
    {},
    {
      PORT: "0",
      REDIS_URL: redisAt.url,
      REDIS_PREFIX: redisAt.prefix,
      DATABASE_URL: databaseUrl,
      CONTROL_TOKEN: TOKEN,
      LEASE_TTL_MS: "600",
      ...env,
    },
  );
  const service = await start(definition.core.name, config, definition, quiet);
  running.push(service);
  return service;
}

/** Counts latch changes; says every count, stores it, and throws on the reason "poison". */
function counter(name: string): Core<{ seen: number }> {
  return {
    name,
    consumes: ["killLatch.changed"],
    emits: ["alert.raised"],
    initial: () => ({ seen: 0 }),
    decide(state, input) {
      if (input.type !== "killLatch.changed") return { state, effects: [] };
      state.seen += 1;
      if (input.data.reason === "poison") throw new Error("cannot digest this");
      return {
        state,
        effects: [emit("alert.raised", { service: name, severity: "INFO", code: "SEEN", message: String(state.seen), action: "none" })],
      };
    },
  };
}

async function publish(reason: string, id = reason): Promise<void> {
  const event = {
    id,
    type: "killLatch.changed",
    v: 1,
    at: 1_000,
    source: "test",
    mode: "ENFORCED",
    cause: null,
    data: { set: true, by: "test", reason },
  };
  await redis.eval(APPEND, 2, keys.sequence, keys.stream("fleet"), event.type, JSON.stringify(event));
}

async function said(code: string): Promise<string[]> {
  const entries = await redis.xrange(keys.stream("fleet"), "-", "+");
  return entries
    .map(([, fields]) => JSON.parse(fields[3] as string))
    .filter((event) => event.type === "alert.raised" && event.data.code === code)
    .map((event) => event.data.message);
}

describe("the shell", () => {
  it("says what Redis says while it takes no writes, on /health and as a dependency, and goes on by itself when it does", async () => {
    const fence = `${keys.lease("refused")}:fence`;
    await redis.set(fence, "no number");
    const { port } = await launch({ core: counter("refused") });
    const health = async () => (await (await fetch(`http://127.0.0.1:${port}/health`)).json()) as Record<string, unknown>;
    await eventually(async () => {
      const { status, reasons, dependencies } = await health();
      expect({ status, reasons, dependencies }).toEqual({
        status: "DEGRADED",
        reasons: [expect.stringMatching(/^Redis takes no writes, so nothing is decided: .*not an integer/)],
        dependencies: expect.objectContaining({ redis: expect.stringMatching(/not an integer/) }),
      });
    });
    await publish("meanwhile");
    await redis.del(fence);
    await eventually(async () => {
      expect(await said("SEEN")).toEqual(["1"]);
      expect(await health()).toMatchObject({ status: "HEALTHY", dependencies: { redis: "ok" } });
    });
  });

  it.each([
    ["cannot be read", { core: '{"seen":' }, /^the saved state of unusable cannot be read: /],
    [
      "is of a newer version",
      { core: '{"seen":1}', version: "2" },
      /^the saved state of unusable is of version 2, and this program knows version 1 only/,
    ],
  ])("refuses a saved state that %s, leaves it and its place to others, and goes on when it can be used", async (_what, saved, words) => {
    await redis.hset(keys.state("unusable"), saved);
    const { port } = await launch({ core: counter("unusable") });
    await publish("meanwhile");
    await eventually(async () => {
      const health = await fetch(`http://127.0.0.1:${port}/health`);
      expect([health.status, await health.json()]).toEqual([
        503,
        expect.objectContaining({ status: "UNHEALTHY", reasons: [expect.stringMatching(words)] }),
      ]);
    });
    await becomesTrue(async () => (await redis.exists(keys.lease("unusable"))) === 0);
    expect(await redis.hgetall(keys.state("unusable"))).toEqual(saved);
    await redis.hset(keys.state("unusable"), { core: '{"seen":4}', version: "1" });
    await eventually(async () => {
      expect(await said("SEEN")).toEqual(["5"]);
      expect(await (await fetch(`http://127.0.0.1:${port}/health`)).json()).toMatchObject({ status: "HEALTHY", reasons: [] });
    });
  });

  it("upgrades what an older version saved, once, and says of which version it is now", async () => {
    await redis.hset(keys.state("upgraded"), { core: '{"count":4}' });
    const core = { ...counter("upgraded"), upgrades: [(older: unknown) => ({ seen: (older as { count: number }).count })] };
    for (const [reason, count] of [
      ["first", "5"],
      ["second", "6"],
    ] as const) {
      await launch({ core });
      await publish(reason);
      await eventually(async () => expect((await said("SEEN")).at(-1)).toBe(count));
      await running.splice(0)[0]?.stop("test");
    }
    expect(await redis.hmget(keys.state("upgraded"), "core", "version")).toEqual(['{"seen":6}', "2"]);
  });

  it("carries state over a stop and start, and processes what came in between exactly once", async () => {
    const first = await launch({ core: counter("counting") });
    await publish("one");
    await eventually(async () => {
      expect(await said("SEEN")).toEqual(["1"]);
    });
    await running.splice(0)[0]?.stop("test");
    expect(first.port).toBeGreaterThan(0);
    await publish("two");
    await publish("three");
    await launch({ core: counter("counting") });
    await eventually(async () => {
      expect(await said("SEEN")).toEqual(["1", "2", "3"]);
    });
  });

  it("stores rows (every alert is one) in Postgres", async () => {
    await launch({ core: counter("storing") });
    await publish("row");
    const pool = new pg.Pool({ connectionString: databaseUrl });
    try {
      await eventually(async () => {
        expect((await pool.query("SELECT message FROM alerts WHERE service = 'storing' AND code = 'SEEN'")).rows).toEqual([
          { message: "1" },
        ]);
      });
    } finally {
      await pool.end();
    }
  });

  it("buries an input that always throws, with its state change undone, and goes on", async () => {
    await launch({ core: counter("burying") });
    await publish("good");
    await publish("poison");
    await publish("also good");
    await eventually(async () => {
      expect(await said("SEEN")).toEqual(["1", "2"]);
    });
    expect(await said("DEAD_LETTER")).toEqual([expect.stringContaining("cannot digest this")]);
  });

  it("buries a malformed event and names the field", async () => {
    await launch({ core: counter("strict") });
    await redis.eval(
      APPEND,
      2,
      keys.sequence,
      keys.stream("fleet"),
      "killLatch.changed",
      '{"id":"x","type":"killLatch.changed","v":1,"at":1,"source":"t","mode":"ENFORCED","cause":null,"data":{"set":"yes"}}',
    );
    await publish("fine");
    await eventually(async () => {
      expect(await said("SEEN")).toEqual(["1"]);
    });
    expect((await said("DEAD_LETTER"))[0]).toMatch(/data\.set/);
  });

  it("lets only one of two instances act", async () => {
    await launch({ core: counter("twice") });
    await launch({ core: counter("twice") });
    for (let i = 0; i < 20; i++) await publish(`r${i}`);
    await eventually(async () => {
      expect(await said("SEEN")).toEqual(Array.from({ length: 20 }, (_, i) => String(i + 1)));
    });
  });

  it("shows the instance that acts, not the one that waits, and the other one when that has left", async () => {
    const first = await launch({ core: counter("shown") });
    const startedAt = async () => (JSON.parse((await redis.hget(keys.fleet, "shown")) ?? "{}") as { startedAt?: number }).startedAt;
    const healthOf = async (port: number) =>
      (await (await fetch(`http://127.0.0.1:${port}/health`)).json()) as { startedAt: number; reasons: string[] };
    const acting = (await healthOf(first.port)).startedAt;
    await becomesTrue(async () => (await startedAt()) === acting);
    const second = await launch({ core: counter("shown") });
    const waiting = await healthOf(second.port);
    await becomesTrue(async () => (await healthOf(second.port)).reasons[0]?.startsWith("waiting for the lease"));
    await expect(becomesTrue(async () => (await startedAt()) === waiting.startedAt, { withinMs: 2_500 })).rejects.toThrow(
      "did not come true",
    );
    await running.shift()?.stop("leaves");
    await becomesTrue(async () => (await startedAt()) === waiting.startedAt);
    await publish("after");
    await becomesTrue(async () => (await said("SEEN")).at(-1) === "1");
  }, 20_000);

  it("keeps the line of the instance that acts when one that waits leaves", async () => {
    await launch({ core: counter("kept") });
    await becomesTrue(async () => (await redis.hexists(keys.fleet, "kept")) === 1);
    await launch({ core: counter("kept") });
    await running.pop()?.stop("leaves");
    expect(await redis.hexists(keys.fleet, "kept")).toBe(1);
    await running.pop()?.stop("leaves");
    expect(await redis.hexists(keys.fleet, "kept")).toBe(0);
  });

  it("asks a call that was never answered again after a restart, saying that it may have been done", async () => {
    const asked: boolean[] = [];
    const core: Core<{ answered: string[] }> = {
      name: "calling",
      consumes: ["killLatch.changed"],
      emits: [],
      initial: () => ({ answered: [] }),
      decide(state, input: Input) {
        if (input.type === "killLatch.changed") return { state, effects: [{ kind: "call", callId: "call-1", name: "place", request: 7 }] };
        if (input.type === "call.answered") state.answered.push(JSON.stringify(input.data));
        return { state, effects: [] };
      },
    };
    const never = {
      core,
      calls: {
        place: (_: unknown, context: { recovered: boolean }) => {
          asked.push(context.recovered);
          return new Promise<never>(() => {});
        },
      },
    };
    await launch(never);
    await publish("go");
    await eventually(() => {
      expect(asked).toEqual([false]);
    });
    await running.splice(0)[0]?.stop("test");
    const place = async (_: unknown, context: { recovered: boolean }): Promise<string> => {
      asked.push(context.recovered);
      return "done";
    };
    await launch({ core, calls: { place } });
    await eventually(async () => {
      const state = JSON.parse((await redis.hget(keys.state("calling"), "core")) ?? "null");
      expect(state.answered).toEqual([expect.stringContaining('"answer":"done"')]);
    });
    expect(asked).toEqual([false, true]);
    expect(await redis.hlen(keys.outbox("calling"))).toBe(0);
  });

  it("changes its mode only with the token, refuses unknown modes with the list, and keeps it over a restart", async () => {
    const service = await launch({ core: counter("moody") });
    const post = (path: string, body: unknown, token = TOKEN) =>
      fetch(`http://127.0.0.1:${service.port}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      });
    expect((await post("/set_mode", { mode: "OBSERVE" }, "wrong-token")).status).toBe(401);
    const unknown = await post("/set_mode", { mode: "LOUD" });
    expect(unknown.status).toBe(400);
    expect(await unknown.json()).toMatchObject({ error: "UNKNOWN_MODE", modes: ["OBSERVE", "ENFORCED", "OFF"] });
    expect(await (await post("/set_mode/ENFORCE", { by: "anna", reason: "drill" })).json()).toEqual({
      from: "OBSERVE",
      to: "ENFORCED",
      by: "anna",
      reason: "drill",
    });
    expect(await (await post("/disable", { by: "anna", reason: "drill" })).json()).toMatchObject({ to: "OFF" });
    expect(await (await post("/enable", { by: "anna", reason: "drill" })).json()).toMatchObject({ from: "OFF", to: "ENFORCED" });
    await running.splice(0)[0]?.stop("test");
    const again = await launch({ core: counter("moody") });
    await eventually(async () => {
      const health = (await (await fetch(`http://127.0.0.1:${again.port}/health`)).json()) as {
        mode: string;
        modeFrom: string;
        status: string;
      };
      expect(health).toMatchObject({ mode: "ENFORCED", modeFrom: "operator", status: "HEALTHY" });
    });
  });
});
