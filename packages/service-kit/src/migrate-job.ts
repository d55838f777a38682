import { ConfigError, databaseUrl, readVariables } from "./config.ts";
import { migrateWhenThere } from "./database/migrate.ts";
import { serverProblem } from "./server-problem.ts";

/** Brings the database's schema up to date and ends: the job that runs before the services of a deployment. */
const environment = { DATABASE_URL: databaseUrl };

try {
  const done = await migrateWhenThere(readVariables(environment, process.env).DATABASE_URL);
  process.stdout.write(`${JSON.stringify({ service: "migrate", msg: "the schema is up to date", migrations: done })}\n`);
} catch (error) {
  const problem = serverProblem("DATABASE_URL", error);
  process.stderr.write(`migrate: ${problem ?? (error as Error).message}\n`);
  process.exitCode = error instanceof ConfigError || problem ? 78 : 1;
}
