import { describe, expect, it } from "@jest/globals";
import { duration, megabytes, table } from "./output.ts";

describe("output for people", () => {
  it("aligns columns, numbers to the right", () => {
    expect(
      table(
        ["name", "pid"],
        [
          ["a", "7"],
          ["long", "1234"],
        ],
      ),
    ).toBe("name   pid\na        7\nlong  1234");
  });

  it("shows what is unknown as a dash, never as 0", () => {
    expect([megabytes(null), duration(null), megabytes(0)]).toEqual(["-", "-", "0"]);
  });

  it.each([
    [0, "0 ms"],
    [999, "999 ms"],
    [1000, "1.0 s"],
    [61_000, "1 min 1 s"],
    [3_600_000, "1 h 0 min"],
  ])("%s ms is %s", (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});
