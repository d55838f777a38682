import { describe, expect, it } from "@jest/globals";
import { renderProgress } from "./progress.ts";

const startAt = Date.UTC(2023, 6, 13);
const endAt = startAt + 86_400_000;
const base = { startAt, endAt, elapsedMs: 5000, equityUsd: "10012.346", positions: 3, orders: 17 };

describe("progress of a day", () => {
  it("shows market time, share, equity and what is left", () => {
    const line = renderProgress({ ...base, marketAt: startAt + 43_200_000 });
    expect(line).toBe("2023-07-13 12:00 UTC [############............] 50 %  equity 10012.35 USD  3 positions  17 intents  5.0 s left");
  });

  it("shows unknown figures as unknown", () => {
    expect(renderProgress({ ...base, marketAt: startAt, equityUsd: null, positions: null })).toContain(
      "equity - USD  - positions  17 intents  - left",
    );
  });
});
