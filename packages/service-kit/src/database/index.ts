export type { Pool, PoolClient } from "pg";
export { connectDatabase } from "./connection.ts";
export { migrate, migrateWhenThere, requirePostgres } from "./migrate.ts";
export { RowWriter } from "./row-writer.ts";
export { migrationsMissing } from "./schema.ts";
