import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { createEssCore, type EssState, SHELL_LIMITS } from "./core/index.ts";
import { Journal } from "./journal.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quantum-ess-journal-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const stateAt = (clockAt: number): EssState => ({ ...createEssCore().initial(), clockAt });
const decision = (clockAt: number) => ({ kind: "decision", recordedAt: 1, input: null, effects: [], state: stateAt(clockAt) }) as const;
const written = (count: number): void => {
  const journal = new Journal(folder);
  for (let n = 1; n <= count; n++) journal.append(decision(n));
  journal.close();
};
const reopened = () => {
  const journal = new Journal(folder);
  journal.close();
  return journal.recovered;
};

describe("the journal", () => {
  it("an empty folder knows nothing and is not damaged", () => {
    expect(reopened()).toEqual({ state: null, damaged: null });
  });

  it("a restart goes on with the newest decision, whatever was done after it", () => {
    const journal = new Journal(folder);
    journal.append(decision(1));
    journal.append(decision(2));
    journal.append({ kind: "action", recordedAt: 1, action: "cancel", data: { orders: 3 } });
    journal.close();
    expect(reopened()).toEqual({ state: stateAt(2), damaged: null });
  });

  it("a last line that was not finished does not count, and what is written after it can be read", () => {
    written(2);
    appendFileSync(join(folder, "journal.jsonl"), '{"kind":"decision","state":{"clo');
    expect(reopened().state?.clockAt).toBe(2);
    const journal = new Journal(folder);
    journal.append(decision(3));
    journal.close();
    expect(reopened()).toEqual({ state: stateAt(3), damaged: null });
  });

  it("a line in the middle that cannot be read is damage, and said", () => {
    written(2);
    const file = join(folder, "journal.jsonl");
    writeFileSync(file, `garbage\n${readFileSync(file, "utf8")}`);
    expect(reopened().damaged).toMatch(/line 1 of the journal/);
  });

  it("is bounded: a new file begins with the newest decision, old ones are kept for a while", () => {
    written(SHELL_LIMITS.journalLines * 2 + 10);
    expect(reopened().state?.clockAt).toBe(SHELL_LIMITS.journalLines * 2 + 10);
    expect(readdirSync(folder).filter((name) => name.startsWith("journal-"))).toHaveLength(2);
  });

  it("between two files the old one is still known", () => {
    written(SHELL_LIMITS.journalLines + 1);
    rmSync(join(folder, "journal.jsonl"));
    expect(reopened().state?.clockAt).toBe(SHELL_LIMITS.journalLines);
  });
});
