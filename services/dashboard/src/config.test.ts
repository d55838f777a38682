import { describe, expect, it } from "@jest/globals";
import * as z from "zod";
import { addressOf, environment } from "./config.ts";

const parse = (env: object) => z.object(environment).safeParse(env);

describe("the console's configuration", () => {
  it("takes ports as JSON and refuses anything else", () => {
    expect(parse({ FLEET_PORTS: '{"execution":8002}' }).data?.FLEET_PORTS).toEqual({ execution: 8002 });
    for (const text of ["{", "[1]", '{"a":"b"}', '{"a":70000}', '{"a":0}']) expect(parse({ FLEET_PORTS: text }).success).toBe(false);
  });
  it("an unset exchange mode stays unknown, an unknown one is refused", () => {
    expect(parse({}).data?.EXCHANGE_MODE).toBeUndefined();
    expect(parse({ EXCHANGE_MODE: "demo" }).success).toBe(false);
  });
  it("knows addresses of its fleet only", () => {
    const config = { FLEET_PORTS: { execution: 8002 }, FLEET_HOST: "quantum_{name}" };
    expect(addressOf(config, "execution")).toBe("http://quantum_execution:8002");
    expect(addressOf(config, "toString")).toBeNull();
  });
});
