import { execFileSync } from "node:child_process";
import { existsSync, statfsSync } from "node:fs";
import { totalmem } from "node:os";
import { dirname } from "node:path";
import { findRedisServer, REDIS_MISSING } from "@quantum/local-servers";
import type { CliFailure } from "../failure.ts";
import { homesFolder } from "../home.ts";
import { requireOutsideRedis } from "../launch/outside-servers.ts";
import { type Finding, ok, problem, warning } from "./check.ts";

const NODE_MAJOR = 24;
/** Below this the databases of a few days no longer fit. */
const FREE_PROBLEM_BYTES = 500_000_000;
const FREE_WARNING_BYTES = 5_000_000_000;
/** The fleet itself needs up to 1 GB. */
const MEMORY_WARNING_BYTES = 2_000_000_000;

export function checkNode(): Finding {
  const found = `Node.js ${process.versions.node}`;
  if (Number(process.versions.node.split(".")[0]) >= NODE_MAJOR) return ok("node", found);
  return problem("node", found, `the project runs on Node.js ${NODE_MAJOR}: start it with ./quantum or npm start, which bring it`);
}

export async function checkRedis(): Promise<Finding> {
  if (process.env.QUANTUM_REDIS_URL) return checkOutsideRedis(process.env.QUANTUM_REDIS_URL);
  const program = findRedisServer();
  if (!program) return problem("redis", "not found", REDIS_MISSING);
  return ok("redis", `${program}: ${execFileSync(program, ["--version"], { encoding: "utf8" }).trim().slice(0, 40)}`);
}

async function checkOutsideRedis(url: string): Promise<Finding> {
  try {
    const lacks = await requireOutsideRedis(url);
    if (lacks.length === 0) return ok("redis", "QUANTUM_REDIS_URL names a server, and it is fit for the fleet");
    const [what, fix] = [lacks.map((one) => one.what).join("; "), lacks.map((one) => one.fix).join("; ")];
    return warning("redis", `QUANTUM_REDIS_URL: ${what}`, fix);
  } catch (error) {
    return problem("redis", (error as CliFailure).message, (error as CliFailure).fix);
  }
}

export function checkDisk(): Finding {
  let folder = homesFolder();
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const found = `${(free / 1e9).toFixed(1)} GB free where ${homesFolder()} lies`;
  const fix = "free some space, or set QUANTUM_HOME to a folder on a larger disk";
  if (free < FREE_PROBLEM_BYTES) return problem("disk", found, fix);
  return free < FREE_WARNING_BYTES ? warning("disk", found, fix) : ok("disk", found);
}

export function checkMemory(): Finding {
  const found = `${(totalmem() / 1e9).toFixed(1)} GB`;
  return totalmem() < MEMORY_WARNING_BYTES
    ? warning("memory", found, "the fleet needs about 1 GB for itself; close other programs")
    : ok("memory", found);
}
