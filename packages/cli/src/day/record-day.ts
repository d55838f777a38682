import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { EVENTS_FILE, lineOf, type Row, RUN_TABLES, writeTables } from "@quantum/replay";
import { redisTls } from "@quantum/service-kit/bus";
import { type FleetEvent, STREAMS } from "@quantum/types";
import { Redis } from "ioredis";
import pg from "pg";

const PREFIX = "quantum";
/** Entries of a stream read at a time. */
const PAGE = 2_000;
/** OID of bigint in Postgres: market times, which are whole numbers a float holds exactly. */
const BIGINT = 20;

/** Leaves a day's tables and events in its run folder, as a replay does, so that the two can be compared. */
export async function recordDay(folder: string, from: { databaseUrl: string; redisUrl: string }): Promise<void> {
  writeTables(folder, await readTables(from.databaseUrl));
  await writeEvents(join(folder, EVENTS_FILE), from.redisUrl);
}

async function readTables(databaseUrl: string): Promise<Record<string, Row[]>> {
  const types = {
    getTypeParser: ((oid: number, format: never) => (oid === BIGINT ? Number : pg.types.getTypeParser(oid, format))) as never,
  };
  const client = new pg.Client({ connectionString: databaseUrl, types });
  await client.connect();
  try {
    const tables: Record<string, Row[]> = {};
    for (const name of RUN_TABLES)
      tables[name] = (await client.query(`SELECT * FROM ${name} ORDER BY at, key COLLATE "C"`)).rows.map(withoutRealTime);
    return tables;
  } finally {
    await client.end();
  }
}

function withoutRealTime({ recorded_at: _, ...row }: Record<string, unknown>): Row {
  return row;
}

/** All streams in the one order of the bus. */
async function writeEvents(path: string, redisUrl: string): Promise<void> {
  const redis = new Redis(redisUrl, { ...redisTls(redisUrl), maxRetriesPerRequest: 3 });
  redis.on("error", () => undefined);
  const file = openSync(path, "w");
  try {
    const entries = (await Promise.all(STREAMS.map((stream) => readStream(redis, stream)))).flat();
    entries.sort((a, b) => a.sequence - b.sequence);
    for (const { json } of entries) writeSync(file, `${lineOf(JSON.parse(json) as FleetEvent, "brief")}\n`);
  } finally {
    closeSync(file);
    redis.disconnect();
  }
}

async function readStream(redis: Redis, stream: string): Promise<{ sequence: number; json: string }[]> {
  const found: { sequence: number; json: string }[] = [];
  for (let from = "-"; ; ) {
    const page = await redis.xrange(`${PREFIX}:stream:${stream}`, from, "+", "COUNT", PAGE);
    for (const [id, fields] of page) found.push({ sequence: Number(id.split("-")[0]), json: fields[fields.indexOf("d") + 1] as string });
    const last = page.at(-1);
    if (!last || page.length < PAGE) return found;
    from = `(${last[0]}`;
  }
}
