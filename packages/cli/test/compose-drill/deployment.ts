import { execFile, spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { isPortFree } from "@quantum/local-servers";
import { FLEET } from "../../../../fleet.ts";
import { REPOSITORY } from "../../src/repository.ts";
import { hasImage } from "./why-not.ts";

const run = promisify(execFile);
const COMMAND_WITHIN_MS = 180_000;
const MOST_SAID_BYTES = 10_000_000;
/** Ports of the host are taken from here: below those that outgoing connections get, so that nobody takes one while its container is away. */
const FIRST_PORT = 20_000;
const PORTS = 12_000;
/** Only what programs need to run: no setting of whoever starts the tests reaches the deployment. */
const PASSED_ON = ["PATH", "HOME", "LANG", "DOCKER_HOST", "DOCKER_CONFIG", "DOCKER_CONTEXT", "QUANTUM_IMAGE", "QUANTUM_VERSION"];
const PUBLISHED_TOOLS = ["prometheus", "alertmanager", "grafana"];

/** How a command ended. */
export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

/** A deployment with the real names, in a folder of its own with its own secrets, settings and ports. */
export interface Deployment {
  readonly folder: string;
  readonly ports: Readonly<Record<string, number>>;
  /** Services left out because their image is not on this machine. */
  readonly leftOut: readonly string[];
  readonly secret: (name: string) => string;
  readonly compose: (...args: string[]) => Promise<Ended>;
  readonly script: (name: string, ...args: string[]) => Promise<Ended>;
  /** All containers that were not left out, started and healthy. */
  readonly up: () => Promise<Ended>;
  /** Containers, networks, volumes and the folder are removed. */
  readonly remove: () => void;
}

/** Makes the folder; starts nothing. */
export async function createDeployment(settings: Readonly<Record<string, string>>): Promise<Deployment> {
  const folder = mkdtempSync(join(tmpdir(), "quantum-fleet-drill-"));
  for (const name of ["scripts", "deploy", "docker-compose.yml", "docker-compose.ai-modules.yml"])
    cpSync(join(REPOSITORY, name), join(folder, name), { recursive: true });
  const env = Object.fromEntries(PASSED_ON.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
  const command = async (program: string, args: readonly string[]): Promise<Ended> => {
    const began = performance.now();
    const seconds = () => Math.round((performance.now() - began) / 100) / 10;
    try {
      const said = await run(program, args, { cwd: folder, env, timeout: COMMAND_WITHIN_MS, maxBuffer: MOST_SAID_BYTES });
      return { status: 0, ...said, seconds: seconds() };
    } catch (error) {
      const { code, stdout, stderr } = error as { code?: number | string; stdout?: string; stderr?: string };
      const status = typeof code === "number" ? code : 1;
      return { status, stdout: stdout ?? "", stderr: stderr || (error as Error).message, seconds: seconds() };
    }
  };
  const compose = (...args: string[]) => command("docker", ["compose", ...args]);
  const script = (name: string, ...args: string[]) => command(join(folder, "scripts", name), args);
  const secrets = await script("make_secrets.sh");
  if (secrets.status !== 0) throw new Error(secrets.stderr);
  const ports = await choosePorts([...FLEET.filter(({ published }) => published).map(({ name }) => name), ...PUBLISHED_TOOLS]);
  writeSettings(join(folder, ".env"), {
    ...settings,
    ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [`${name.toUpperCase()}_PORT`, port])),
  });
  const { all, leftOut } = await servicesOf(compose);
  return {
    folder,
    ports,
    leftOut,
    secret: (name) => readFileSync(join(folder, "secrets", name), "utf8").trim(),
    compose,
    script,
    up: () => compose("up", "--detach", "--wait", ...all.filter((name) => !leftOut.includes(name))),
    remove: () => {
      const end = (...args: string[]) => spawnSync("docker", args, { cwd: folder, env, encoding: "utf8", timeout: COMMAND_WITHIN_MS });
      // A rollback takes profiles out of the settings; what belongs to them is taken down all the same.
      end("compose", "--profile", "*", "down", "--volumes", "--remove-orphans", "--timeout", "2");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function writeSettings(file: string, settings: Readonly<Record<string, string | number>>): void {
  const kept = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => !Object.keys(settings).some((name) => line.startsWith(`${name}=`)));
  writeFileSync(file, kept.join("\n"));
  appendFileSync(
    file,
    Object.entries(settings)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(""),
  );
}

async function choosePorts(names: readonly string[]): Promise<Record<string, number>> {
  const ports: Record<string, number> = {};
  let candidate = FIRST_PORT + (process.pid % PORTS);
  for (const name of names) {
    while (!(await isPortFree(candidate))) candidate += 1;
    ports[name] = candidate;
    candidate += 1;
  }
  return ports;
}

async function servicesOf(compose: Deployment["compose"]): Promise<{ all: string[]; leftOut: string[] }> {
  const { status, stdout, stderr } = await compose("config", "--format", "json");
  if (status !== 0) throw new Error(stderr);
  const { services } = JSON.parse(stdout) as { services: Record<string, { image: string }> };
  return { all: Object.keys(services), leftOut: Object.keys(services).filter((name) => !hasImage(services[name]?.image ?? "")) };
}
