import { describe, expect, it } from "@jest/globals";
import { ConfigError, readConfig } from "@quantum/service-kit/config";
import { environment, settingsOf } from "./config.ts";
import { DEFAULT_SETTINGS } from "./core/index.ts";

const base = {
  PORT: "8003",
  REDIS_URL: "redis://127.0.0.1:6379",
  DATABASE_URL: "postgres://quantum@127.0.0.1:5432/quantum",
  CONTROL_TOKEN: "a-control-token-for-tests",
  MODES: "ENFORCED,OBSERVE,OFF",
};
const read = (env: Record<string, string>) => settingsOf(readConfig("trading_bot", environment, { ...base, ...env }));

describe("the configuration of trading_bot", () => {
  it("is the limits of the core when nothing is set", () => {
    const { deadlineParts: _parts, rememberedBars: _bars, ...settings } = { ...DEFAULT_SETTINGS } as Record<string, unknown>;
    expect(read({})).toEqual(settings);
  });

  it("overrides each limit from the environment, and takes the first mode", () => {
    const env = {
      MIN_CONFIDENCE: "0.7",
      COOLDOWN_BARS: "0",
      MAX_POSITIONS: "2",
      STOP_ATR_MULTIPLE: "3",
      STOP_MIN_RATIO: "0.01",
      STOP_MAX_RATIO: "0.02",
      TAKE_PROFIT_MULTIPLE: "2",
      AMPLIFIED_TARGET_MULTIPLE: "6",
      RISK_RATIO: "0.01",
      MAX_NOTIONAL_RATIO: "0.5",
      LEVERAGE: "5",
      MAX_HELD_BARS: "12",
      CYCLE_DEADLINE_MS: "500",
      TRADING_BOT_MODE: "OBSERVE",
    };
    expect(read(env)).toEqual({
      firstMode: "OBSERVE",
      minConfidence: 0.7,
      cooldownBars: 0,
      maxPositions: 2,
      stopAtrMultiple: 3,
      stopMinRatio: 0.01,
      stopMaxRatio: 0.02,
      takeProfitMultiple: 2,
      amplifiedTargetMultiple: 6,
      riskRatio: 0.01,
      maxNotionalRatio: 0.5,
      leverage: 5,
      maxHeldBars: 12,
      deadlineMs: 500,
    });
  });

  it.each([
    ["RISK_RATIO", "0.0201", "at most 0.02"],
    ["RISK_RATIO", "0", "above 0"],
    ["MIN_CONFIDENCE", "1.01", "from 0 to 1"],
    ["MAX_POSITIONS", "2.5", "a whole number"],
    ["LEVERAGE", "much", "a whole number"],
  ])("refuses %s=%s and says what is wanted", (name, value, wanted) => {
    expect(() => read({ [name]: value })).toThrow(new RegExp(`${name}.*${wanted}`));
  });

  it("refuses a smallest stop above the largest, and takes equal ones", () => {
    expect(() => read({ STOP_MIN_RATIO: "0.03", STOP_MAX_RATIO: "0.02" })).toThrow(ConfigError);
    expect(read({ STOP_MIN_RATIO: "0.02", STOP_MAX_RATIO: "0.02" })).toMatchObject({ stopMinRatio: 0.02, stopMaxRatio: 0.02 });
  });
});
