import { spawnSync } from "node:child_process";
import { describe, expect, it } from "@jest/globals";
import { Redis } from "ioredis";
import pg from "pg";
import { containerPostgres, containerRedis, dockerAnswers } from "./containers.ts";

const IMAGES = ["redis:8-bookworm", "postgres:17-bookworm"];
const STARTED_WITHIN_MS = 120_000;

const missing = IMAGES.filter((image) => spawnSync("docker", ["image", "inspect", image], { timeout: 10_000 }).status !== 0);
const why = !(await dockerAnswers()) ? "no Docker engine answers" : missing.length > 0 ? `not here: ${missing.join(", ")}` : null;

describe(`servers for tests in containers${why === null ? "" : ` (skipped: ${why})`}`, () => {
  const real = why === null ? it : it.skip;
  real(
    "gives a Redis that answers",
    async () => {
      const server = await containerRedis();
      const client = new Redis(server.url);
      try {
        expect(await client.ping()).toBe("PONG");
      } finally {
        client.disconnect();
        await server.stop();
      }
    },
    STARTED_WITHIN_MS,
  );
  real(
    "gives a Postgres that answers",
    async () => {
      const server = await containerPostgres();
      const client = new pg.Client({ connectionString: server.url });
      try {
        await client.connect();
        expect((await client.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
      } finally {
        await client.end();
        await server.stop();
      }
    },
    STARTED_WITHIN_MS,
  );
});
