import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Finding } from "../src/doctor/check.ts";
import { REPOSITORY } from "../src/repository.ts";

/** What `scripts/preflight.sh --json` said. */
export interface Preflight {
  readonly ready: boolean;
  readonly findings: readonly Finding[];
}

/** Answers from files, as Docker would from its engine: `<name>.fails` is an error, `<name>` an answer. */
const PROGRAM = `#!/bin/bash
answers=$(cd "$(dirname "$0")/../answers" && pwd)
answer() {
  if [ -f "$answers/$1.fails" ]; then cat "$answers/$1.fails" >&2; exit 1; fi
  cat "$answers/$1" 2>/dev/null
  exit 0
}
listed() { grep -qxF -- "$2" "$answers/$1" || { echo "Error: No such $1: $2" >&2; exit 1; }; exit 0; }
case "$*" in
  'version --format'*) answer version ;;
  'compose version --short') answer compose-version ;;
  'compose config --profiles') answer profiles ;;
  *'config --services') answer services ;;
  'compose config') answer config ;;
  'ps --filter volume='*) answer "users-of-\${3#volume=}" ;;
  'ps '*) answer containers ;;
  'info --format {{.DockerRootDir}}') answer root ;;
  'info --format {{.MemTotal}}') answer memory ;;
  'info --format {{.MemoryLimit}}') answer limits ;;
  'image inspect '*) listed images "$3" ;;
  'manifest inspect '*) listed manifests "$3" ;;
  'volume ls '*) answer volumes ;;
  'volume inspect '*) answer made-at ;;
  'run '*) answer run ;;
  'logs '*) answer logs ;;
  'exec '*' getent hosts redis') answer names ;;
  *) echo "docker: '$1' is not a docker command" >&2; exit 1 ;;
esac
`;

/** A deployment of two services with an engine that says what a test wants; nothing of the machine's own Docker is asked. */
export class StandInDeployment {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "quantum-preflight-")));
  readonly secrets = join(this.folder, "secrets");

  constructor() {
    for (const name of ["answers", "bin", "root"]) mkdirSync(join(this.folder, name));
    cpSync(join(REPOSITORY, "scripts"), join(this.folder, "scripts"), { recursive: true });
    writeFileSync(join(this.folder, "docker-compose.yml"), "name: quantum\n");
    spawnSync(join(this.folder, "scripts", "make_secrets.sh"), { env: { ...process.env, QUANTUM_SECRETS: "./secrets" } });
    this.program("docker", PROGRAM);
    this.answer("version", "26.1.5\n");
    this.answer("compose-version", "2.26.1\n");
    this.answer("profiles", ["ess", "paper", "phase1", "phase2"].join("\n"));
    this.answer("services", ["redis", "trading_bot", "execution", "exchange_simulator", "pba"].join("\n"));
    this.answer("images", ["redis:8", "quantum-trader:1"].join("\n"));
    this.answer("manifests", "");
    this.answer("root", `${join(this.folder, "root")}\n`);
    this.answer("memory", `${8 * 2 ** 30}\n`);
    this.answer("limits", "true\n");
    this.answer("config", this.config());
    this.free(20_000);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  answer(name: string, text: string): void {
    writeFileSync(join(this.folder, "answers", name), text);
  }

  program(name: string, text: string): void {
    writeFileSync(join(this.folder, "bin", name), text);
    chmodSync(join(this.folder, "bin", name), 0o755);
  }

  /** Free megabytes where Docker keeps its data. */
  free(megabytes: number): void {
    this.program(
      "df",
      `#!/bin/bash\nprintf 'Filesystem blocks Used Available\\n- 0 0 %s\\n' $([ "$1" = -Pi ] && echo 999999 || echo ${megabytes * 1024})\n`,
    );
  }

  /** A container of this deployment as docker ps lists it. */
  container(service: string, state: string, about: { status?: string; folder?: string; project?: string; ports?: string } = {}): string {
    const { status = state, folder = this.folder, project = "quantum", ports = "" } = about;
    return [`quantum_${service}`, state, project, folder, service, status, ports].join("|");
  }

  /** What compose makes of the files. */
  config(
    about: { ports?: Readonly<Record<string, number>>; variables?: Readonly<Record<string, string>>; simulator?: boolean } = {},
  ): string {
    const variables = Object.entries({ EXCHANGE_MODE: "paper", MODES: "ENFORCED,OBSERVE", ...about.variables });
    const service = (name: string, image: string, more: readonly string[] = []) =>
      [`  ${name}:`, `    container_name: quantum_${name}`, `    image: ${image}`, `    mem_limit: "${200 * 2 ** 20}"`, ...more].join("\n");
    const ports = Object.entries(about.ports ?? {}).flatMap(([name, port]) => [
      name,
      `      - mode: ingress\n        host_ip: 127.0.0.1\n        target: 1\n        published: "${port}"`,
    ]);
    const portsOf = (name: string) => (ports.includes(name) ? ["    ports:", ports[ports.indexOf(name) + 1] as string] : []);
    const secretNames = readdirSync(this.secrets);
    return `name: quantum
services:
${service("redis", "redis:8")}
${service("trading_bot", "quantum-trader:1")}
${service("migrate", "quantum-trader:1", ["    build:", "      context: ."])}
${service("execution", "quantum-trader:1", ["    environment:", ...variables.map(([name, value]) => `      ${name}: ${value}`), ...portsOf("execution")])}
${about.simulator === false ? "" : service("exchange_simulator", "quantum-trader:1", portsOf("exchange_simulator"))}
volumes:
  postgres-data:
    name: quantum_postgres-data
secrets:
${secretNames.map((name) => `  ${name}:\n    name: quantum_${name}\n    file: ${join(this.secrets, name)}`).join("\n")}
`;
  }

  /** Runs the preflight; `without` leaves a program out of what can be found. */
  run(
    variables: Readonly<Record<string, string>> = {},
    options: { without?: string } = {},
  ): Preflight & { code: number | null; text: string } {
    const path = options.without ? this.pathWithout(options.without) : `${join(this.folder, "bin")}:${process.env.PATH}`;
    const env = { HOME: this.folder, PATH: path, ...variables };
    const { status, stdout, stderr } = spawnSync(join(this.folder, "scripts", "preflight.sh"), ["--json"], { env, encoding: "utf8" });
    if (stdout === "") throw new Error(`preflight said nothing: ${stderr}`);
    return { ...(JSON.parse(stdout) as Preflight), code: status, text: stdout };
  }

  private pathWithout(program: string): string {
    const folder = join(this.folder, "few");
    mkdirSync(folder);
    for (const name of ["bash", "sed", "tail", "cut", "find", "id", "grep", "cat", "tr", "awk", "dirname", "env"]) {
      const { stdout } = spawnSync("which", [name], { encoding: "utf8" });
      if (name !== program) symlinkSync(stdout.trim(), join(folder, name));
    }
    return folder;
  }
}
