import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { controlTokenOf } from "./control-token.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quantum-token-"));
  file = join(folder, "control-token");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (text: string) => writeFileSync(file, text);

describe("the control token in a file", () => {
  it("is the one that the file holds now, written in place or moved there", () => {
    write("the-first-token-of-all\n");
    const token = controlTokenOf({ CONTROL_TOKEN_FILE: file });
    expect([token.value(), token.problem()]).toEqual(["the-first-token-of-all", null]);
    write("a-token-written-in-place");
    expect(token.value()).toBe("a-token-written-in-place");
    writeFileSync(`${file}.new`, "a-token-that-was-moved");
    renameSync(`${file}.new`, file);
    expect(token.value()).toBe("a-token-that-was-moved");
  });

  it.each([
    ["is empty", () => write("")],
    ["is empty", () => write(" \n")],
    ["is shorter than 16 characters", () => write("15-characters-x\n")],
    ["cannot be read (ENOENT)", () => rmSync(file)],
  ])("is none when the file %s: the one before does not stand in for it", (words, spoil) => {
    write("the-first-token-of-all\n");
    const token = controlTokenOf({ CONTROL_TOKEN_FILE: file });
    expect(token.value()).not.toBeNull();
    spoil();
    expect(token.value()).toBeNull();
    expect(token.problem()).toContain(`${file} ${words}, so every command is refused`);
    write("16-characters-xx\n");
    expect([token.value(), token.problem()]).toEqual(["16-characters-xx", null]);
  });
});

describe("the control token in the environment", () => {
  it("goes before a file, and needs none", () => {
    const env = { CONTROL_TOKEN: "a-token-of-the-environment" };
    expect(controlTokenOf(env).value()).toBe("a-token-of-the-environment");
    expect(controlTokenOf({ ...env, CONTROL_TOKEN_FILE: file }).problem()).toBeNull();
  });

  it("is none when it is not there", () => {
    expect([controlTokenOf({}).value(), controlTokenOf({}).problem()]).toEqual([null, expect.stringContaining("CONTROL_TOKEN is empty")]);
  });
});
