import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { CliFailure } from "../failure.ts";
import { REPOSITORY } from "../repository.ts";
import { contentHash } from "./content-hash.ts";

const SERVICE = join(REPOSITORY, "services", "dashboard");
const PAGE = join(SERVICE, "dist", "web");
const RECORD = join(SERVICE, "dist", "web.hash");

/** Builds the operator's console page, unless its sources are those of the last build. True when it was built. */
export async function buildConsolePage(): Promise<boolean> {
  const hash = contentHash(REPOSITORY, [...pageSources(), "pnpm-lock.yaml"]);
  if (existsSync(join(PAGE, "index.html")) && existsSync(RECORD) && readFileSync(RECORD, "utf8") === hash) return false;
  const partial = `${PAGE}.${process.pid}`;
  const vite = join(SERVICE, "node_modules", "vite", "bin", "vite.js");
  const args = [vite, "build", "--config", "web/vite.config.ts", "--outDir", partial, "--emptyOutDir", "--logLevel", "error"];
  await promisify(execFile)(process.execPath, args, { cwd: SERVICE }).catch((error: Error) => {
    throw new CliFailure(`the console page does not build: ${error.message}`, "fix the error above; it is in services/dashboard/web");
  });
  rmSync(PAGE, { recursive: true, force: true });
  renameSync(partial, PAGE);
  writeFileSync(RECORD, hash ?? "");
  return true;
}

function pageSources(): string[] {
  const files = readdirSync(join(SERVICE, "web"), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((file) => relative(REPOSITORY, join(file.parentPath, file.name))).sort();
}
