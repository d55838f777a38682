import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { REPOSITORY } from "../src/repository.ts";
import type { Said } from "./run-quantum.ts";

/** What a deployment needs on this machine. Never fetched or built here: that takes minutes. */
const IMAGES = [
  "quantum-trader:0.1.0",
  "redis:8-bookworm",
  "postgres:17-bookworm",
  "prom/prometheus:v3.5.0",
  "prom/alertmanager:v0.28.1",
  "tecnativa/docker-socket-proxy:0.3.0",
];
const COPIED = [
  "packages",
  "services",
  "scripts",
  "deploy",
  "docs",
  "fleet.ts",
  "package.json",
  "docker-compose.yml",
  "docker-compose.ai-modules.yml",
  "docker-compose.external.yml",
];

/** Why a deployment cannot be tried here; empty when it can. */
export function whyNoDeployment(): string {
  if (spawnSync("docker", ["compose", "version"]).status !== 0) return "no Docker Compose here";
  const missing = IMAGES.filter((image) => spawnSync("docker", ["image", "inspect", image], { timeout: 10_000 }).status !== 0);
  if (missing.length > 0) return `no engine, or not there: ${missing.join(", ")}`;
  const swarm = spawnSync("docker", ["info", "--format", "{{.Swarm.LocalNodeState}}"], { encoding: "utf8" }).stdout.trim();
  return swarm === "inactive" ? "" : `a Swarm is ${swarm} here, and whoever leaves it takes the names of all containers away`;
}

/**
 * A deployment beside whatever runs on this machine: a copy of the project with names, ports, secrets and settings of its own. Without Grafana, which
 * has nothing to do with what is tried.
 */
export class DeploymentCopy {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "quantum-deployment-")));
  readonly project: string;
  readonly env: NodeJS.ProcessEnv;

  constructor(project: string) {
    this.project = project;
    const outer = { COMPOSE_PROFILES: undefined, COMPOSE_FILE: undefined, COMPOSE_PROJECT_NAME: undefined, QUANTUM_SECRETS: undefined };
    this.env = { ...process.env, ...outer, QUANTUM_HOME: undefined, NODE_OPTIONS: "" };
    for (const name of COPIED) cpSync(join(REPOSITORY, name), join(this.folder, name), { recursive: true, verbatimSymlinks: true });
    symlinkSync(join(REPOSITORY, "node_modules"), join(this.folder, "node_modules"));
    for (const name of COPIED.filter((copied) => copied.startsWith("docker-compose"))) this.edit(name, (text) => this.renamed(text));
    this.run("scripts/make_secrets.sh");
    this.edit(".env", (text) => `${text}COMPOSE_PROJECT_NAME=${project}\nSIM_SYMBOLS=5\n`);
  }

  /** Names and labels of its own, so that nobody takes it for the operator's fleet, and ports that are free. */
  private renamed(text: string): string {
    return (
      text
        .replaceAll("quantum_", `${this.project}_`)
        .replaceAll(/quantum\.(service|group|phase|port|needs|servers?):/g, "drill.$1:")
        .replaceAll(/(_PORT):-\d+\}/g, "$1:-}")
        // Keeper and self_healing would restart containers of the operator's fleet.
        .replace("POST: 1, ALLOW_RESTARTS: 1", "POST: 0, ALLOW_RESTARTS: 0")
        .replace(/container_name: \w+_grafana/, "$&\n    profiles: [never]")
    );
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), "utf8");
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  edit(name: string, change: (text: string) => string): void {
    this.write(name, change(this.read(name)));
  }

  /** A program in the folder of the deployment. */
  run(program: string, ...args: string[]): Said {
    const command = program.startsWith("scripts/") ? join(this.folder, program) : program;
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: this.folder, env: this.env, encoding: "utf8" });
    return { code: status, out: stdout ?? "", err: stderr ?? "" };
  }

  /** The command `./quantum` of the copy. */
  quantum(...args: string[]): Promise<Said> {
    const main = join(this.folder, "packages", "cli", "src", "main.ts");
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", main, ...args], {
      cwd: this.folder,
      env: this.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      err += chunk.toString();
    });
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve({ code, out, err }));
    });
  }

  /** Everything of it is taken away, data too. */
  remove(): void {
    this.run("docker", "compose", "--profile", "*", "down", "--volumes", "--remove-orphans", "--timeout", "2");
    rmSync(this.folder, { recursive: true, force: true });
  }
}
