import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { FLEET } from "../../../fleet.ts";
import { REPOSITORY } from "../src/repository.ts";

/** What must hold between the manifest, the folders and the rules, so that each fact stands once and any rule is found by its id. */
const SERVICES = join(REPOSITORY, "services");
const folderOf = (name: string): string => join(SERVICES, name.replaceAll("_", "-"));
const folders = readdirSync(SERVICES).filter((name) => name !== "_template" && existsSync(join(SERVICES, name, "src", "main.ts")));

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name));
}

describe("the manifest", () => {
  it("has an entry for every service folder, and a folder with README and main.ts for every entry", () => {
    expect(folders.map((name) => name.replaceAll("-", "_")).sort()).toEqual(FLEET.map((entry) => entry.name).sort());
    for (const { name } of FLEET)
      for (const file of ["README.md", "package.json", "src/main.ts"]) expect(existsSync(join(folderOf(name), file))).toBe(true);
  });

  it("gives every service its own port", () => {
    const ports = FLEET.map((entry) => entry.port);
    expect(new Set(ports).size).toBe(ports.length);
  });

  it("starts everything after things that exist, in an order without a circle", () => {
    const started = new Set<string>();
    for (let round = 0; round < FLEET.length; round++)
      for (const entry of FLEET) if (entry.after.every((name) => started.has(name))) started.add(entry.name);
    expect([...started].sort()).toEqual(FLEET.map((entry) => entry.name).sort());
  });

  it("keeps core and modules within 2.6 GB, and the core within 1.6 GB", () => {
    const sum = (entries: typeof FLEET): number => entries.reduce((total, entry) => total + entry.memoryMb, 0);
    expect(sum(FLEET.filter((entry) => entry.group !== "module"))).toBeLessThanOrEqual(1_600);
    expect(sum(FLEET)).toBeLessThanOrEqual(2_600);
  });

  it("lets modules only watch at first, all but the emergency stop, and gives each its flag and phase", () => {
    for (const entry of FLEET.filter((candidate) => candidate.group === "module")) {
      expect({ name: entry.name, first: entry.modes[0], flag: entry.flag }).toEqual({
        name: entry.name,
        first: entry.name === "ess" ? "ENFORCED" : "OBSERVE",
        flag: `ENABLE_${entry.name.toUpperCase()}`,
      });
      expect(entry.phase).toBeGreaterThan(0);
    }
  });
});

describe("every service", () => {
  it.each(folders)("%s does something when imported only in main.ts, which has at most ten lines", (name) => {
    if (name === "exchange-simulator") return;
    const main = readFileSync(join(SERVICES, name, "src", "main.ts"), "utf8")
      .trim()
      .split("\n");
    expect(main.length).toBeLessThanOrEqual(10);
  });
});

describe("every rule", () => {
  const rules = new Map<string, string[]>();
  for (const file of folders.flatMap((name) => filesBelow(join(SERVICES, name, "src", "core")))) {
    if (file.endsWith(".test.ts")) continue;
    for (const [, id] of readFileSync(file, "utf8").matchAll(/^\/\*\*\s+(?:\*\s+)?([A-Z]{2,4}-\d{2})\b/gm)) {
      if (id) rules.set(id, [...(rules.get(id) ?? []), file.slice(REPOSITORY.length + 1)]);
    }
  }

  it("has an id of its own", () => {
    expect(rules.size).toBeGreaterThan(30);
    expect([...rules].filter(([, files]) => new Set(files).size > 1)).toEqual([]);
  });

  it("is named by a test of its service", () => {
    const untested = [...rules].filter(([id, [file]]) => {
      const service = join(REPOSITORY, ...(file as string).split("/").slice(0, 2));
      const tests = [...filesBelow(join(service, "src")), ...filesBelow(join(service, "test"))].filter((path) => path.endsWith(".test.ts"));
      return !tests.some((path) => readFileSync(path, "utf8").includes(id));
    });
    expect(untested).toEqual([]);
  });
});
