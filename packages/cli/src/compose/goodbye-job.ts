import { readVariables } from "@quantum/service-kit/config";
import * as z from "zod";
import { sayGoodbyeFor } from "../launch/goodbye.ts";

/** Says goodbye for modules that died without one and that nobody starts again. Their names are the arguments. */
const environment = { REDIS_URL: z.string().min(1), REDIS_PREFIX: z.string().default("quantum") };

try {
  const { REDIS_URL: redisUrl, REDIS_PREFIX: prefix } = readVariables(environment, process.env);
  const how = { redisUrl, prefix, reason: "stopped by an operator" };
  const said = await Promise.all(process.argv.slice(2).map(async (name) => ((await sayGoodbyeFor(name, how)) ? name : null)));
  process.stdout.write(`${JSON.stringify({ goodbye: said.filter((name) => name !== null) })}\n`);
} catch (error) {
  process.stderr.write(`goodbye: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
