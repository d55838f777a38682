import { describe, expect, it } from "@jest/globals";
import { desk, settings, signal } from "../../test/scenario.ts";
import { maxPositions } from "./max-positions.ts";

const occupied = (count: number) => new Set(Array.from({ length: count }, (_, i) => `S${i}USDT`));

describe("TB-04 max positions", () => {
  it("lets a tenth position be opened and not an eleventh", () => {
    expect(maxPositions(signal(), desk({ occupied: occupied(9) }))).toMatchObject({ rule: "TB-04", passed: true, observed: 9, limit: 10 });
    expect(maxPositions(signal(), desk({ occupied: occupied(10) })).passed).toBe(false);
  });

  it("opens nothing with a setting of 0", () => {
    expect(maxPositions(signal(), desk({ settings: settings({ maxPositions: 0 }) })).passed).toBe(false);
  });
});
