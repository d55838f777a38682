import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { settingIn } from "../src/phase/settings-text.ts";
import { REPOSITORY } from "../src/repository.ts";

const SCRIPTS = join(REPOSITORY, "scripts");
const commands = readdirSync(SCRIPTS).filter((name) => name.endsWith(".sh") && name !== "drill_fleet.sh");

describe("the scripts for operators", () => {
  it("are those the operator expects", () => {
    expect(commands.sort()).toEqual([
      "backup.sh",
      "emergency_rollback.sh",
      "load_test_trading_bot.sh",
      "make_secrets.sh",
      "monitor_all_services.sh",
      "preflight.sh",
      "restore.sh",
      "simulate_trading_day.sh",
      "swarm_deploy.sh",
    ]);
  });

  it.each([...commands, "drill_fleet.sh"])("%s is something bash understands", (name) => {
    expect(spawnSync("bash", ["-n", join(SCRIPTS, name)], { encoding: "utf8" }).stderr).toBe("");
  });

  it.each(commands)("%s tells with --help what it does, and refuses what it does not know with exit code 2", (name) => {
    const help = spawnSync(join(SCRIPTS, name), ["--help"], { encoding: "utf8" });
    expect([help.status, help.stdout.startsWith(`${name} - `)]).toEqual([0, true]);
    expect(help.stdout).toContain("Exit codes");
    expect(spawnSync(join(SCRIPTS, name), ["--no-such-option"], { encoding: "utf8" }).status).toBe(2);
  });

  it.each(commands)("%s needs neither Node nor Python on the host", (name) => {
    const lines = readFileSync(join(SCRIPTS, name), "utf8").split("\n");
    expect(lines.filter((line) => /^\s*(node|npm|pnpm|python3?|jq)\s/.test(line))).toEqual([]);
  });
});

