import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { REPOSITORY } from "../repository.ts";
import { createModule } from "./create-module.ts";
import { namesOf } from "./module-names.ts";

let repository: string;
beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), "quantum-module-"));
  mkdirSync(join(repository, "services"));
  const withoutPackages = (path: string) => !path.includes("node_modules");
  cpSync(join(REPOSITORY, "services", "_template"), join(repository, "services", "_template"), {
    recursive: true,
    filter: withoutPackages,
  });
  cpSync(join(REPOSITORY, "fleet.ts"), join(repository, "fleet.ts"));
});
afterEach(() => {
  rmSync(repository, { recursive: true, force: true });
});

const request = () => ({ repository, name: "sample_module", phase: 2, memoryMb: 90 });

describe("a new module", () => {
  it("leaves no trace of the template's name in its files", () => {
    const { folder } = createModule(request());
    const files = readdirSync(join(repository, folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(10);
    const text = files.map((file) => readFileSync(join(file.parentPath, file.name), "utf8")).join("\n");
    expect(text).not.toMatch(/template|TPL-/i);
    expect(text).toContain("createSampleModuleCore");
    expect(text).toContain("SM-01");
    expect(text).toContain('"@quantum/sample-module"');
  });

  it("is in the manifest, which still is a module that loads, with the next free port", async () => {
    const { port } = createModule(request());
    const { FLEET } = (await import(join(repository, "fleet.ts"))) as typeof import("../../../../fleet.ts");
    expect(FLEET.at(-1)).toMatchObject({
      name: "sample_module",
      port,
      phase: 2,
      memoryMb: 90,
      flag: "ENABLE_SAMPLE_MODULE",
      group: "module",
    });
    expect(FLEET.filter((entry) => entry.port === port)).toHaveLength(1);
  });

  it("never overwrites: not a folder, not a name, not a port", () => {
    createModule(request());
    expect(() => createModule(request())).toThrow(/is there already/);
    expect(() => createModule({ ...request(), name: "other", port: 8002 })).toThrow(/port 8002 already/);
    expect(() => createModule({ ...request(), name: "execution" })).toThrow(/execution has port/);
  });

  it.each([
    ["model_supervisor", "MS", "ModelSupervisor", "model-supervisor"],
    ["ai-hfos", "AH", "AiHfos", "ai-hfos"],
    ["pil", "PIL", "Pil", "pil"],
  ])("%s has rules %s-nn, types %s and folder %s", (given, prefix, typeName, folderName) => {
    expect(namesOf(given)).toMatchObject({ prefix, typeName, folderName });
  });

  it.each(["Pil", "2fast", "a b", "", "../x"])('refuses the name "%s"', (name) => {
    expect(() => namesOf(name)).toThrow(/cannot name a module/);
  });

  it.each([0, 6])("refuses phase %s", (phase) => {
    expect(() => createModule({ ...request(), phase })).toThrow(/does not exist/);
  });
});
