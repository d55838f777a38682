import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { findExecutable } from "@quantum/local-servers";

/** Has pnpm link a new folder into the workspace: the pnpm of the bootstrap, else the one on PATH. False when that fails. */
export function linkWorkspace(repository: string): boolean {
  const pnpm = bootstrapPnpm(repository) ?? findExecutable(["pnpm"]);
  if (pnpm === null) return false;
  // CI would make pnpm refuse to touch the lockfile, which is what has to change.
  const env = { ...process.env, CI: "" };
  return spawnSync(pnpm, ["install", "--prefer-offline", "--no-frozen-lockfile"], { cwd: repository, env, stdio: "ignore" }).status === 0;
}

function bootstrapPnpm(repository: string): string | null {
  const tools = join(repository, ".quantum", "tools");
  try {
    const [newest] = readdirSync(tools).sort().reverse();
    return newest === undefined ? null : findExecutable([join(newest, "node_modules", ".bin", "pnpm")], tools);
  } catch {
    // The bootstrap never ran here: dependencies were installed another way.
    return null;
  }
}
