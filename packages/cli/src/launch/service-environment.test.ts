import { describe, expect, it } from "@jest/globals";
import { FLEET, type FleetEntry } from "../../../../fleet.ts";
import { homeOf } from "../home.ts";
import { type EnvironmentInput, environmentOf, type MarketChoice } from "./service-environment.ts";

const market: MarketChoice = {
  dataFolder: "/bars",
  date: "2023-07-13",
  symbols: "5",
  interval: "5m",
  clock: "lockstep",
  speed: 1,
  seed: 1,
  walletUsd: 10_000,
};
const input: EnvironmentInput = {
  home: homeOf("test"),
  ports: { services: Object.fromEntries(FLEET.map((entry) => [entry.name, entry.port + 1])), redis: 1, postgres: 2 },
  market,
  exchange: { symbols: ["BTCUSDT", "ETHUSDT"], baseInterval: "5m" },
  inherited: {},
};
const entry = (name: string) => FLEET.find((known) => known.name === name) as FleetEntry;

describe("the environment of a service", () => {
  it("holds secrets as files only", () => {
    for (const service of FLEET) {
      const env = environmentOf(service, input);
      expect(Object.keys(env).filter((name) => /(TOKEN|SECRET|KEY|PASSWORD|_URL)$/.test(name) && name !== "EXCHANGE_URL")).toEqual([]);
      expect(env).toMatchObject({
        REDIS_URL_FILE: expect.any(String),
        DATABASE_URL_FILE: expect.any(String),
        CONTROL_TOKEN_FILE: expect.any(String),
      });
    }
  });

  it("gives trading keys to execution, the emergency stop and the exchange only", () => {
    const withKeys = FLEET.filter((service) => environmentOf(service, input).EXCHANGE_API_SECRET_FILE !== undefined).map(
      (service) => service.name,
    );
    expect(withKeys.sort()).toEqual(["ess", "exchange_simulator", "execution"]);
  });

  it("lets the emergency stop judge an accelerated day by cycles, and any other in real time", () => {
    expect(environmentOf(entry("ess"), input)).toMatchObject({ ESS_MODE: "ENFORCED", ESS_CLOCK: "cycles", ESS_DEAD_MAN_MS: "0" });
    expect(environmentOf(entry("ess"), { ...input, inherited: { ESS_MODE: "OBSERVE" } }).ESS_MODE).toBe("OBSERVE");
    expect(environmentOf(entry("ess"), { ...input, market: { ...market, clock: "paced" } }).ESS_CLOCK).toBeUndefined();
  });

  it("gives the way to the launcher to self_healing alone, when the launcher takes commands", () => {
    expect(environmentOf(entry("self_healing"), { ...input, controlPort: 4711 })).toMatchObject({
      SUPERVISOR: "launcher",
      SUPERVISOR_URL: "http://127.0.0.1:4711",
    });
    expect(environmentOf(entry("self_healing"), input).SUPERVISOR).toBe("none");
    for (const other of FLEET.filter(({ name }) => name !== "self_healing"))
      expect(environmentOf(other, { ...input, controlPort: 4711 }).SUPERVISOR_URL).toBeUndefined();
  });

  it("starts a service in the first mode of the manifest, unless the operator said otherwise", () => {
    expect(environmentOf(entry("trading_bot"), input).TRADING_BOT_MODE).toBe("ENFORCED");
    const observing = { ...input, inherited: { TRADING_BOT_MODE: "OBSERVE" } };
    expect(environmentOf(entry("trading_bot"), observing).TRADING_BOT_MODE).toBe("OBSERVE");
  });

  it("lets an operator set a limit but not the way to the servers", () => {
    const inherited = {
      MAX_POSITIONS: "5",
      REDIS_URL: "redis://elsewhere",
      DATABASE_URL: "postgres://elsewhere",
      PORT: "1",
      NODE_OPTIONS: "--inspect",
    };
    const env = environmentOf(entry("trading_bot"), { ...input, inherited });
    expect([env.MAX_POSITIONS, env.REDIS_URL, env.DATABASE_URL, env.PORT, env.NODE_OPTIONS]).toEqual([
      "5",
      undefined,
      undefined,
      "8004",
      undefined,
    ]);
  });

  it("points execution at this fleet's exchange and its symbols", () => {
    expect(environmentOf(entry("execution"), input)).toMatchObject({
      EXCHANGE_MODE: "paper",
      EXCHANGE_URL: "http://127.0.0.1:8100",
      SYMBOLS: "BTCUSDT,ETHUSDT",
      WATCH_INTERVAL: "",
    });
  });

  it("watches exits on the shorter bars when the exchange has them", () => {
    const exchange = { symbols: ["BTCUSDT"], baseInterval: "1m" };
    expect(environmentOf(entry("execution"), { ...input, exchange }).WATCH_INTERVAL).toBe("1m");
  });

  it("counts the exchange's rate limits only when market time is real time", () => {
    const simulator = (change: Partial<MarketChoice>) =>
      environmentOf(entry("exchange_simulator"), { ...input, market: { ...market, ...change } });
    expect(simulator({}).SIM_WEIGHT_PER_MINUTE).toBeDefined();
    expect(simulator({ clock: "paced", speed: 2 }).SIM_WEIGHT_PER_MINUTE).toBeDefined();
    expect(simulator({ clock: "paced", speed: 1 }).SIM_WEIGHT_PER_MINUTE).toBeUndefined();
  });

  it("names a data folder only when there is one", () => {
    const generated = environmentOf(entry("exchange_simulator"), { ...input, market: { ...market, dataFolder: null } });
    expect([generated.SIM_DATA_DIR, generated.SIM_INTERVAL]).toEqual([undefined, "5m"]);
  });
});
