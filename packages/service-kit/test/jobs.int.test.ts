import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { eventually, type Gate, gateTo, testRedis } from "@quantum/test-kit";
import { JOB_LIMITS, type JobHandler, JobQueue, JobWorker } from "../src/jobs/index.ts";
import { createLogger } from "../src/logger.ts";

/** Short enough for a test: a lost worker is found within two seconds. */
const LIMITS = {
  ...JOB_LIMITS,
  attempts: 3,
  backOffMs: 20,
  lockMs: 1_000,
  stalledCheckMs: 500,
  askWaitMs: 1_500,
  stopWaitMs: 2_000,
  drainSeconds: 1,
};
const quiet = createLogger("test", "silent");
const WITHIN = { withinMs: 45_000 };

let gate: Gate;
let queue: JobQueue;
let address: { redisUrl: string; redisPrefix: string; queue: string };
let direct: typeof address;
const workers: JobWorker[] = [];

beforeEach(async () => {
  const redis = testRedis();
  gate = await gateTo(redis.url);
  direct = { redisUrl: redis.url, redisPrefix: redis.prefix, queue: "test" };
  address = { ...direct, redisUrl: gate.url };
  queue = new JobQueue(address, quiet, LIMITS);
});
afterEach(async () => {
  gate.open();
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  await queue.close();
  await gate.close();
});

function worker(name: string, handler: JobHandler, limits = LIMITS, at = address): JobWorker {
  const made = new JobWorker({ address: at, name, handlers: { work: handler }, logger: quiet, limits });
  workers.push(made);
  return made;
}

const job = (id: string, data: unknown = {}) => ({ id, kind: "work", data });
const stateOf = async (id: string) => (await queue.look(id))?.state;
const isDone = async (id: string) => (await stateOf(id)) === "completed";
/** A promise that tests open from outside. */
const door = () => Promise.withResolvers<void>();

describe("a queue that workers share", () => {
  it("gives each of twenty jobs to one of two workers, and both have work", async () => {
    const done: Record<string, string[]> = {};
    const both = door();
    const busy = new Set<string>();
    for (const name of ["one", "two"])
      worker(name, async (data) => {
        busy.add(name);
        if (busy.size === 2) both.resolve();
        await both.promise;
        done[String(data)] = [...(done[String(data)] ?? []), name];
      });
    for (let n = 0; n < 20; n++) await queue.ask(job(`job-${n}`, n));
    await eventually(async () => Object.keys(done).length === 20 && isDone("job-19"), WITHIN);
    expect(Object.values(done).map((by) => by.length)).toEqual(Array(20).fill(1));
    expect(await queue.figures()).toMatchObject({ waiting: 0, active: 0, failed: 0, workers: 2, oldestWaitMs: 0 });
  });

  it("does a job once however often it is asked for: while it waits, while it runs and when it is done", async () => {
    let times = 0;
    const open = door();
    expect(await Promise.all([queue.ask(job("once")), queue.ask(job("once"))])).toContain("ASKED");
    expect(await queue.ask(job("once"))).toBe("KNOWN");
    worker("one", async () => {
      times++;
      await open.promise;
    });
    await eventually(async () => (await stateOf("once")) === "active", WITHIN);
    expect(await queue.ask(job("once"))).toBe("KNOWN");
    open.resolve();
    await eventually(() => isDone("once"), WITHIN);
    expect([await queue.ask(job("once")), times]).toEqual(["KNOWN", 1]);
    expect(await queue.ask({ ...job("once"), redo: true })).toBe("AGAIN");
    await eventually(async () => times === 2 && isDone("once"), WITHIN);
  });

  it("tells how far a job is, and how long the oldest has waited for a worker", async () => {
    const open = door();
    await queue.ask(job("slow"));
    await eventually(async () => (await queue.figures()).oldestWaitMs > 0, WITHIN);
    worker("one", async (_data, { progress }) => {
      progress(0.25);
      await open.promise;
    });
    await eventually(async () => (await queue.look("slow"))?.progressRatio === 0.25, WITHIN);
    open.resolve();
    await eventually(() => isDone("slow"), WITHIN);
  });
});

describe("a queue that was closed", () => {
  it("is there again for whoever asks later, also when it was closed while Redis was away", async () => {
    await queue.ask(job("before"));
    gate.shut();
    await expect(queue.figures()).rejects.toThrow();
    await queue.close();
    gate.open();
    expect(await eventually(() => queue.ask(job("after")))).toBe("ASKED");
    expect(await queue.figures()).toMatchObject({ waiting: 2 });
  });
});