describe("the secrets of a deployment", () => {
  it("are made once, differ from each other, lie in a folder that nobody else can enter, and an empty one is named", () => {
    const copy = mkdtempSync(join(tmpdir(), "quantum-secrets-"));
    try {
      const folder = join(copy, "secrets");
      spawnSync("cp", ["-r", SCRIPTS, copy]);
      const script = (...args: string[]) =>
        spawnSync(join(copy, "scripts", "make_secrets.sh"), args, { encoding: "utf8", env: { ...process.env, QUANTUM_SECRETS: folder } });
      expect(script("--check").status).toBe(1);
      expect(script().status).toBe(0);
      expect(script("--check").status).toBe(0);
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      const read = (name: string): string => readFileSync(join(folder, name), "utf8").trim();
      const values = [
        "control-token",
        "redis-password",
        "postgres-password",
        "exchange-api-key",
        "exchange-api-secret",
        "grafana-password",
      ].map(read);
      expect(new Set(values).size).toBe(values.length);
      for (const value of values) expect(value).toMatch(/^[0-9a-f]{64}$/);
      expect(read("redis-url")).toBe(`redis://:${read("redis-password")}@redis:6379/0`);
      script();
      expect(read("control-token")).toBe(values[0]);
      // The servers keep theirs: a lost file is written again from the address it stands in.
      for (const name of ["redis-password", "postgres-password"]) rmSync(join(folder, name));
      script();
      expect([read("redis-password"), read("postgres-password")]).toEqual([values[1], values[2]]);
      rmSync(join(folder, "control-token"));
      writeFileSync(join(folder, "control-token"), "");
      const problem = script("--check");
      expect([problem.status, problem.stderr.includes("missing or empty: control-token")]).toEqual([1, true]);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });

  it("another control token is written into the same file, which is what a container has mounted; nothing else changes", () => {
    const copy = mkdtempSync(join(tmpdir(), "quantum-secrets-"));
    try {
      const folder = join(copy, "secrets");
      spawnSync("cp", ["-r", SCRIPTS, copy]);
      const script = (...args: string[]) =>
        spawnSync(join(copy, "scripts", "make_secrets.sh"), args, { encoding: "utf8", env: { ...process.env, QUANTUM_SECRETS: folder } });
      expect(script("--new-control-token")).toMatchObject({ status: 1, stderr: expect.stringContaining("there is no") });
      script();
      spawnSync("sh", ["-c", `chmod u+w ${folder}/control-token; : > ${folder}/control-token`]);
      const read = () => readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]);
      const [before, inode] = [read(), statSync(join(folder, "control-token")).ino];
      expect(script("--new-control-token").status).toBe(0);
      const after = read();
      expect(after.filter(([name]) => name !== "control-token")).toEqual(before.filter(([name]) => name !== "control-token"));
      expect(Object.fromEntries(after)["control-token"]).toMatch(/^[0-9a-f]{64}\n$/);
      expect(Object.fromEntries(after)["control-token"]).not.toBe(Object.fromEntries(before)["control-token"]);
      const { ino, mode } = statSync(join(folder, "control-token"));
      expect([ino, mode & 0o777]).toEqual([inode, 0o444]);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });

  it("elsewhere: .env stays closed to whom it was closed to", () => {
    const copy = mkdtempSync(join(tmpdir(), "quantum-secrets-"));
    try {
      spawnSync("cp", ["-r", SCRIPTS, copy]);
      const env = { ...process.env, QUANTUM_SECRETS: "./secrets" };
      const script = (...args: string[]) => spawnSync(join(copy, "scripts", "make_secrets.sh"), args, { encoding: "utf8", env });
      script();
      for (const [name, url] of [
        ["redis-url", "rediss://:x@cache.example.net:6380/0"],
        ["database-url", "postgres://q:x@db.example.net/quantum?sslmode=verify-full"],
      ] as const) {
        rmSync(join(copy, "secrets", name), { force: true });
        writeFileSync(join(copy, "secrets", name), url);
      }
      chmodSync(join(copy, ".env"), 0o600);
      expect(script("--external").status).toBe(0);
      expect(readFileSync(join(copy, ".env"), "utf8")).toContain("QUANTUM_REDIS_HOST=cache.example.net\n");
      expect(statSync(join(copy, ".env")).mode & 0o777).toBe(0o600);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });
});

describe("a second deployment on a machine", () => {
  let machine: string;
  let [first, second] = ["", ""];
  beforeEach(() => {
    machine = mkdtempSync(join(tmpdir(), "quantum-second-"));
    [first, second] = [join(machine, "first"), join(machine, "second")];
    for (const folder of [first, second]) {
      mkdirSync(folder);
      spawnSync("cp", ["-r", SCRIPTS, folder]);
    }
    runs(first);
  });
  afterEach(() => rmSync(machine, { recursive: true, force: true }));

  /** The containers on this machine are those of this folder; null: there are none. */
  function runs(folder: string | null): void {
    // Another one on trial has the labels, and names of its own.
    const line = `echo "trial_execution ${first}"${folder === null ? "" : `; echo "quantum_execution ${folder}"`}`;
    writeFileSync(join(machine, "docker"), `#!/bin/bash\ncase "$*" in 'ps -a --filter label=quantum.group=core '*) ${line} ;; esac\n`);
    chmodSync(join(machine, "docker"), 0o755);
  }
  function makeSecrets(folder: string): { said: string; project: string } {
    const env = { PATH: `${machine}:${process.env.PATH}`, QUANTUM_SECRETS: "./secrets" };
    const { status, stdout, stderr } = spawnSync(join(folder, "scripts", "make_secrets.sh"), { env, encoding: "utf8" });
    expect(status).toBe(0);
    return { said: stdout + stderr, project: settingIn(readFileSync(join(folder, ".env"), "utf8"), "COMPOSE_PROJECT_NAME") };
  }

  it("gets a name of its own, so that Docker refuses its start while the first is there, instead of making the first one's containers anew", () => {
    const { said, project } = makeSecrets(second);
    expect(project).toMatch(/^quantum-[0-9a-f]{6}$/);
    expect(said).toContain(`the fleet on this machine is that of ${first}`);
    expect(makeSecrets(second).project).toBe(project);
  });

  it.each([
    ["there is no other", () => runs(null)],
    ["the containers are its own", () => runs(second)],
    ["the other's folder is gone: its data may be meant", () => runs(join(machine, "gone"))],
  ])("keeps the usual name where %s", (_, given) => {
    given();
    expect(makeSecrets(second)).toEqual({ project: "", said: expect.not.stringContaining("careful") });
  });

  it("keeps the usual name where the secrets were brought along: it is the first one, moved to another folder", () => {
    runs(null);
    makeSecrets(first);
    spawnSync("cp", ["-rp", join(first, "secrets"), second]);
    runs(first);
    expect(makeSecrets(second)).toEqual({ project: "", said: expect.stringContaining("takes that fleet over") });
  });

  it("is warned where its settings were made before the other one ran", () => {
    runs(null);
    makeSecrets(second);
    runs(first);
    expect(makeSecrets(second)).toEqual({ project: "", said: expect.stringContaining("careful") });
  });
});

describe("a stack", () => {
  let copy: string;
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), "quantum-stack-"));
    for (const folder of [SCRIPTS, join(REPOSITORY, "deploy")]) spawnSync("cp", ["-r", folder, copy]);
  });
  afterEach(() => rmSync(copy, { recursive: true, force: true }));

  /** Deploys with these settings on a manager that does what it is told; `composed`: containers of Docker Compose that use its volumes. */
  function deploy(settings: readonly string[], env: Readonly<Record<string, string>>, composed = "") {
    writeFileSync(join(copy, ".env"), `${settings.join("\n")}\n`);
    const answers = [
      "*ControlAvailable*) echo true ;;",
      "'node ls -q') echo one ;;",
      "'node inspect'*) echo true ;;",
      `'ps --filter label=com.docker.compose.project '*'volume=quantum_postgres-data'*) echo '${composed}' ;;`,
      `'stack deploy'*) env > '${copy}/env' ;;`,
    ];
    writeFileSync(join(copy, "docker"), `#!/bin/bash\ncase "$*" in\n${answers.join("\n")}\nesac\n`);
    chmodSync(join(copy, "docker"), 0o755);
    return spawnSync(join(copy, "scripts", "swarm_deploy.sh"), {
      encoding: "utf8",
      env: { PATH: `${copy}:${process.env.PATH}`, ...env },
    });
  }

  it("reads .env as Docker Compose does: quotes, ends of lines and what is said behind a # are no part of a value; and the shell wins", () => {
    const settings = [
      'EXCHANGE_MODE="testnet"',
      "LIVE_CONFIRMATION='I trade real money'",
      "PHASE_1=1\r",
      "INTERVAL=1m",
      "SYMBOLS=A,B # two",
    ];
    const { status, stderr } = deploy(settings, { INTERVAL: "15m" });
    expect([status, stderr]).toEqual([0, ""]);
    expect(readFileSync(join(copy, "env"), "utf8").split("\n")).toEqual(
      expect.arrayContaining(["EXCHANGE_MODE=testnet", "LIVE_CONFIRMATION=I trade real money", "PHASE_1=1", "INTERVAL=15m", "SYMBOLS=A,B"]),
    );
  });

  it("is not deployed where Docker Compose has its volumes open: two servers on the same files destroy them", () => {
    const { status, stderr } = deploy([], {}, "quantum_postgres");
    expect([status, stderr]).toEqual([1, expect.stringContaining("quantum_postgres has volumes of the stack quantum open")]);
    expect(existsSync(join(copy, "env"))).toBe(false);
  });
});
