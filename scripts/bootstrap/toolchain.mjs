import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { INSTALLED, NODE, ROOT, TOOLS } from "./places.mjs";
import { Problem } from "./problem.mjs";
import { runQuietly } from "./run.mjs";

const OLDEST_NODE = 20;
/** Dependencies take about 0.9 GB, the package store as much again. */
const NEEDED_BYTES = 2_000_000_000;

export function checkNode() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major >= OLDEST_NODE) return;
  throw new Problem(
    `this is Node.js ${process.versions.node}; at least ${OLDEST_NODE} is needed to get started`,
    `install Node.js ${OLDEST_NODE} or newer (any way you like) and try again; the project then brings its own`,
  );
}

/** Before the first installation only: later there is nothing large to write. */
export function checkDisk() {
  if (existsSync(NODE)) return;
  const { bavail, bsize } = statfsSync(ROOT);
  const free = bavail * bsize;
  if (free >= NEEDED_BYTES) return;
  throw new Problem(
    `the disk of ${ROOT} has ${(free / 1e9).toFixed(1)} GB free; the dependencies need about ${NEEDED_BYTES / 1e9} GB`,
    "free some space, or move the repository to a larger disk",
  );
}

/** Installs pnpm and the dependencies, unless they are those of the lockfile already. */
export async function ensureDependencies() {
  const wanted = createHash("sha256")
    .update(readFileSync(join(ROOT, "pnpm-lock.yaml")))
    .digest("hex");
  const have = existsSync(INSTALLED) ? readFileSync(INSTALLED, "utf8").trim() : "";
  if (have !== wanted || !existsSync(NODE)) await installDependencies();
  mkdirSync(join(ROOT, ".quantum"), { recursive: true });
  writeFileSync(INSTALLED, `${wanted}\n`);
}

async function installDependencies() {
  const pnpm = await ensurePnpm();
  console.error("installing dependencies (the first time takes a minute or two) ...");
  const { code, said } = await runQuietly(pnpm, ["install", "--frozen-lockfile"], { cwd: ROOT, env: { ...process.env, CI: "1" } });
  if (code !== 0) throw explain("the dependencies could not be installed", said);
  if (!existsSync(NODE)) throw new Problem(`the package "node" did not bring ${NODE}`, "remove node_modules and try again");
}

async function ensurePnpm() {
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).tools.pnpm;
  const home = join(TOOLS, `pnpm-${version}`);
  const program = join(home, "node_modules", ".bin", "pnpm");
  if (existsSync(program)) return program;
  console.error(`installing pnpm ${version} into ${home} ...`);
  mkdirSync(home, { recursive: true });
  const args = ["install", "--prefix", home, "--no-audit", "--no-fund", "--no-save", `pnpm@${version}`];
  const { code, said } = await runQuietly("npm", args, { cwd: home }).catch((error) => {
    throw new Problem(`npm cannot be run: ${error.message}`, "install npm; it usually comes with Node.js");
  });
  if (code !== 0) throw explain(`pnpm ${version} could not be installed`, said);
  return program;
}

const CAUSES = [
  [/ENOSPC|no space left/i, "the disk is full: free some space and try again"],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|network|META_FETCH_FAIL|socket hang up/i,
    "the package registry cannot be reached: check the network, the proxy (HTTPS_PROXY) and `npm config get registry`, then try again",
  ],
  [/EACCES|EPERM|permission denied/i, "some file may not be written: check who owns the repository folder"],
  [/OUTDATED_LOCKFILE|frozen-lockfile/i, "pnpm-lock.yaml does not fit package.json: run pnpm install and commit the lockfile"],
];

function explain(problem, said) {
  const tail = said.trim().split("\n").slice(-12).join("\n");
  const cause = CAUSES.find(([pattern]) => pattern.test(said));
  return new Problem(`${problem}:\n${tail}`, cause ? cause[1] : "the lines above say why; try again when that is fixed");
}
