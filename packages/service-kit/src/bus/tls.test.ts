import { describe, expect, it } from "@jest/globals";
import { redisTls } from "./tls.ts";

describe("TLS to Redis", () => {
  it("asks for the server by its name, and by none when it is a number", () => {
    expect(redisTls("rediss://:x@cache.example.net:6380/0")).toEqual({ tls: { servername: "cache.example.net" } });
    expect(redisTls("rediss://10.0.0.7:6380")).toEqual({ tls: {} });
    expect(redisTls("rediss://[fd00::7]:6380")).toEqual({ tls: {} });
    expect(redisTls("REDISS://cache.example.net")).toEqual({ tls: { servername: "cache.example.net" } });
  });

  it("is not spoken to an address without it", () => {
    expect(redisTls("redis://127.0.0.1:6379")).toEqual({});
  });
});
