import { Redis } from "ioredis";
import pg from "pg";
import { runId, serverUrl } from "./run-context.ts";

/** Drops every database this run made. Matters on a server that outlives the run. */
export async function dropRunDatabases(): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl("DATABASE_URL") });
  await client.connect();
  try {
    const found = await client.query<{ datname: string }>("SELECT datname FROM pg_database WHERE starts_with(datname, $1)", [
      `quantum_test_${runId()}_`,
    ]);
    for (const { datname } of found.rows) await client.query(`DROP DATABASE ${client.escapeIdentifier(datname)} WITH (FORCE)`);
  } finally {
    await client.end();
  }
}

/** Deletes every Redis key under this run's prefix. */
export async function removeRunKeys(): Promise<void> {
  const client = new Redis(serverUrl("REDIS_URL"), { maxRetriesPerRequest: 1 });
  try {
    for await (const keys of client.scanStream({ match: `test-${runId()}-*`, count: 1000 })) {
      if ((keys as string[]).length > 0) await client.unlink(...(keys as string[]));
    }
  } finally {
    client.disconnect();
  }
}
