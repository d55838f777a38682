import { execFile, spawnSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { FLEET } from "../../../../fleet.ts";
import { CliFailure } from "../failure.ts";
import { REPOSITORY } from "../repository.ts";
import { type ModuleState, STOPPED } from "./module-state.ts";
import { settingIn, withSetting } from "./settings-text.ts";

const SETTINGS = join(REPOSITORY, ".env");
/** The name that the compose files give to the project. */
const PROJECT = "quantum";
const PROJECT_LABEL = "com.docker.compose.project";
const FOLDER_LABEL = "com.docker.compose.project.working_dir";
/** A service that does not answer within this is silent. */
const ANSWER_WITHIN_MS = 5_000;

/** One container of the deployment. */
export interface Container {
  readonly service: string;
  readonly name: string;
  readonly state: string;
  readonly status: string;
  /** The folder it was made from. */
  readonly folder: string;
}

/** A setting as Docker Compose reads it: the environment first, then `.env`. */
export function readSetting(name: string): string {
  return process.env[name] ?? (existsSync(SETTINGS) ? settingIn(readFileSync(SETTINGS, "utf8"), name) : "");
}

/** Writes a setting into `.env`; beside and moved, so that a full disk leaves no half of it. */
export function writeSetting(name: string, value: string): void {
  const text = readFileSync(SETTINGS, "utf8");
  const changed = withSetting(text, name, value);
  if (changed === text) return;
  const beside = `${SETTINGS}.new`;
  writeFileSync(beside, changed, { mode: statSync(SETTINGS).mode });
  renameSync(beside, SETTINGS);
}

/** Every container of this deployment, running or not. */
export function containersOf(): Container[] {
  // Where the settings are lost, so is the project's name; the folder is not.
  const ours = existsSync(SETTINGS)
    ? `${PROJECT_LABEL}=${readSetting("COMPOSE_PROJECT_NAME") || PROJECT}`
    : `${FOLDER_LABEL}=${realpathSync(REPOSITORY)}`;
  const format = `{{.Label "com.docker.compose.service"}}\t{{.Names}}\t{{.State}}\t{{.Status}}\t{{.Label "${FOLDER_LABEL}"}}`;
  return docker(["ps", "--all", "--filter", `label=${ours}`, "--format", format])
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [service = "", name = "", state = "", status = "", folder = ""] = line.split("\t");
      return { service, name, state, status, folder };
    });
}

/** Whether containers were made from this folder, whatever its settings say now; no, where there is no Docker. */
export function hasContainersOfThisFolder(): boolean {
  const asked = ["ps", "--all", "--quiet", "--filter", `label=${FOLDER_LABEL}=${realpathSync(REPOSITORY)}`];
  const { status, stdout } = spawnSync("docker", asked, { encoding: "utf8", timeout: ANSWER_WITHIN_MS });
  return status === 0 && stdout.trim() !== "";
}

/** @throws CliFailure when the containers are those of another folder that is still there, such as another clone: its fleet is not this one's to change. */
export function requireOwnContainers(containers: readonly Container[]): void {
  const other = containers.find(({ folder }) => folder !== "" && existsSync(folder) && realpathSync(folder) !== realpathSync(REPOSITORY));
  if (other) throw new CliFailure(`the deployment that is here is that of ${other.folder}`, `go on there: cd ${other.folder}`);
}

/** The container of one service of this deployment, running or not; null when there is none. */
export function containerOf(service: string): Container | null {
  return containersOf().find((container) => container.service === service) ?? null;
}

/** Where a port of a container is published on this machine; null while the container does not run. */
export function publishedAddress(container: string, port: number): string | null {
  const { status, stdout, error } = spawnSync("docker", ["port", container, String(port)], { encoding: "utf8" });
  if (error) throw noDocker(error);
  const [, host, published] = /^(.*):(\d+)$/m.exec(stdout) ?? [];
  if (status !== 0 || !host) return null;
  return `http://${host === "0.0.0.0" || host === "[::]" ? "127.0.0.1" : host}:${published}`;
}

/** A secret of this deployment. */
export function deploymentSecret(name: string): string {
  const file = resolve(REPOSITORY, readSetting("QUANTUM_SECRETS") || "secrets", name);
  if (!existsSync(file)) throw new CliFailure(`the secret ${file} does not exist`, "scripts/make_secrets.sh --check says what is missing");
  return readFileSync(file, "utf8").trim();
}

/** How the modules among them are: those that run are asked themselves. */
export async function moduleStates(containers: readonly Container[]): Promise<Omit<ModuleState, "phase">[]> {
  const modules = containers.filter(({ service }) => FLEET.some((entry) => entry.group === "module" && entry.name === service));
  return Promise.all(
    modules.map(async (container) => {
      const said = container.state === "running" ? await askService(container.name) : { health: null, mode: null };
      return { module: container.service, state: stateOf(container), ...said };
    }),
  );
}

/** `running`, `stopped` when it ended as it should, else how it ended. */
export function stateOf({ state, status }: Pick<Container, "state" | "status">): string {
  if (state !== "exited") return state === "created" ? "created, never started" : state;
  const code = /\((\d+)\)/.exec(status)?.[1];
  // 143: stopped by a signal that it had no time to answer.
  return code === "0" || code === "143" ? STOPPED : `ended (${code ?? "?"})`;
}

async function askService(container: string): Promise<{ health: string; mode: string | null }> {
  try {
    const { stdout } = await promisify(execFile)("docker", ["exec", container, "/app/healthy", "--say"], { timeout: ANSWER_WITHIN_MS });
    return readHealth(stdout);
  } catch (error) {
    // An unhealthy service answers with another status than 200, and says why.
    return readHealth((error as { stdout?: string }).stdout ?? "");
  }
}

/** What /health said; SILENT where it is no answer. */
export function readHealth(text: string): { health: string; mode: string | null } {
  try {
    const { status, mode } = JSON.parse(text) as { status?: string; mode?: string };
    return { health: status ?? "SILENT", mode: mode ?? null };
  } catch {
    return { health: "SILENT", mode: null };
  }
}

/** The last thing a container said. */
export function lastWords(container: string): string {
  const { stdout, stderr } = spawnSync("docker", ["logs", "--tail", "5", container], { encoding: "utf8" });
  return `${stdout}${stderr}`.trim().split("\n").at(-1) ?? "";
}

/** docker compose, what it says going to the error channel as it happens. @returns whether it did it. */
export function compose(args: readonly string[], profiles: string): boolean {
  const env = { ...process.env, COMPOSE_PROFILES: profiles };
  const { status, error } = spawnSync("docker", ["compose", ...args], { cwd: REPOSITORY, env, stdio: ["ignore", 2, 2] });
  if (error) throw noDocker(error);
  return status === 0;
}

/** docker; what it printed. */
export function docker(args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync("docker", args, { encoding: "utf8" });
  if (error) throw noDocker(error);
  if (status !== 0) throw new CliFailure(`docker ${args[0]}: ${stderr.trim()}`, "scripts/preflight.sh says what is wrong with Docker");
  return stdout;
}

function noDocker(error: Error): CliFailure {
  return new CliFailure(`docker cannot be run: ${error.message}`, "install Docker with Compose 2.24 or newer, or use --with launcher");
}
