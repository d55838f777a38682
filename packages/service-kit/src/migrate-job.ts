import * as z from "zod";
import { ConfigError, readVariables } from "./config.ts";
import { migrate } from "./database/migrate.ts";

/** Brings the database's schema up to date and ends: the job that runs before the services of a deployment. */
const environment = {
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "an address such as postgres://user:password@host:5432/quantum" }),
};

try {
  const done = await migrate(readVariables(environment, process.env).DATABASE_URL);
  process.stdout.write(`${JSON.stringify({ service: "migrate", msg: "the schema is up to date", migrations: done })}\n`);
} catch (error) {
  process.stderr.write(`migrate: ${(error as Error).message}\n`);
  process.exitCode = error instanceof ConfigError ? 78 : 1;
}
