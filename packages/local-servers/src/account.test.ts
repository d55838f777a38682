import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { canReach } from "./account.ts";
import { findExecutable } from "./executable.ts";

const stranger = { name: "stranger", uid: 54_321, gid: 54_321 };

describe("whether an account can reach a path", () => {
  it("depends on every folder on the way, also for a path that does not exist yet", () => {
    const folder = mkdtempSync(join(tmpdir(), "quantum-reach-"));
    try {
      chmodSync(folder, 0o711);
      expect(canReach(stranger, join(folder, "a", "b"))).toBe(true);
      chmodSync(folder, 0o700);
      expect(canReach(stranger, join(folder, "a", "b"))).toBe(false);
      chmodSync(folder, 0o710);
      expect(canReach(stranger, join(folder, "a"))).toBe(false);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("finding a program", () => {
  it("takes the first name that is there, and gives null for none", () => {
    expect(findExecutable(["no-such-program", "sh"])).toMatch(/\/sh$/);
    expect(findExecutable(["no-such-program"])).toBeNull();
  });
});
