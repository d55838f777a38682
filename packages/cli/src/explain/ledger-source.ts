import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { CliFailure, EXIT } from "../failure.ts";
import type { Home } from "../home.ts";
import { containerOf, deploymentSecret } from "../phase/deployment.ts";
import { secretFile } from "../secrets.ts";
import { connectionInto } from "./container-connection.ts";

/** A row of the books, as Postgres or a run's record has it. */
export type Row = Readonly<Record<string, unknown>>;
/** Tables a story is told from. */
export type Table = "decisions" | "clearances" | "orders" | "fills" | "trades" | "cycles";

/** Where the books are read. */
export interface LedgerSource {
  /** The rows of a table whose column has one of these values. */
  rows(table: Table, column: string, values: readonly string[]): Promise<Row[]>;
  close(): Promise<void>;
}

const CONNECT_WITHIN_MS = 2_000;
/** A story is told from five tables at once. */
const CONNECTIONS = 5;
const POSTGRES_PORT = 5432;
/** OID of bigint in Postgres: market times, which are whole numbers a float holds exactly. */
const BIGINT = 20;

/**
 * The books of an instance: its Postgres while it is up, else the record its run left.
 * @throws CliFailure when there is neither.
 */
export async function openLedger(home: Home): Promise<LedgerSource> {
  const file = secretFile(home, "database-url");
  const pool = existsSync(file) ? await connect({ connectionString: readFileSync(file, "utf8").trim(), max: CONNECTIONS }) : null;
  if (pool) return ledgerOf(pool);
  if (!existsSync(join(home.root, "decisions.json")))
    throw new CliFailure(
      "this instance is not up, and there is no record of a run in its home",
      `start it with ${["./quantum up", home.selector].join(" ").trim()}, or name a run with --instance runs/<run>`,
      EXIT.notRunning,
    );
  return {
    rows: async (table, column, values) => recorded(home, table).filter((row) => values.includes(String(row[column]))),
    close: async () => undefined,
  };
}

/** The books of the deployment with Docker. @throws CliFailure when its Postgres does not answer. */
export async function openDeploymentLedger(): Promise<LedgerSource> {
  const container = containerOf("postgres");
  // Servers elsewhere are reached as the services reach them: by their address.
  const stream = container ? () => connectionInto(container.name, POSTGRES_PORT) : undefined;
  const pool = await connect({ connectionString: deploymentSecret("database-url"), max: 1, ...(stream && { stream }) });
  if (pool) return ledgerOf(pool);
  throw new CliFailure(
    "Postgres of this deployment does not answer",
    "docker compose up -d --wait postgres; a run of the launcher: --instance runs/<run>, or --with launcher",
    EXIT.notRunning,
  );
}

function ledgerOf(pool: pg.Pool): LedgerSource {
  return { rows: (table, column, values) => select(pool, { table, column, values }), close: () => pool.end() };
}

async function connect(how: pg.PoolConfig): Promise<pg.Pool | null> {
  const types = {
    getTypeParser: ((oid: number, format: never) => (oid === BIGINT ? Number : pg.types.getTypeParser(oid, format))) as never,
  };
  const pool = new pg.Pool({ ...how, types, connectionTimeoutMillis: CONNECT_WITHIN_MS });
  try {
    await pool.query("SELECT 1");
    return pool;
  } catch {
    await pool.end();
    // It is down: a run that ended left its record.
    return null;
  }
}

async function select(
  pool: pg.Pool,
  { table, column, values }: { table: Table; column: string; values: readonly string[] },
): Promise<Row[]> {
  const query = `SELECT * FROM ${table} WHERE ${column} = ANY($1) ORDER BY at, key`;
  return (await pool.query<Row>(query, [values])).rows;
}

function recorded(home: Home, table: Table): Row[] {
  const file = join(home.root, `${table}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Row[]) : [];
}
