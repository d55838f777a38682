import { describe, expect, it } from "@jest/globals";
import * as z from "zod";
import { account, intent, requested } from "../test/scenario.ts";
import { environment, settingsFrom } from "./config.ts";
import { DEFAULT_SETTINGS } from "./core/index.ts";
import { service } from "./service.ts";

describe("an order the core cannot digest at all", () => {
  it("is refused as malformed, and nothing is said of other inputs", () => {
    const config = z.object(environment).parse({});
    const failure = service(config).failure!;
    const refused = failure(requested(intent()), new Error("broken"));
    expect(refused).toEqual([
      expect.objectContaining({ type: "order.refused", data: expect.objectContaining({ code: "MALFORMED_ORDER" }) }),
    ]);
    expect(failure(account("1"), new Error("broken"))).toEqual([]);
  });
});

describe("configuration", () => {
  it("without any variable is the documented limits", () => {
    const settings = settingsFrom(z.object(environment).parse({}));
    expect(DEFAULT_SETTINGS).toMatchObject(settings);
  });
  it("a limit that is no number or no share is refused, never ignored", () => {
    for (const [name, value] of [
      ["DAILY_LOSS_RATIO", "1.5"],
      ["DAILY_LOSS_RATIO", "0"],
      ["MAX_LEVERAGE", "ten"],
      ["MAX_OPEN_POSITIONS", "-1"],
      ["MESSAGE_BUDGET", ""],
    ]) {
      expect(z.object(environment).safeParse({ [name as string]: value }).success).toBe(false);
    }
  });
});
