import { describe, expect, it } from "@jest/globals";
import * as z from "zod";
import { environment, jobLimits } from "./config.ts";

const limitsOf = (given: Readonly<Record<string, string>>) => jobLimits(z.object(environment).parse(given));

describe("the limits of jobs", () => {
  it("look for lost workers after a whole number of milliseconds, whatever the lock: Redis takes no other", () => {
    expect(limitsOf({}).stalledCheckMs).toBe(10_000);
    expect(limitsOf({ JOB_LOCK_MS: "20000" }).stalledCheckMs).toBe(13_333);
    expect(limitsOf({ JOB_LOCK_MS: "500" }).stalledCheckMs).toBe(333);
  });
});
