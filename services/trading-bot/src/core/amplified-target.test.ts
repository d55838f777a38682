import { describe, expect, it } from "@jest/globals";
import type { Input } from "@quantum/types";
import { amplification, binding, coordinated, size, sizes } from "../../test/acting.ts";
import { cycleBars, intents, ready } from "../../test/bot.ts";
import { desk, settings, signal, signals, T0, valued } from "../../test/scenario.ts";
import { amplifiedTarget } from "./amplified-target.ts";
import { stopAndTarget } from "./stop-and-target.ts";

const target = (direction: "LONG" | "SHORT", over: Parameters<typeof desk>[0] = {}, multiple = 1.5) => {
  const levels = stopAndTarget({ direction, close: 100, atrRatio: 0.00501, tickSize: "0.1" }, settings({ takeProfitMultiple: multiple }));
  if (levels === null) throw new Error("no levels");
  return amplifiedTarget(
    { direction, levels, tickSize: "0.1" },
    desk({ words: { amplification: { profile: "STANDARD", advice: [] } }, ...over }),
  );
};

describe("TB-33 the target of an entry while pal binds", () => {
  it("is four stop distances away, on the tick, on the winning side; the stop stays", () => {
    expect(target("LONG")).toMatchObject({
      levels: { stopPrice: "98.9", takeProfitPrice: "104.4", takeProfitDistance: "4.4" },
      finding: { rule: "TB-33" },
    });
    expect(target("SHORT")?.levels).toMatchObject({ stopPrice: "101.1", takeProfitPrice: "95.6" });
    expect(target("LONG", { settings: settings({ amplifiedTargetMultiple: 6 }) })?.levels.takeProfitPrice).toBe("106.6");
  });

  it("is never nearer than it would be without, and positive", () => {
    expect(target("LONG", {}, 4)).toBeNull();
    expect(target("LONG", {}, 5)).toBeNull();
    expect(target("SHORT", { settings: settings({ amplifiedTargetMultiple: 99 }) })).toBeNull();
  });

  it("is the usual one while pal does not bind", () => {
    expect(target("LONG", { words: {} })).toBeNull();
  });
});

describe("a cycle's entries", () => {
  const answered = [cycleBars, signals(T0, [signal()]), valued(T0)];

  it("get the farther target while pal is ENFORCED or HEDGEFUND, also with the mathematician's size", () => {
    const aimed = (...rest: Input[]) => intents(ready.when(...rest)).map(({ takeProfitPrice }) => takeProfitPrice);
    expect(aimed(...answered)).toEqual(["101.5"]);
    expect(aimed(...binding("pal"), ...answered, amplification(T0, []))).toEqual(["104"]);
    expect(aimed(...binding("pal"), ...answered, amplification(T0, [], "HEDGEFUND"))).toEqual(["104"]);
    expect(aimed(...answered, amplification(T0, [], "OBSERVE"))).toEqual(["101.5"]);
    expect(aimed(...binding("pal", "trading_mathematician"), ...answered, amplification(T0, []), sizes(T0, [size()]))).toEqual(["108"]);
  });

  it("get the usual one when the coordinator allows no amplification", () => {
    const outcome = ready.when(
      ...binding("pal", "ai_hfos"),
      ...answered,
      amplification(T0, []),
      coordinated(T0, { allowAmplification: false }),
    );
    expect(intents(outcome)).toMatchObject([{ takeProfitPrice: "101.5" }]);
  });
});
