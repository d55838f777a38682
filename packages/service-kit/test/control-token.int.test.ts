import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "@jest/globals";
import { eventually, testDatabase, testRedis } from "@quantum/test-kit";
import type { Core } from "@quantum/types";
import { Redis } from "ioredis";
import { readConfig } from "../src/config.ts";
import { createLogger } from "../src/logger.ts";
import { type RunningService, start } from "../src/start.ts";

const redisAt = testRedis();
const FIRST = "the-first-token-of-all";
const SECOND = "the-second-token-of-all";
const core: Core<object> = { name: "guarded", consumes: [], emits: [], initial: () => ({}), decide: (state) => ({ state, effects: [] }) };
let databaseUrl: string;
let folder: string;
let service: RunningService;

beforeAll(async () => {
  databaseUrl = await testDatabase();
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "quantum-control-"));
  write(FIRST);
  const bus = { REDIS_URL: redisAt.url, REDIS_PREFIX: redisAt.prefix, DATABASE_URL: databaseUrl, LEASE_TTL_MS: "600" };
  const config = readConfig("guarded", {}, { PORT: "0", ...bus, CONTROL_TOKEN_FILE: file() });
  service = await start("guarded", config, { core }, createLogger("test", "silent"));
  await eventually(async () => (await health()).status === "HEALTHY");
});
afterEach(async () => {
  await service.stop("end of test");
  rmSync(folder, { recursive: true });
});
afterAll(async () => {
  const redis = new Redis(redisAt.url);
  const left = await redis.keys(`${redisAt.prefix}:*`);
  if (left.length > 0) await redis.del(left);
  redis.disconnect();
});

const file = () => join(folder, "control-token");
const write = (token: string) => writeFileSync(file(), token);

async function setMode(token: string): Promise<{ status: number; body: { error?: string; message?: string } }> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  const answer = await fetch(`http://127.0.0.1:${service.port}/set_mode/OBSERVE`, { method: "POST", headers, body: "{}" });
  return { status: answer.status, body: (await answer.json()) as { error?: string } };
}

async function health(): Promise<{ status: string; reasons: string[] }> {
  return (await (await fetch(`http://127.0.0.1:${service.port}/health`)).json()) as { status: string; reasons: string[] };
}

it("a new control token holds without a restart, and the one before it is refused at once", async () => {
  expect((await setMode(FIRST)).status).toBe(200);
  write(SECOND);
  expect((await setMode(FIRST)).status).toBe(401);
  expect((await setMode(SECOND)).status).toBe(200);
});

it.each([
  ["is empty", () => write("")],
  ["cannot be read", () => rmSync(file())],
])(
  "a control token whose file %s: every command is refused with the reason, health says it, and a new token ends it",
  async (words, spoil) => {
    spoil();
    for (const token of [FIRST, "", "null", "undefined"])
      expect(await setMode(token)).toMatchObject({
        status: 503,
        body: { error: "NO_CONTROL_TOKEN", message: expect.stringContaining(words) },
      });
    expect(await health()).toMatchObject({ status: "DEGRADED", reasons: [expect.stringContaining(`control_token: ${file()} ${words}`)] });
    write(SECOND);
    expect((await setMode(SECOND)).status).toBe(200);
    expect((await health()).status).toBe("HEALTHY");
  },
);
