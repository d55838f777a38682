import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { FLEET } from "../../../../fleet.ts";
import { REPOSITORY } from "../repository.ts";

const folderOf = (name: string) => name.replaceAll("_", "-");

describe("the manifest", () => {
  it("has a service folder for every entry and an entry for every folder", () => {
    const folders = readdirSync(join(REPOSITORY, "services")).filter((name) => !name.startsWith("_"));
    expect(folders.sort()).toEqual(FLEET.map((entry) => folderOf(entry.name)).sort());
    for (const entry of FLEET) expect(existsSync(join(REPOSITORY, "services", folderOf(entry.name), "src", "main.ts"))).toBe(true);
  });

  it("gives no name and no port twice", () => {
    expect(new Set(FLEET.map((entry) => entry.name)).size).toBe(FLEET.length);
    expect(new Set(FLEET.map((entry) => entry.port)).size).toBe(FLEET.length);
  });

  it("lets services wait only for services there are", () => {
    const names = FLEET.map((entry) => entry.name);
    for (const entry of FLEET) for (const other of entry.after) expect(names).toContain(other);
  });
});
