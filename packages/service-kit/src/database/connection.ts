import { Pool, types } from "pg";
import type { Logger } from "../logger.ts";

/** Postgres type ids of bigint and numeric: bigint fits a JS number here (epoch ms), numeric stays exact text. */
const BIGINT_OID = 20;

/** A small pool; a service needs one connection to write and one to read. */
export function connectDatabase(url: string, logger: Logger): Pool {
  types.setTypeParser(BIGINT_OID, Number);
  const pool = new Pool({
    connectionString: url,
    max: 2,
    connectionTimeoutMillis: 3_000,
    idleTimeoutMillis: 30_000,
    allowExitOnIdle: true,
  });
  pool.on("error", (error) => logger.warn({ error }, "an idle database connection broke; the pool makes a new one"));
  return pool;
}
