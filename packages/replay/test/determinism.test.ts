import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import type { Tape } from "@quantum/exchange-simulator/venue";
import { FLEET } from "../../../fleet.ts";
import { compareRuns, readRun, runReplay, TIMING_FILE } from "../src/index.ts";
import { cutAt, DESK, type Heard, heard, SMALL, smallTape } from "./small-market.ts";

/** Several days of a whole desk, on a machine that may be busy. */
jest.setTimeout(120_000);

let tape: Tape;
let first: Heard;
let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "replay-"));
  tape = await smallTape();
  first = await heard(tape);
});
afterAll(() => rmSync(root, { recursive: true }));

const run = (name: string, seed = SMALL.seed) => runReplay({ ...SMALL, ...DESK, seed, folder: join(root, name), events: "all" });

function filesOf(name: string): Record<string, string> {
  const names = readdirSync(join(root, name)).filter((file) => file !== TIMING_FILE);
  return Object.fromEntries(names.map((file) => [file, readFileSync(join(root, name, file), "utf8")]));
}

describe("the same replay again", () => {
  it("says the same, event for event", async () => {
    expect((await heard(tape)).hash).toBe(first.hash);
  });

  it("leaves byte-identical run folders, but for the file in which real time stands", async () => {
    await run("one");
    await run("two");
    expect(Object.keys(filesOf("one"))).toContain("report.html");
    expect(filesOf("two")).toEqual(filesOf("one"));
    expect(compareRuns(readRun(join(root, "one")), readRun(join(root, "two")))).toMatchObject({ same: true, event: null });
  });

  it("with another seed of the market is another day, and the first event that differs is shown with its field", async () => {
    await run("other", 8);
    const comparison = compareRuns(readRun(join(root, "one")), readRun(join(root, "other")));
    expect(comparison.same).toBe(false);
    expect(comparison.event?.fields.length).toBeGreaterThan(0);
    expect(comparison.fingerprints[0]).not.toBe(comparison.fingerprints[1]);
  });
});

describe("how events reach their readers", () => {
  it("through JSON and the catalogue's schemas, with states saved and loaded after every bar: nothing changes", async () => {
    expect((await heard(tape, { wire: "copied" })).hash).toBe(first.hash);
  });

  it("the same holds for every module: what is saved comes back as it was", async () => {
    const modules = FLEET.filter(({ group }) => group === "module").map(({ name }) => name);
    const morning = cutAt(tape, Date.UTC(2024, 0, 2, 4));
    const desk = { modules, moduleMode: "ENFORCED" } as const;
    expect((await heard(morning, { ...desk, wire: "copied" })).hash).toBe((await heard(morning, desk)).hash);
  });

  it("nobody changes what he was told, or what he has said", async () => {
    expect((await heard(tape, { wire: "frozen" })).hash).toBe(first.hash);
  });
});

describe("the books of a replay", () => {
  it("our ledger and the exchange's books agree exactly", async () => {
    const summary = await run("books");
    expect(summary.ledgerMatchesExchange).toBe(true);
    expect(summary.unexplainedDifferences).toBe(0);
    expect(summary.fills).toBeGreaterThan(10);
  });
});
