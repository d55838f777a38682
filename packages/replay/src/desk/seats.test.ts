import { describe, expect, it } from "@jest/globals";
import { FLEET } from "../../../../fleet.ts";
import { type DeskChoice, optionalServices, seatsOf } from "./seats.ts";

const CHOICE: DeskChoice = { interval: "5m", modules: null, moduleMode: null, env: {} };
const CORE = ["ai_engine", "portfolio_intelligence", "risk_safety", "trading_bot"];
const names = async (choice: Partial<DeskChoice>) => (await seatsOf({ ...CHOICE, ...choice })).map((seat) => seat.core.name);

describe("who sits at the desk", () => {
  it("without a choice, whom the fleet would start: the core, and no module whose flag is not set", async () => {
    const core = FLEET.filter(({ group, name }) => group === "core" && !["execution", "dashboard"].includes(name)).map(({ name }) => name);
    expect(await names({})).toEqual(core);
  });

  it("with no modules, those without whom there is no trading", async () => {
    expect(await names({ modules: [] })).toEqual(CORE);
  });

  it("with clm, in the order of the manifest", async () => {
    expect(await names({ modules: ["clm"] })).toEqual([...CORE, "clm"]);
  });

  it("an unknown name is refused with what there is to choose from", async () => {
    await expect(names({ modules: ["no_such_module"] })).rejects.toThrow("there is no module no_such_module");
    expect(optionalServices()).toContain("clm");
    expect(optionalServices()).not.toContain("exchange_simulator");
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
