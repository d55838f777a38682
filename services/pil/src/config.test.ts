import { describe, expect, it } from "@jest/globals";
import * as z from "zod";
import { environment, settingsFrom } from "./config.ts";
import { DEFAULT_SETTINGS } from "./core/index.ts";

describe("configuration", () => {
  it("without any variable is the documented thresholds", () => {
    expect(DEFAULT_SETTINGS).toMatchObject(settingsFrom(z.object(environment).parse({})));
  });

  it.each([
    ["WINNER_R", "0"],
    ["LOSER_R", "0.5"],
    ["SCALP_BARS", "1.5"],
    ["RUNNER_KEPT_RATIO", "80"],
  ])("%s=%s is refused, never ignored", (name, value) => {
    expect(z.object(environment).safeParse({ [name]: value }).success).toBe(false);
  });
});
