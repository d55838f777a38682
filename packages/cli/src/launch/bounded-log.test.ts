import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { boundLog } from "./bounded-log.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quantum-log-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("a bounded log", () => {
  it("leaves a log of exactly the limit alone", () => {
    const file = join(folder, "a.log");
    writeFileSync(file, "12345");
    expect(boundLog(file, 5)).toBe(false);
    expect(readFileSync(file, "utf8")).toBe("12345");
  });

  it("moves one byte more aside, and the writer goes on in the emptied file", () => {
    const file = join(folder, "a.log");
    writeFileSync(file, "123456");
    expect(boundLog(file, 5)).toBe(true);
    appendFileSync(file, "next");
    expect([readFileSync(`${file}.1`, "utf8"), readFileSync(file, "utf8")]).toEqual(["123456", "next"]);
  });

  it("does nothing about a log that does not exist yet", () => {
    expect(boundLog(join(folder, "none.log"))).toBe(false);
  });
});
