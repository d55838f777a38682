import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { eventually } from "@quantum/test-kit";
import type { EssView } from "../src/ess/ess-status.ts";
import type { StopOutcome } from "../src/ess/stop-desk.ts";
import type { LauncherStatus } from "../src/launch/control-server.ts";
import { quantum, quantumJson, type Said, startQuantum } from "./run-quantum.ts";

const STEP_MS = 90_000;
const WHO = ["--by", "anna", "--reason", "drill"];
let home: string;
let servers: { pid: number }[] = [];
let launcherPid = 0;

const UP = ["up", "--ports", "auto", "--only", "exchange_simulator,ess", "--symbols", "2", "--clock", "lockstep", "--date", "2023-07-13"];

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "quantum-ess-cli-"));
  chmodSync(home, 0o711);
});
afterAll(async () => {
  await quantum(home, "down");
  end(launcherPid);
  rmSync(home, { recursive: true, force: true });
}, STEP_MS);

function end(pid: number): void {
  if (pid === 0) return;
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

const ess = (...args: string[]): Promise<Said> => quantum(home, "ess", ...args);
const stopFile = (): string => join(home, "data", "STOP");

describe("before anything ran", () => {
  it(
    "there is nothing to see: exit code 3, and what to do",
    async () => {
      expect(await ess("status")).toMatchObject({ code: 3, err: expect.stringContaining("./quantum up") });
    },
    STEP_MS,
  );

  it(
    "a stop needs a reason, closing needs HALT, re-arming needs a reason: exit code 2",
    async () => {
      expect((await ess("stop")).code).toBe(2);
      expect((await ess("stop", "--level", "NORMAL", ...WHO)).code).toBe(2);
      expect((await ess("stop", "--level", "PAUSE", "--close", ...WHO)).code).toBe(2);
      expect((await ess("rearm", "--by", "anna")).code).toBe(2);
      expect(existsSync(stopFile())).toBe(false);
    },
    STEP_MS,
  );
});

describe("the drill of the emergency stop", () => {
  let here: string;
  beforeEach(() => {
    here = mkdtempSync(join(tmpdir(), "quantum-drill-here-"));
  });
  afterEach(() => {
    expect(readdirSync(here)).toEqual([]);
    rmSync(here, { recursive: true });
  });
  const drill = (...args: string[]): Promise<Said> => startQuantum(home, ["ess", "drill", ...args], here).ended;

  it(
    "writes its report among the drills in .quantum, wherever one stands, and says where",
    async () => {
      const { code, out } = await drill("--drills", "1", "--json");
      const { report, ...figures } = JSON.parse(out) as { report: string; passed: boolean; drills: number };
      const [name = ""] = readdirSync(join(home, "drills"));
      expect(report).toBe(join(home, "drills", name, "report.md"));
      expect(readFileSync(report, "utf8")).toContain("1 drills on the simulator");
      expect(JSON.parse(readFileSync(report.replace(".md", ".json"), "utf8"))).toMatchObject(figures);
      expect(code).toBe(figures.passed ? 0 : 1);
    },
    STEP_MS,
  );

  it(
    "writes it into the folder that one names",
    async () => {
      const folder = join(home, "proof", "of-today");
      expect((await drill("--drills", "1", "--out", folder)).out).toContain(`written to ${folder}/report.md and ${folder}/report.json`);
      expect(readdirSync(folder).sort()).toEqual(["report.json", "report.md"]);
    },
    STEP_MS,
  );

  it(
    "says before the first drill that the folder cannot be made, and refuses no drill at all",
    async () => {
      writeFileSync(join(home, "a-file"), "");
      const { code, err } = await drill("--out", join(home, "a-file", "below"));
      expect([code, err]).toEqual([1, expect.stringContaining("name another folder with --out")]);
      expect(await drill("--drills", "0")).toMatchObject({ code: 2, err: expect.stringContaining("above 0") });
    },
    STEP_MS,
  );

  it(
    "is taken away with everything it started when it is interrupted: exit code 130, no report",
    async () => {
      const folder = join(home, "interrupted");
      const { child, ended } = startQuantum(home, ["ess", "drill", "--out", folder], here);
      let said = "";
      child.stderr?.on("data", (chunk: Buffer) => {
        said += chunk.toString();
      });
      await eventually(async () => said.includes("drill 1:"), { withinMs: STEP_MS });
      child.kill("SIGTERM");
      expect(await ended).toMatchObject({ code: 130, err: expect.stringContaining("interrupted") });
      expect(readdirSync(folder)).toEqual([]);
    },
    STEP_MS,
  );
});

describe("with the fleet up", () => {
  it(
    "status says NORMAL; a stop goes by HTTP and is confirmed; status then ends with 1; re-arming ends it",
    async () => {
      expect((await quantum(home, ...UP)).code).toBe(0);
      const status = await quantumJson<LauncherStatus>(home, "status");
      servers = [...(status.fleet?.servers ?? [])];
      launcherPid = status.fleet?.launcher.pid ?? 0;
      expect(await quantumJson<EssView>(home, "ess", "status")).toMatchObject({ source: "http", state: { level: "NORMAL" } });
      expect(await quantumJson<StopOutcome>(home, "ess", "stop", "--level", "HALT", ...WHO)).toMatchObject({
        way: "http",
        confirmed: true,
        level: "HALT",
        sweep: { phase: "DONE" },
      });
      expect(await ess("status")).toMatchObject({ code: 1, out: expect.stringContaining("by anna: drill") });
      expect(await ess("rearm", ...WHO)).toMatchObject({ code: 0, out: "re-armed by anna: level NORMAL\n" });
    },
    STEP_MS,
  );

  it(
    "a control token that cannot be used is told from the service, and the stop takes the file instead; a new one holds at once, everywhere",
    async () => {
      const file = join(home, "secrets", "control-token");
      const token = readFileSync(file, "utf8");
      writeFileSync(file, "wrong\n");
      try {
        const stopped = await quantumJson<StopOutcome>(home, "ess", "stop", ...WHO);
        expect(stopped).toMatchObject({ way: "file", confirmed: true, level: "HALT", note: expect.stringContaining("control token") });
        expect(await ess("rearm", ...WHO)).toMatchObject({ code: 1, err: expect.stringContaining("HTTP 503") });
      } finally {
        writeFileSync(file, `${token.trim().split("").reverse().join("")}\n`);
      }
      expect((await quantumJson<LauncherStatus>(home, "status")).phase).toBe("up");
      expect(await ess("rearm", ...WHO)).toMatchObject({ code: 1, err: expect.stringContaining("--remove-stop-file") });
      expect((await ess("rearm", "--remove-stop-file", ...WHO)).code).toBe(0);
    },
    STEP_MS,
  );

  it(
    "with Redis and Postgres gone a stop goes by HTTP all the same",
    async () => {
      for (const { pid } of servers) end(pid);
      const stopped = await quantumJson<StopOutcome>(home, "ess", "stop", "--level", "PAUSE", ...WHO);
      expect(stopped).toMatchObject({ way: "http", confirmed: true, level: "PAUSE" });
    },
    STEP_MS,
  );

  it(
    "with the launcher gone, and everything it started with it, it goes by the file, unconfirmed: exit code 1; status tells from the journal",
    async () => {
      end(launcherPid);
      await eventually(async () => (await ess("status")).out.includes("journal"), { withinMs: 20_000 });
      const said = await ess("stop", "--close", "--wait", "1", ...WHO, "--json");
      expect([said.code, JSON.parse(said.out)]).toMatchObject([1, { way: "file", confirmed: false, file: stopFile(), level: "PAUSE" }]);
      expect(readFileSync(stopFile(), "utf8")).toBe("CLOSE drill (anna)\n");
      expect(await ess("rearm", ...WHO)).toMatchObject({ code: 3, err: expect.stringContaining("does not answer") });
    },
    STEP_MS,
  );
});
