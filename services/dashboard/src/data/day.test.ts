import { describe, expect, it } from "@jest/globals";
import type { EventData, FleetEvent } from "@quantum/types";
import { valued } from "../../test/seed.ts";
import { nextValued } from "./day.ts";

const MIDNIGHT = Date.UTC(2023, 6, 14);
const DAY_MS = 86_400_000;

function event(at: number, dayStartEquityUsd: string): FleetEvent<"portfolio.valued"> {
  const data: EventData<"portfolio.valued"> = valued([], { dayStartEquityUsd });
  return { id: String(at), type: "portfolio.valued", v: 1, at, source: "test", mode: "ENFORCED", cause: null, data };
}

describe("the day a valuation is shown under", () => {
  const before = nextValued(null, event(MIDNIGHT - 300_000, "10000"));
  it("the close at midnight ends the day before", () => {
    expect(nextValued(before, event(MIDNIGHT, "10140"))).toMatchObject({ dayStartAt: MIDNIGHT - DAY_MS, dayStartEquityUsd: "10000" });
  });
  it("the next close begins the new one", () => {
    const midnight = nextValued(before, event(MIDNIGHT, "10140"));
    expect(nextValued(midnight, event(MIDNIGHT + 300_000, "10140"))).toMatchObject({ dayStartAt: MIDNIGHT, dayStartEquityUsd: "10140" });
  });
  it("a midnight of whose day nothing is known begins the new one, and so does one after a gap of days", () => {
    expect(nextValued(null, event(MIDNIGHT, "10140"))).toMatchObject({ dayStartAt: MIDNIGHT, dayStartEquityUsd: "10140" });
    expect(nextValued(before, event(MIDNIGHT + DAY_MS, "10140"))).toMatchObject({ dayStartAt: MIDNIGHT + DAY_MS });
  });
});
