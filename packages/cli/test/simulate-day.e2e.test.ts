import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { DaySummary } from "@quantum/report";
import { eventually } from "@quantum/test-kit";
import { REPOSITORY } from "../src/repository.ts";
import { quantum, quantumJson, startQuantum } from "./run-quantum.ts";

const DAY_WITHIN_MS = 180_000;
const REAL_DATA = join(REPOSITORY, "..", "shared", "data", "um", "5m");
let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "quantum-day-"));
  chmodSync(home, 0o711);
});
afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

const generated = (seed: string) => ["simulate-day", "--generated", "--symbols", "4", "--seed", seed];

describe("a simulated day", () => {
  it(
    "is traded to its end, agrees with the exchange exactly, and is the same when it is repeated",
    async () => {
      const first = await quantumJson<DaySummary>(home, ...generated("3"));
      expect(first).toMatchObject({ generated: true, cycles: 288, ledgerMatchesExchange: true, unexplainedDifferences: 0 });
      expect(first.orders).toBeGreaterThan(0);
      const again = await quantumJson<DaySummary & { runFolder: string }>(home, ...generated("3"));
      const { wallSeconds: _w, barToOrderMs: _b, runFolder, ...figures } = again;
      expect(JSON.parse(readFileSync(join(runFolder, "summary.json"), "utf8"))).toMatchObject(figures);
      expect(first).toMatchObject(figures);
      const other = (await quantum(home, ...generated("4"))).out;
      expect(/^fingerprint +([0-9a-f]+)$/m.exec(other)?.[1]).not.toBe(first.fingerprint);
      // What it offers to ask next can be asked as it stands there.
      const [, next = ""] = /\.\/quantum (explain \S+ --instance \S+)/.exec(other) ?? [];
      expect(await quantum(home, ...next.split(" "))).toMatchObject({ code: 0, out: expect.stringContaining("ENTRY") });
    },
    3 * DAY_WITHIN_MS,
  );

  it(
    "on real bars, when there are some beside the repository, agrees with the exchange too",
    async () => {
      const source = existsSync(REAL_DATA) ? ["--data", REAL_DATA] : ["--generated"];
      const said = await quantum(home, "simulate-day", ...source, "--date", "2023-07-13", "--symbols", "6");
      expect([said.code, said.out]).toEqual([0, expect.stringContaining("yes, exactly")]);
      expect(said.out.includes("GENERATED DATA")).toBe(!existsSync(REAL_DATA));
    },
    DAY_WITHIN_MS,
  );

  it(
    "ends at Ctrl-C: exit code 130, and nothing is left running",
    async () => {
      const { child, ended } = startQuantum(home, ["simulate-day", "--generated", "--symbols", "4", "--speed", "10"]);
      let said = "";
      child.stderr?.on("data", (chunk: Buffer) => {
        said += chunk.toString();
      });
      await eventually(() => said.includes("all services healthy"), { withinMs: 90_000 });
      child.kill("SIGINT");
      expect(await ended).toMatchObject({ code: 130, err: expect.stringContaining("interrupted") });
      const [run] = readdirSync(join(home, "runs")).sort().slice(-1) as [string];
      expect((await quantum(home, "status", "--instance", `runs/${run}`)).code).toBe(3);
      expect(existsSync(join(home, "runs", run, "data"))).toBe(false);
    },
    DAY_WITHIN_MS,
  );

  it.each([
    [["--data", "/no/such/folder"], 2, "there is no folder /no/such/folder"],
    [["--date", "2023-02-30"], 2, "a day such as"],
    [["--without", "execution"], 2, "cannot be traded without execution"],
  ])("refuses %j", async (args, code, message) => {
    const said = await quantum(home, "simulate-day", ...args);
    expect([said.code, said.err]).toEqual([code, expect.stringContaining(message)]);
  });

  it(
    "says which days there are when the one asked for is missing",
    async () => {
      const data = join(home, "bars");
      await quantum(home, "data", "generate", "--to", data, "--symbols", "2", "--days", "1", "--date", "2024-03-01");
      const said = await quantum(home, "simulate-day", "--data", data, "--date", "2024-05-05");
      expect([said.code, said.err]).toEqual([1, expect.stringMatching(/2024-05-05[\s\S]*Stored: 2024-03-01/)]);
    },
    DAY_WITHIN_MS,
  );
});
