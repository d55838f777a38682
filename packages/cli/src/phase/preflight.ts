import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { Finding } from "../doctor/check.ts";
import { problem } from "../doctor/check.ts";
import { CliFailure } from "../failure.ts";
import { REPOSITORY } from "../repository.ts";

const SCRIPT = join("scripts", "preflight.sh");
const said = z.object({
  ready: z.boolean(),
  findings: z.array(z.object({ check: z.string(), verdict: z.enum(["ok", "warning", "problem"]), found: z.string(), fix: z.string() })),
});

/** Whether a deployment with Docker Compose belongs to this folder. */
export function hasDeployment(): boolean {
  return existsSync(join(REPOSITORY, ".env"));
}

/** What would keep the deployment from starting, with these profiles or those of its settings. A preflight that cannot be run is a finding too. */
export function preflight(profiles?: string): Finding[] {
  const env = profiles === undefined ? process.env : { ...process.env, COMPOSE_PROFILES: profiles };
  const { stdout, stderr, error } = spawnSync(join(REPOSITORY, SCRIPT), ["--json"], { env, encoding: "utf8" });
  try {
    return said.parse(JSON.parse(stdout)).findings;
  } catch {
    const why = error?.message ?? (stderr.trim().split("\n").at(-1) || "it printed nothing");
    return [problem("preflight", `${SCRIPT} could not look: ${why}`, `run it yourself: ${SCRIPT}`)];
  }
}

/** Tells what was found. @throws CliFailure when something would keep the deployment from starting, unless `force`. */
export function requireReady(findings: readonly Finding[], how: { force: boolean; tell: (line: string) => void }): void {
  for (const { verdict, check, found, fix } of findings)
    if (verdict !== "ok") how.tell(`${verdict.toUpperCase()} ${check}: ${found}\n  -> ${fix}`);
  const problems = findings.filter(({ verdict }) => verdict === "problem").length;
  if (problems === 0) return;
  if (how.force) how.tell(`going on with ${problems} of them, as --force says`);
  else
    throw new CliFailure(`not ready to start: ${problems} to settle first, named above`, "settle them, or go on all the same with --force");
}
