import { spawnSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { REPOSITORY } from "../src/repository.ts";

/** Says of the containers in a file (name, group, service; one a line) that all are well, and writes down what it is told to do. */
const PROGRAM = `#!/bin/bash
folder=$(cd "$(dirname "$0")" && pwd)
echo "$*" >> "$folder/told"
case "$*" in
  'ps -a --filter label=quantum.group='*)
    group=$4; group=\${group##*=}
    awk -v group="$group" -v named="$(grep -c 'Names' <<<"$*")" '$2 == group { print (named > 0 ? $1 " " : "") $3 }' "$folder/containers" ;;
  *'{{.State.Status}}'*) echo "running healthy" ;;
  *'{{.State.ExitCode}}'*) echo 0 ;;
  *'{{.State.Running}}'*) echo false ;;
  *'/app/healthy --say'*) echo '{"status":"HEALTHY","mode":"ENFORCED","reasons":[]}' ;;
  *project.working_dir*) echo "$folder/deployment" ;;
  *goodbye*) echo '{"goodbye":[],"setAside":2}' ;;
esac
`;
const CORE = ["quantum_trading_bot core trading_bot", "quantum_execution core execution"];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quantum-rollback-"));
  mkdirSync(join(folder, "deployment"));
  writeFileSync(join(folder, "docker"), PROGRAM);
  chmodSync(join(folder, "docker"), 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function rollBack(containers: readonly string[], ...args: string[]) {
  writeFileSync(join(folder, "containers"), `${containers.join("\n")}\n`);
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  const { status, stdout, stderr } = spawnSync(join(REPOSITORY, "scripts", "emergency_rollback.sh"), args, { env, encoding: "utf8" });
  return { status, stdout, stderr, told: readFileSync(join(folder, "told"), "utf8").split("\n") };
}

describe("the rollback", () => {
  it("stops the modules of this deployment, and touches no container of another one that has the same labels", () => {
    const modules = ["quantum_pil module pil", "quantum_ess module ess", "trial_pba module pba", "stack_execution.1.x core execution"];
    const { status, stdout, told } = rollBack([...CORE, ...modules]);
    expect([status, stdout]).toEqual([0, expect.stringContaining("stopped 1 modules: pil")]);
    expect(told.filter((words) => /stop|restart/.test(words) && /pba|ess|trial|stack/.test(words))).toEqual([]);
    expect(told).toContain("stop -t 8 quantum_pil");
  });

  it("starts no keeper that somebody had stopped", () => {
    expect(rollBack([...CORE, "quantum_pil module pil"]).told).not.toContain("start quantum_keeper");
  });

  it("answers with JSON whatever the reason says, also where there is no module and no paper exchange", () => {
    const reason = 'he said "stop"\nC:\\fleet';
    const { status, stdout } = rollBack(CORE, "--json", "--reason", reason);
    const { ok, steps, problems } = JSON.parse(stdout) as { ok: boolean; steps: { did: string }[]; problems: unknown[] };
    expect([status, ok, problems]).toEqual([0, true, []]);
    expect(steps.at(-1)?.did).toContain('he said "stop" C:\\fleet');
  });

  it("says that there is no fleet where all containers are of others", () => {
    const { status, stderr } = rollBack(["trial_execution core execution"]);
    expect([status, stderr]).toEqual([1, expect.stringContaining("there is no fleet on this machine")]);
  });
});

describe("the settings after a rollback", () => {
  const modules = [...CORE, "quantum_simulator paper exchange_simulator", "quantum_pil module pil", "quantum_ess module ess"];
  const settings = () => join(folder, "deployment", ".env");
  function after(text: string, ...args: string[]): string {
    writeFileSync(settings(), text);
    const { status, stderr } = rollBack(modules, ...args);
    expect([status, stderr]).toEqual([0, ""]);
    expect(readdirSync(join(folder, "deployment"))).toEqual([".env"]);
    return readFileSync(settings(), "utf8");
  }

  it("name only the profiles that stay, so that no start brings the modules back; every other line is as it was", () => {
    const lines = (profiles: string) =>
      `# phase3 since Monday\n\nQUANTUM_SECRETS=./secrets\n#COMPOSE_PROFILES=phase5\nCOMPOSE_PROFILES=${profiles}\nSYMBOLS="BTCUSDT, phase1"\r\nMY_COMPOSE_PROFILES=phase2`;
    expect(after(lines("paper,ess,phase3,grafana"))).toBe(lines("paper,ess,grafana"));
  });

  it.each([
    ["paper,ess", "paper,ess"],
    ["", ""],
    ["phase5", "ess"],
    ["paper,phase1,phase5", "paper,ess"],
    [" paper , phase2 ", "paper,ess"],
    ['"paper,ess,phase3"', "paper,ess"],
    ["'ess,phase3'\r", "ess"],
    ["paper,phase2 # until phase3 on Monday", "paper,ess # until phase3 on Monday"],
    ["paper,ess # no phase2 yet", "paper,ess # no phase2 yet"],
    ["*", "paper,ess"],
    ["my-phase2-tools,phase2", "my-phase2-tools,ess"],
  ])("COMPOSE_PROFILES=%j becomes %j; the emergency stop, which a phase may have brought, stays", (before, profiles) => {
    expect(after(`COMPOSE_PROFILES=${before}\nA=1\n`)).toBe(`COMPOSE_PROFILES=${profiles}\nA=1\n`);
  });

  it("are read as Docker Compose reads them: with export and spaces, and the last of several lines counts", () => {
    expect(after("  export COMPOSE_PROFILES = paper,phase2\n")).toBe("  export COMPOSE_PROFILES =paper,ess\n");
    const twice = after("COMPOSE_PROFILES=phase5\nCOMPOSE_PROFILES=paper,phase1\n");
    expect(twice).toBe("COMPOSE_PROFILES=paper,ess\nCOMPOSE_PROFILES=paper,ess\n");
  });

  it("do not name the emergency stop where it is to leave too", () => {
    expect(after("COMPOSE_PROFILES=paper,ess,phase3\n", "--with-ess")).toBe("COMPOSE_PROFILES=paper\n");
    expect(after("COMPOSE_PROFILES=paper,ess\n", "--with-ess")).toBe("COMPOSE_PROFILES=paper\n");
    // Compose takes words behind nothing for the value.
    expect(after("COMPOSE_PROFILES=ess # stop\n", "--with-ess")).toBe('COMPOSE_PROFILES="" # stop\n');
    expect(rollBack(modules, "--with-ess").stdout).toContain("the emergency stop too: ess into COMPOSE_PROFILES");
  });

  it("stay closed to whom they were closed to, and a link to them stays a link", () => {
    writeFileSync(join(folder, "kept"), "COMPOSE_PROFILES=paper,phase2\n", { mode: 0o640 });
    chmodSync(join(folder, "kept"), 0o640);
    symlinkSync(join(folder, "kept"), settings());
    expect(rollBack(modules).status).toBe(0);
    expect(lstatSync(settings()).isSymbolicLink()).toBe(true);
    expect([statSync(settings()).mode & 0o777, readFileSync(settings(), "utf8")]).toEqual([0o640, "COMPOSE_PROFILES=paper,ess\n"]);
  });

  it("are not touched by a second rollback, which says nothing of them", () => {
    writeFileSync(settings(), "COMPOSE_PROFILES=paper,phase2\n");
    expect(rollBack(modules).stdout).toContain("took the phases out of");
    const { mtimeMs } = statSync(settings());
    const again = rollBack(modules);
    expect([again.status, again.stdout.includes("took"), statSync(settings()).mtimeMs]).toEqual([0, false, mtimeMs]);
    expect(readFileSync(settings(), "utf8")).toBe("COMPOSE_PROFILES=paper,ess\n");
  });

  it("may be missing: nothing is made, and nothing is wrong", () => {
    const { status, stderr } = rollBack(modules);
    expect([status, stderr, readdirSync(join(folder, "deployment"))]).toEqual([0, "", []]);
  });

  it("that cannot be written are a problem with its way out, and the rest of the rollback is done", () => {
    rmSync(join(folder, "deployment"), { recursive: true });
    mkdirSync(join(folder, "deployment", ".env.new"), { recursive: true });
    writeFileSync(settings(), "COMPOSE_PROFILES=paper,phase2\n");
    const { status, stdout, told } = rollBack(modules, "--json");
    const { problems } = JSON.parse(stdout) as { problems: { fix: string }[] };
    expect([status, problems.map(({ fix }) => fix)]).toEqual([1, ["set COMPOSE_PROFILES=paper,ess in it"]]);
    expect(told).toContain("stop -t 8 quantum_pil");
  });
});
