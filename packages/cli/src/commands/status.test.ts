import { describe, expect, it } from "@jest/globals";
import type { FleetView, ServiceView } from "../launch/fleet.ts";
import { allWell, renderStatus, totalsOf } from "./status.ts";

const MB = 1024 * 1024;

function service(change: Partial<ServiceView> = {}): ServiceView {
  return {
    service: "execution",
    pid: 42,
    port: 8002,
    state: "healthy",
    health: "HEALTHY",
    mode: "ENFORCED",
    version: "0.1.0",
    uptimeMs: 61_000,
    lastEventAgeMs: 20,
    lag: 0,
    rssBytes: 80 * MB,
    pssBytes: 50 * MB,
    startupMs: 250,
    restarts: 0,
    lastExit: null,
    ...change,
  };
}

function fleet(...services: ServiceView[]): FleetView {
  const servers = [{ server: "redis", pid: 7, port: 6379, rssBytes: 12 * MB, pssBytes: 10 * MB }];
  return {
    services,
    servers,
    launcher: { pid: 1, rssBytes: 90 * MB, pssBytes: 60 * MB },
    allHealthyMs: 2900,
    console: "http://127.0.0.1:8080",
  };
}

describe("status", () => {
  it("adds up memory, with and without the servers", () => {
    const totals = totalsOf(fleet(service(), service({ rssBytes: 70 * MB, pssBytes: 40 * MB })));
    expect(totals).toEqual({
      services: { rssBytes: 150 * MB, pssBytes: 90 * MB },
      everything: { rssBytes: 252 * MB, pssBytes: 160 * MB },
    });
  });

  it("an unknown part makes the sum unknown; a stopped service needs no memory", () => {
    expect(totalsOf(fleet(service(), service({ pssBytes: null }))).services.pssBytes).toBeNull();
    expect(totalsOf(fleet(service(), service({ pid: null, pssBytes: null }))).services.pssBytes).toBe(50 * MB);
  });

  it.each([
    ["healthy", true],
    ["stopped", true],
    ["unhealthy", false],
    ["backing-off", false],
    ["starting", false],
  ] as const)("a fleet with a service that is %s is well: %s", (state, well) => {
    expect(allWell(fleet(service(), service({ state })))).toBe(well);
  });

  it("says how a service ended that is not healthy", () => {
    const view = fleet(service({ state: "backing-off", pid: null, lastExit: "ended by SIGKILL" }));
    expect(renderStatus({ phase: "up", step: "up", problem: null, fleet: view })).toContain("execution ended by SIGKILL");
  });

  it("says what the launcher is doing while there is no fleet yet", () => {
    expect(renderStatus({ phase: "starting", step: "building", problem: null, fleet: null })).toBe("starting: building");
  });
});
