import { describe, expect, it } from "@jest/globals";
import { type DeskChoice, seatsOf } from "./seats.ts";

const CHOICE: DeskChoice = { interval: "5m", modules: [], without: [], moduleMode: null, env: {} };
const CORE = ["ai_engine", "portfolio_intelligence", "risk_safety", "trading_bot"];
const names = async (choice: Partial<DeskChoice>) => (await seatsOf({ ...CHOICE, ...choice })).map((seat) => seat.core.name);

describe("who sits at the desk", () => {
  it("without a choice, the core in the order of the manifest", async () => {
    expect(await names({})).toEqual([...CORE, "clm"]);
  });

  it("without clm, those without whom there is no trading", async () => {
    expect(await names({ without: ["clm"] })).toEqual(CORE);
  });

  it("whoever is needed, or unknown, is refused with what there is to choose from", async () => {
    await expect(names({ without: ["risk_safety"] })).rejects.toThrow("risk_safety cannot be chosen here");
    await expect(names({ modules: ["no_such_module"] })).rejects.toMatchObject({ fix: expect.stringContaining("choose from") });
  });
});

describe("how they are set", () => {
  it("as the fleet's launcher would set them, by the same environment", async () => {
    const seats = await seatsOf({ ...CHOICE, env: { MIN_CONFIDENCE: "0.9", TRADING_BOT_MODE: "OBSERVE" } });
    const bot = seats.find((seat) => seat.core.name === "trading_bot");
    expect(bot).toMatchObject({ mode: "OBSERVE", settings: { MIN_CONFIDENCE: 0.9 } });
  });

  it("a setting that cannot be used is named", async () => {
    await expect(seatsOf({ ...CHOICE, env: { MIN_CONFIDENCE: "2" } })).rejects.toThrow(/MIN_CONFIDENCE/);
  });
});
