import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { Problem } from "./problem.mjs";
import { runQuietly } from "./run.mjs";

const PROGRAMS = ["redis-server", "valkey-server"];

/** Makes sure this machine has a Redis, unless the variable names one elsewhere. */
export async function ensureRedis(urlVariable) {
  if (process.env[urlVariable] || PROGRAMS.some(onPath)) return;
  if (!onPath("apt-get")) throw new Problem("this machine has no redis-server (or valkey-server)", byHand(urlVariable));
  const prefix = await aptPrefix();
  if (!prefix) throw new Problem("this machine has no redis-server, and only root may install one", byHand(urlVariable));
  await aptInstall(prefix, urlVariable);
}

function onPath(program) {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** How to call apt-get: as root, with a sudo that asks no password, or not at all (null). */
async function aptPrefix() {
  if (process.getuid?.() === 0) return [];
  if (!onPath("sudo")) return null;
  const { code } = await runQuietly("sudo", ["-n", "true"]);
  return code === 0 ? ["sudo", "-n"] : null;
}

async function aptInstall(prefix, urlVariable) {
  // RUNLEVEL=1 keeps the package from starting a service of its own: the fleet starts its Redis itself.
  const apt = (...args) => runQuietlyWith([...prefix, "env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", "apt-get", ...args]);
  console.error("this machine has no Redis; installing it: apt-get install redis-server ...");
  let result = await apt("install", "-y", "--no-install-recommends", "redis-server");
  if (result.code !== 0) {
    console.error("updating the package lists first: apt-get update ...");
    await apt("update");
    result = await apt("install", "-y", "--no-install-recommends", "redis-server");
  }
  if (result.code === 0 && PROGRAMS.some(onPath)) return;
  const tail = result.said.trim().split("\n").slice(-6).join("\n");
  throw new Problem(`redis-server could not be installed:\n${tail}`, byHand(urlVariable));
}

function runQuietlyWith([command, ...args]) {
  return runQuietly(command, args);
}

function byHand(urlVariable) {
  return [
    "install one and try again:",
    "       Debian, Ubuntu:  sudo apt-get install redis-server",
    "       Fedora, RHEL:    sudo dnf install valkey",
    "       Alpine:          apk add redis",
    "       macOS:           brew install redis",
    `     or name a server of your own: ${urlVariable}=redis://...`,
  ].join("\n");
}
