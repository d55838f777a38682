import { describe, expect, it } from "@jest/globals";
import { Redis } from "ioredis";
import pg from "pg";
import { testDatabase } from "./database.ts";
import { testRedis } from "./redis.ts";

describe("servers for tests", () => {
  it("gives every caller keys of its own in a Redis that answers", async () => {
    const [one, two] = [testRedis(), testRedis()];
    expect(one.prefix).not.toBe(two.prefix);
    const client = new Redis(one.url);
    try {
      await client.set(`${one.prefix}:greeting`, "hello");
      expect(await client.get(`${one.prefix}:greeting`)).toBe("hello");
      expect(await client.get(`${two.prefix}:greeting`)).toBeNull();
    } finally {
      client.disconnect();
    }
  });

  it("gives every caller a database of its own with all tables", async () => {
    const urls = await Promise.all([testDatabase(), testDatabase()]);
    const [one, two] = urls.map((url) => new pg.Client({ connectionString: url })) as [pg.Client, pg.Client];
    await Promise.all([one.connect(), two.connect()]);
    try {
      await one.query("INSERT INTO funding (key, at, symbol, amount_usd) VALUES ('1', 0, 'BTCUSDT', '-0.10')");
      expect((await one.query("SELECT amount_usd FROM funding")).rows).toEqual([{ amount_usd: "-0.10" }]);
      expect((await two.query("SELECT amount_usd FROM funding")).rows).toEqual([]);
    } finally {
      await Promise.all([one.end(), two.end()]);
    }
  });
});
