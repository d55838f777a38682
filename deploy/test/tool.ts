import { type ChildProcess, execFile } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, "../..");
const IMAGE_OF = {
  promtool: "prom/prometheus",
  prometheus: "prom/prometheus",
  amtool: "prom/alertmanager",
  alertmanager: "prom/alertmanager",
};
/** A missing image is asked of a registry for so long. */
const PULL_WAIT_MS = 90_000;
const OUTPUT_BYTES = 32 * 1024 * 1024;

/** How a program of the monitoring stack is started here: its command up to its own arguments; or why it cannot be. */
export type Tool = { readonly command: readonly string[]; readonly missing: null } | { readonly command: null; readonly missing: string };

/** Finds a program on PATH, else in its image on the Docker engine. There it sees `folders` under their own paths. */
export async function findTool(name: keyof typeof IMAGE_OF, folders: readonly string[] = [join(ROOT, "deploy")]): Promise<Tool> {
  if (await works(name, ["--version"])) return { command: [name], missing: null };
  if (!(await works("docker", ["info"]))) return { command: null, missing: `no ${name} on PATH and no Docker engine answers` };
  const image = imageOf(IMAGE_OF[name]);
  const here = (await works("docker", ["image", "inspect", image])) || (await works("docker", ["pull", "-q", image], PULL_WAIT_MS));
  if (!here) return { command: null, missing: `no ${name} on PATH, and image ${image} is neither here nor to be had` };
  const mounts = folders.flatMap((folder) => ["-v", `${folder}:${folder}`]);
  return {
    command: [
      "docker",
      "run",
      "--rm",
      "--network",
      "host",
      "--user",
      `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`,
      ...mounts,
      "--entrypoint",
      name,
      image,
    ],
    missing: null,
  };
}

/** Runs a tool to its end; what it printed, and whether it said that all is well. */
export async function runTool(tool: Tool, ...args: string[]): Promise<{ ok: boolean; output: string }> {
  const [program, ...rest] = tool.command ?? [];
  if (program === undefined) throw new Error(tool.missing ?? "no command");
  try {
    const { stdout, stderr } = await run(program, [...rest, ...args], { maxBuffer: OUTPUT_BYTES });
    return { ok: true, output: stdout + stderr };
  } catch (error) {
    const { stdout, stderr, message } = error as Error & { stdout?: string; stderr?: string };
    return { ok: false, output: `${stdout ?? ""}${stderr ?? ""}` || message };
  }
}

/** Ends what was started with a tool, and its container if it has one of this name. */
export async function endTool(started: ChildProcess | null, container: string): Promise<void> {
  if (!started) return;
  const ended = started.exitCode === null && started.signalCode === null ? once(started, "exit") : null;
  started.kill();
  await ended;
  // Docker removes it by itself when it ends, so most often there is nothing left to remove.
  await works("docker", ["rm", "-f", container]);
}

/** The image and tag that the compose files name. */
function imageOf(repository: string): string {
  const compose = readFileSync(join(ROOT, "docker-compose.yml"), "utf8");
  const named = new RegExp(`image: (${repository}:\\S+)`).exec(compose)?.[1];
  if (named === undefined) throw new Error(`docker-compose.yml names no image ${repository}`);
  return named;
}

async function works(program: string, args: readonly string[], timeout = 10_000): Promise<boolean> {
  try {
    await run(program, args, { timeout });
    return true;
  } catch {
    return false;
  }
}
