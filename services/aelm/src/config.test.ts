import { describe, expect, it } from "@jest/globals";
import * as z from "zod";
import { environment, settingsFrom } from "./config.ts";
import { DEFAULT_SETTINGS } from "./core/index.ts";

describe("configuration", () => {
  it("without any variable is the documented thresholds", () => {
    expect(DEFAULT_SETTINGS).toMatchObject(settingsFrom(z.object(environment).parse({})));
  });

  it.each([
    ["ENTRY_GUARD_MAX_BPS", "300", true],
    ["ENTRY_GUARD_MAX_BPS", "301", false],
    ["EXIT_GUARD_MAX_BPS", "300", true],
    ["EXIT_GUARD_MAX_BPS", "301", false],
    ["PATIENCE_MS", "1000", true],
    ["PATIENCE_MS", "999", false],
    ["TOUCH_MULTIPLE", "0", false],
    ["TAIL_AVERSION_LOW", "0", true],
    ["TAIL_AVERSION_NORMAL", "-0.1", false],
    ["MAX_SPREAD_BPS", "wide", false],
  ])("%s=%s is taken: %p, and never ignored; no guard is looser than execution's own collar", (name, value, taken) => {
    expect(z.object(environment).safeParse({ [name]: value }).success).toBe(taken);
  });
});
