import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "@jest/globals";
import { eventually, freePort, testDatabase, testRedis } from "@quantum/test-kit";

let child: ChildProcess | null = null;

afterEach(async () => {
  if (child?.exitCode === null && child.signalCode === null) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
});

describe("the service as a process", () => {
  it("becomes healthy in its first mode, answers its endpoint, and ends when it is told to", async () => {
    const redis = testRedis();
    const port = await freePort();
    const env = {
      ...process.env,
      PORT: String(port),
      REDIS_URL: redis.url,
      REDIS_PREFIX: redis.prefix,
      DATABASE_URL: await testDatabase(),
      CONTROL_TOKEN: "a-control-token-for-tests",
      AI_HFOS_MODE: "OBSERVE",
    };
    child = spawn(process.execPath, [new URL("../src/main.ts", import.meta.url).pathname], { env, stdio: "ignore" });
    const ask = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).json();
    const healthy = async () => ((await ask("/health")) as { status: string }).status === "HEALTHY";
    await eventually(healthy, { withinMs: 20_000, what: "healthy" });
    expect(await ask("/health")).toMatchObject({ service: "ai_hfos", mode: "OBSERVE" });
    expect(await ask("/state")).toEqual({ closes: 0, lastVerdict: null });
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
  }, 40_000);
});
