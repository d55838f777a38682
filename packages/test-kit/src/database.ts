import { randomBytes } from "node:crypto";
import pg from "pg";
import { runId, serverUrl } from "./run-context.ts";

/** Advisory lock that lets only one test file build the template. Any number will do, as long as nobody else uses it. */
const TEMPLATE_LOCK = 7_201_993;

/** A fresh database with all tables. Copied from a template that is migrated once per run; dropped when the run ends. */
export async function testDatabase(): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl("DATABASE_URL") });
  await client.connect();
  try {
    const template = `quantum_test_${runId()}_template`;
    const database = `quantum_test_${runId()}_${randomBytes(4).toString("hex")}`;
    await client.query("SELECT pg_advisory_lock($1)", [TEMPLATE_LOCK]);
    await ensureTemplate(client, template);
    // Copying also happens under the lock: a template cannot be copied while a session is connected to it.
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)} TEMPLATE ${client.escapeIdentifier(template)}`);
    return urlOf(database);
  } finally {
    await client.end();
  }
}

async function ensureTemplate(client: pg.Client, template: string): Promise<void> {
  const existing = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [template]);
  if (existing.rowCount) return;
  const building = `${template}_building`;
  await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(building)} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${client.escapeIdentifier(building)}`);
  const { migrate } = await import("@quantum/service-kit/database");
  await migrate(urlOf(building));
  await client.query(`ALTER DATABASE ${client.escapeIdentifier(building)} RENAME TO ${client.escapeIdentifier(template)}`);
}

function urlOf(database: string): string {
  const url = new URL(serverUrl("DATABASE_URL"));
  url.pathname = `/${database}`;
  return url.href;
}
