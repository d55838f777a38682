import { describe, expect, it } from "@jest/globals";
import { fleetView } from "./fleet-view.ts";

const NOW = 1_000_000;
const health = (at: number) =>
  JSON.stringify({
    service: "a",
    at,
    status: "HEALTHY",
    reasons: [],
    mode: "ENFORCED",
    modeFrom: "default",
    version: "1",
    marketAt: 5,
    lag: 0,
    rssBytes: 1,
  });

describe("how a service shows", () => {
  it("five seconds without a word is still alive, a millisecond more is silent", () => {
    expect(fleetView({ a: health(NOW - 5_000) }, [], NOW)[0]?.status).toBe("HEALTHY");
    const silent = fleetView({ a: health(NOW - 5_001) }, [], NOW)[0];
    expect(silent).toMatchObject({ status: "SILENT", ageMs: 5_001, reasons: [expect.stringContaining("silent")] });
  });
  it("one that is expected and never spoke is absent, never healthy", () => {
    expect(fleetView({}, ["a"], NOW)[0]).toMatchObject({ service: "a", status: "ABSENT", mode: null });
  });
  it("one whose word cannot be read is absent", () => {
    for (const json of ["", "null", "{}", '{"at":"now","status":"HEALTHY"}'])
      expect(fleetView({ a: json }, [], NOW)[0]?.status).toBe("ABSENT");
  });
  it("expected ones come first and in their order, others after them", () => {
    expect(fleetView({ z: health(NOW), b: health(NOW), a: health(NOW) }, ["b"], NOW).map((one) => one.service)).toEqual(["b", "a", "z"]);
  });
});