describe("a job that fails", () => {
  it("is tried again, with pauses, and is done when the cause is gone", async () => {
    const tries: number[] = [];
    worker("one", async (_data, { attempt }) => {
      tries.push(attempt);
      if (attempt < 3) throw new Error("not yet");
    });
    await queue.ask(job("flaky"));
    await eventually(() => isDone("flaky"), WITHIN);
    expect(tries).toEqual([1, 2, 3]);
  });

  it("is given up after its last attempt, says why, and is done when it is asked for again", async () => {
    let broken = true;
    worker("one", async () => {
      if (broken) throw new Error("the disk is full");
    });
    await queue.ask(job("bad"));
    const [failure] = await eventually(async () => {
      const failures = await queue.failures();
      return failures.length > 0 ? failures : null;
    }, WITHIN);
    expect(failure).toMatchObject({ id: "bad", kind: "work", attempts: 3, reason: "the disk is full" });
    broken = false;
    expect(await queue.ask(job("bad"))).toBe("AGAIN");
    await eventually(() => isDone("bad"), WITHIN);
    expect(await queue.failures()).toEqual([]);
  });

  it("of a kind that no worker knows says so", async () => {
    worker("one", async () => undefined);
    await queue.ask({ id: "odd", kind: "unheard-of", data: {} });
    await eventually(async () => (await queue.failures()).length > 0, WITHIN);
    expect((await queue.failures())[0]?.reason).toContain('no worker of this version does "unheard-of"');
  });

  it("cannot have the name of one of the queue's own lists", async () => {
    await expect(queue.ask(job("stalled"))).rejects.toThrow("choose another");
    await queue.ask(job("other"));
    expect([await queue.look("meta"), await queue.look("wait")]).toEqual([null, null]);
  });

  it("keeps only so many in the history", async () => {
    const few = { ...LIMITS, keptDone: 3 };
    await queue.close();
    queue = new JobQueue(address, quiet, few);
    worker("one", async () => undefined);
    for (let n = 0; n < 8; n++) await queue.ask(job(`job-${n}`));
    await eventually(() => isDone("job-7"), WITHIN);
    const kept = await Promise.all(Array.from({ length: 8 }, (_, n) => stateOf(`job-${n}`)));
    expect(kept.filter((state) => state === "completed")).toHaveLength(3);
  });
});

describe("a worker that goes", () => {
  it("on purpose hands its job back at once, with no attempt used", async () => {
    const first = worker(
      "one",
      (_data, { signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("told to stop")))),
      {
        ...LIMITS,
        lockMs: 600_000,
      },
    );
    await queue.ask(job("handed"));
    await eventually(() => first.counted.active === 1, WITHIN);
    await first.stop();
    const attempts: number[] = [];
    worker("two", async (_data, { attempt }) => void attempts.push(attempt));
    await eventually(() => isDone("handed"), WITHIN);
    expect(attempts).toEqual([1]);
  });

  it.each([
    ["there", () => undefined],
    ["away", () => gate.shut()],
  ])("on purpose leaves nothing that keeps its process, with Redis %s", async (_where, before) => {
    const process = fork(join(import.meta.dirname, "stopping-worker.ts"), [address.redisUrl, address.redisPrefix, address.queue], {
      execArgv: [],
    });
    try {
      const busy = once(process, "message");
      await queue.ask(job("held"));
      await busy;
      before();
      const left = once(process, "exit");
      process.send("stop");
      expect(await left).toEqual([0, null]);
    } finally {
      process.kill("SIGKILL");
    }
  });

  it("without a word loses its job to another, and is told when it is back", async () => {
    let aborted = false;
    const frozen = worker("one", (_data, { signal }) => {
      gate.shut();
      return new Promise((_, reject) =>
        signal.addEventListener("abort", () => {
          aborted = true;
          reject(new Error("lost"));
        }),
      );
    });
    await queue.ask(job("lost-1"));
    await eventually(() => frozen.counted.active === 1, WITHIN);
    const by: string[] = [];
    worker("two", async () => void by.push("two"), LIMITS, direct);
    await eventually(() => by.length === 1, WITHIN);
    gate.open();
    await eventually(() => aborted, WITHIN);
    await eventually(() => isDone("lost-1"), WITHIN);
    expect(by).toEqual(["two"]);
  });
});

describe("Redis away", () => {
  it("is said to whoever asks, within seconds; back again, workers go on by themselves", async () => {
    const done: unknown[] = [];
    const idle = worker("one", async (data) => void done.push(data));
    await queue.ask(job("before", "before"));
    await eventually(() => isDone("before"), WITHIN);
    gate.shut();
    await eventually(() => !idle.connected, WITHIN);
    await expect(queue.ask(job("during"))).rejects.toThrow("Redis is not reachable");
    gate.open();
    await eventually(() => queue.ask(job("after", "after")), WITHIN);
    await eventually(() => isDone("after"), WITHIN);
    expect(done).toEqual(["before", "after"]);
  });

  it("at the start is waited for", async () => {
    gate.shut();
    const early = worker("one", async () => undefined);
    expect(early.connected).toBe(false);
    gate.open();
    await eventually(() => queue.ask(job("first")), WITHIN);
    await eventually(() => isDone("first"), { withinMs: 45_000 });
  });
});
