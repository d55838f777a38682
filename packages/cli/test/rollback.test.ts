import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
  *goodbye*) echo '{"goodbye":[],"setAside":2}' ;;
esac
`;
const CORE = ["quantum_trading_bot core trading_bot", "quantum_execution core execution"];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quantum-rollback-"));
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
