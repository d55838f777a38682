import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { createHome, homeOf } from "./home.ts";
import { ensureSecrets, readSecret, SECRETS, secretFile } from "./secrets.ts";

let folder: string;
const before = process.env.QUANTUM_HOME;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quantum-home-"));
  process.env.QUANTUM_HOME = folder;
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  if (before === undefined) delete process.env.QUANTUM_HOME;
  else process.env.QUANTUM_HOME = before;
});

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe("the home of an instance", () => {
  it("is its own for every instance and run", () => {
    const roots = [homeOf(), homeOf("blue"), homeOf("runs/20261121")].map((home) => home.root);
    expect(roots).toEqual([folder, join(folder, "instances", "blue"), join(folder, "runs", "20261121")]);
  });

  it.each(["../escape", "Blue", "a/b", "", "runs/../../x"])('refuses the name "%s"', (name) => {
    expect(() => homeOf(name)).toThrow(/cannot name an instance/);
  });

  it("keeps secrets from everybody else", () => {
    const home = homeOf();
    createHome(home);
    ensureSecrets(home);
    expect(modeOf(home.secrets)).toBe("700");
    for (const name of SECRETS) expect(modeOf(secretFile(home, name))).toBe("600");
  });

  it("generates secrets once, each different and long", () => {
    const home = homeOf();
    createHome(home);
    ensureSecrets(home);
    const first = SECRETS.map((name) => readSecret(home, name));
    ensureSecrets(home);
    expect(SECRETS.map((name) => readSecret(home, name))).toEqual(first);
    expect(new Set(first).size).toBe(SECRETS.length);
    for (const secret of first) expect(secret).toMatch(/^[0-9a-f]{64}$/);
  });

  it("refuses to use an empty secret, and says how to mend it", () => {
    const home = homeOf();
    createHome(home);
    ensureSecrets(home);
    writeFileSync(secretFile(home, "control-token"), "\n");
    expect(() => readSecret(home, "control-token")).toThrow(/control-token is empty/);
  });

  it("refuses to use a secret that others can read, and says how to mend it", () => {
    const home = homeOf();
    createHome(home);
    ensureSecrets(home);
    chmodSync(secretFile(home, "control-token"), 0o640);
    expect(() => readSecret(home, "control-token")).toThrow(/can be read by others \(mode 640\)/);
  });
});
