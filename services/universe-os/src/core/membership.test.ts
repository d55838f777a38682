import { describe, expect, it } from "@jest/globals";
import { candidate, DAY, HOUR_MS } from "../../test/scenario.ts";
import { LIMITS } from "./limits.ts";
import { membership } from "./membership.ts";

const outsider = candidate();
const member = (hours: number, ms = 0) => candidate({ memberSince: DAY - hours * HOUR_MS + ms });

describe("who is in by score", () => {
  it("UOS-08: exactly 0.6 enters, 0.599999 does not", () => {
    expect(membership(outsider, 0.6, LIMITS)).toMatchObject({ rule: "UOS-08", passed: true, observed: 0.6, limit: 0.6 });
    expect(membership(outsider, 0.599999, LIMITS).passed).toBe(false);
  });

  it("UOS-09: a member stays at exactly 0.5 and leaves at 0.499999", () => {
    expect(membership(member(10), 0.5, LIMITS).passed).toBe(true);
    expect(membership(member(10), 0.499999, LIMITS)).toMatchObject({ rule: "UOS-09", passed: false, limit: 0.5 });
  });

  it("UOS-09: not before its hour is over", () => {
    expect(membership(member(1), 0.2, LIMITS).passed).toBe(false);
    expect(membership(member(1, 1), 0.2, LIMITS).passed).toBe(true);
  });
});
