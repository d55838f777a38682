import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { REPOSITORY } from "../src/repository.ts";
import { composeIsThere, whyNoDrill } from "./compose-drill/why-not.ts";

const DRILL_WITHIN_MS = 300_000;

const compose = composeIsThere();
const why = whyNoDrill();

const folder = mkdtempSync(join(tmpdir(), "quantum-compose-"));
for (const name of ["scripts", "deploy", "docker-compose.yml", "docker-compose.ai-modules.yml"])
  cpSync(join(REPOSITORY, name), join(folder, name), { recursive: true });
const env = { ...process.env, QUANTUM_SECRETS: undefined, COMPOSE_PROFILES: undefined, COMPOSE_FILE: undefined };
const run = (command: string, args: string[]) => spawnSync(command, args, { cwd: folder, env, encoding: "utf8", timeout: DRILL_WITHIN_MS });

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe(`a deployment without secrets${compose ? "" : " (skipped: no Docker Compose here)"}`, () => {
  (compose ? it : it.skip)("is refused, with the command that makes them", () => {
    const { status, stderr } = run("docker", ["compose", "config", "--quiet"]);
    expect(status).not.toBe(0);
    expect(stderr).toContain("there are no secrets yet; run scripts/make_secrets.sh");
  });
});

describe(`the fleet in Docker${why === null ? "" : ` (skipped: ${why})`}`, () => {
  const real = why === null ? it : it.skip;
  real(
    "answers a hundred signals at once, loses none and doubles none",
    () => {
      const { status, stdout, stderr } = run(join("scripts", "load_test_trading_bot.sh"), [
        "--concurrent-signals=100",
        "--bars=5",
        "--json",
      ]);
      expect([status, status === 0 ? "" : stderr]).toEqual([0, ""]);
      expect(JSON.parse(stdout)).toMatchObject({ signals: 500, outcomes: 500, lost: 0, doubled: 0 });
    },
    DRILL_WITHIN_MS,
  );
  real(
    "keeps a ledger that is the exchange's to the last digit",
    () => {
      const { status, stdout, stderr } = run(join("scripts", "simulate_trading_day.sh"), ["--bars", "40", "--symbols", "10", "--json"]);
      expect([status, status === 0 ? "" : stderr]).toEqual([0, ""]);
      expect(JSON.parse(stdout)).toMatchObject({ generated: true, bars: 40, same: true });
    },
    DRILL_WITHIN_MS,
  );
});
