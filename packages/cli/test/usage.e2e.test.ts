import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { REPOSITORY } from "../src/repository.ts";
import { quantum } from "./run-quantum.ts";

const STEP_MS = 60_000;
let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "quantum-usage-"));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe("a call that cannot be meant", () => {
  it.each([
    [["upp"], "unknown command 'upp'", "did you mean up? ./quantum --help"],
    [["up", "--bogus"], "unknown option '--bogus'", "./quantum up --help"],
    [["ess", "stop"], "required option '--reason <words>' not specified", "./quantum ess stop --help"],
    [["stop"], "missing required argument 'service'", "./quantum stop --help"],
    [["logs", "nobody"], 'there is no service "nobody"', "use one of: launcher, postgres, exchange_simulator"],
    [["data", "import", "/no/such/file", "--to", "x"], "there is no file /no/such/file", "check the path"],
    [["replay", "--from", "2023-07-15", "--to", "2023-07-13"], "the period is empty", "swap --from and --to"],
  ])(
    "%j: exit code 2, what is wrong and the help that fits, as words and as JSON",
    async (args, problem, fix) => {
      const said = await quantum(home, ...args);
      expect(said).toMatchObject({ code: 2, out: "" });
      expect(said.err).toContain(`${problem}`);
      expect(said.err).toContain(`\n  -> ${fix}`);
      const { code, err } = await quantum(home, ...args, "--json");
      expect([code, JSON.parse(err)]).toEqual([2, { problem: expect.stringContaining(problem), fix: expect.stringContaining(fix) }]);
    },
    STEP_MS,
  );

  it(
    "is no crash where nobody reads to the end",
    () => {
      const { stderr } = spawnSync("bash", ["-c", `${join(REPOSITORY, "quantum")} up --help | head -n 1`], { encoding: "utf8" });
      expect(stderr).toBe("");
    },
    STEP_MS,
  );
});

describe("the help", () => {
  it(
    "tells the exit codes, what must be given, and the version",
    async () => {
      expect((await quantum(home, "--help")).out).toContain("Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not running, 130 interrupted.");
      expect((await quantum(home, "mode", "--help")).out).toContain("(required)");
      expect(await quantum(home, "--version")).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
    },
    STEP_MS,
  );
});

describe("a home that cannot be made", () => {
  it(
    "because it is a file: the message says so",
    async () => {
      const file = join(home, "a-file");
      writeFileSync(file, "");
      expect(await quantum(file, "up")).toMatchObject({ code: 1, err: expect.stringContaining("there is a file of that name") });
      expect(await quantum(join(file, "below"), "up")).toMatchObject({ code: 1, err: expect.stringContaining("a part of it is a file") });
    },
    STEP_MS,
  );
});
