import { describe, expect, it } from "@jest/globals";
import { account, codeOf, intent, play, ready, requested, T0 } from "../../test/scenario.ts";

describe("RS-14: daily loss", () => {
  it("a hair below the limit passes, the limit itself does not", () => {
    expect(codeOf([...ready(), account("9500.01"), requested(intent({ quantity: "1" }))])).toBeNull();
    expect(codeOf([...ready(), account("9500"), requested(intent({ quantity: "1" }))])).toBe("DAILY_LOSS");
  });
  it("once reached it holds for the day, even when equity recovers, and is told once", () => {
    const inputs = [...ready(), account("9400"), account("9300"), account("10100")];
    expect(codeOf([...inputs, requested(intent({ quantity: "1" }))])).toBe("DAILY_LOSS");
    expect(
      play(inputs)
        .emitted("alert.raised")
        .map((alert) => alert.code),
    ).toEqual(["DAILY_LOSS"]);
  });
  it("a day whose equity is used up is lost", () => {
    expect(play([...ready(), account("-1")]).emitted("alert.raised")[0]?.message).toContain("all of the day's");
  });
  it("the next UTC day begins with the equity of midnight", () => {
    const midnight = Date.UTC(2023, 6, 14);
    const { state } = play([...ready(), account("9400"), account("9450", {}, midnight)]);
    expect(state.day).toEqual({ day: midnight / 86_400_000, equityUsd: "9450", lossReached: false });
  });
  it("when midnight was missed, with the last equity before it", () => {
    const { state } = play([...ready(), account("9900"), account("9800", {}, Date.UTC(2023, 6, 14, 0, 1))]);
    expect(state.day?.equityUsd).toBe("9900");
  });
  it("an account of an earlier day does not turn the day back", () => {
    const { state } = play([account("9000", {}, T0), account("8999", {}, T0 - 86_400_000)]);
    expect(state.day?.day).toBe(Math.floor(T0 / 86_400_000));
  });
});
