import { readVariables, redisUrl } from "@quantum/service-kit/config";
import * as z from "zod";
import { sayGoodbyeFor } from "../launch/goodbye.ts";
import { setAside } from "./set-aside.ts";

/** Says goodbye for modules that died without one and that nobody starts again. Their names are the arguments; with --set-aside what they saved is set aside. */
const environment = { REDIS_URL: redisUrl, REDIS_PREFIX: z.string().default("quantum") };

try {
  const { REDIS_URL: url, REDIS_PREFIX: prefix } = readVariables(environment, process.env);
  const modules = process.argv.slice(2).filter((word) => word !== "--set-aside");
  const how = { redisUrl: url, prefix, reason: "stopped by an operator" };
  const said = await Promise.all(modules.map(async (name) => ((await sayGoodbyeFor(name, how)) ? name : null)));
  const aside = process.argv.includes("--set-aside") ? { setAside: await setAside(modules, { redisUrl: url, prefix }) } : {};
  process.stdout.write(`${JSON.stringify({ goodbye: said.filter((name) => name !== null), ...aside })}\n`);
} catch (error) {
  process.stderr.write(`goodbye: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
