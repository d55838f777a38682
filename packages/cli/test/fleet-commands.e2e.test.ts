import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { loadBars } from "@quantum/market/files";
import { eventually } from "@quantum/test-kit";
import type { LauncherStatus } from "../src/launch/control-server.ts";
import type { ServiceView } from "../src/launch/fleet.ts";
import { quantum, quantumJson } from "./run-quantum.ts";

const STEP_MS = 90_000;
let home: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "quantum-cli-"));
  chmodSync(home, 0o711);
});
afterAll(async () => {
  await quantum(home, "down");
  rmSync(home, { recursive: true, force: true });
}, STEP_MS);

const up = [
  "up",
  "--ports",
  "auto",
  "--only",
  "exchange_simulator,execution,risk_safety",
  "--symbols",
  "2",
  "--clock",
  "lockstep",
  "--date",
  "2023-07-13",
];

async function service(name: string): Promise<ServiceView> {
  const status = await quantumJson<LauncherStatus>(home, "status");
  return status.fleet?.services.find((view) => view.service === name) as ServiceView;
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe("the life of a fleet", () => {
  it("is not running before it is started: exit code 3, and what to do", async () => {
    const said = await quantum(home, "status");
    expect([said.code, said.err]).toEqual([3, expect.stringContaining("./quantum up")]);
    expect((await quantum(home, "down")).out).toBe("nothing was running\n");
  });

  it(
    "comes up, all healthy",
    async () => {
      const said = await quantum(home, ...up);
      expect([said.code, said.err]).toEqual([0, expect.stringContaining("starting execution")]);
      const status = await quantumJson<LauncherStatus & { totals: { services: { rssBytes: number } } }>(home, "status");
      expect(status.phase).toBe("up");
      expect(status.fleet?.services.map((view) => [view.service, view.state])).toEqual([
        ["exchange_simulator", "healthy"],
        ["risk_safety", "healthy"],
        ["execution", "healthy"],
      ]);
      expect(status.totals.services.rssBytes).toBeGreaterThan(0);
    },
    STEP_MS,
  );

  it("says that it is up already when it is started again", async () => {
    const before = await service("execution");
    const said = await quantum(home, ...up);
    expect([said.code, said.out]).toEqual([0, expect.stringContaining("already up")]);
    expect((await service("execution")).pid).toBe(before.pid);
  });

  it(
    "restarts a service that was killed",
    async () => {
      const before = await service("risk_safety");
      expect((await quantum(home, "kill", "risk_safety")).code).toBe(0);
      await eventually(
        async () => {
          const now = await service("risk_safety");
          return now.state === "healthy" && now.pid !== before.pid && now.restarts === 1;
        },
        { withinMs: 30_000, what: "risk_safety is back" },
      );
    },
    STEP_MS,
  );

  it(
    "leaves a service stopped that the operator stopped, until he starts it",
    async () => {
      expect((await quantum(home, "stop", "risk_safety")).code).toBe(0);
      expect(await service("risk_safety")).toMatchObject({ state: "stopped", pid: null });
      expect((await quantum(home, "status")).code).toBe(0);
      expect((await quantum(home, "start", "risk_safety")).code).toBe(0);
      await eventually(async () => (await service("risk_safety")).state === "healthy", { withinMs: 30_000 });
    },
    STEP_MS,
  );

  it(
    "changes a mode, which the service keeps through a crash",
    async () => {
      expect((await quantum(home, "mode", "execution", "OBSERVE", "--reason", "a drill")).code).toBe(0);
      const before = (await service("execution")).pid;
      await quantum(home, "kill", "execution");
      await eventually(
        async () => {
          const now = await service("execution");
          return now.state === "healthy" && now.pid !== before && now.mode === "OBSERVE";
        },
        { withinMs: 30_000, what: "execution is back in OBSERVE" },
      );
    },
    STEP_MS,
  );

  it.each([
    [["mode", "execution", "SIDEWAYS", "--reason", "x"], "its modes are"],
    [["mode", "nobody", "OBSERVE", "--reason", "x"], "use one of"],
    [["mode", "execution", "OBSERVE"], "--reason"],
    [["stop", "nobody"], "use one of"],
    [["logs", "nobody"], "use one of"],
    [["up", "--speed", "-1"], "above 0"],
    [["up", "--data", "/no/such/folder"], "no folder"],
    [["up", "--only", "nobody", "--instance", "other"], "use some of"],
    [["frobnicate"], "unknown command"],
  ])("%j is wrong usage: exit code 2, and what would be right", async (args, hint) => {
    const said = await quantum(home, ...args);
    expect([said.code, said.err]).toEqual([2, expect.stringContaining(hint)]);
  });

  it("shows the log of a service", async () => {
    const { lines } = await quantumJson<{ lines: string[] }>(home, "logs", "execution", "-n", "20");
    expect(lines.length).toBeGreaterThan(0);
    const started = lines.map((line) => JSON.parse(line) as { msg: string });
    expect(started.map((entry) => entry.msg)).toContain("started");
  });

  it(
    "fetches bars over the network, from the exchange that is up",
    async () => {
      const { port } = await service("exchange_simulator");
      const to = join(home, "fetched");
      const args = ["data", "fetch", "--symbols", "BTCUSDT", "--date", "2023-07-12", "--days", "1", "--to", to];
      expect((await quantum(home, ...args, "--address", `http://127.0.0.1:${port}`)).code).toBe(0);
      const { series } = await loadBars({ dir: to, interval: "5m" });
      expect(series.BTCUSDT).toHaveLength(288);
      const unreachable = await quantum(home, ...args, "--address", "http://127.0.0.1:1");
      expect([unreachable.code, unreachable.err]).toEqual([1, expect.stringContaining("check the network")]);
    },
    STEP_MS,
  );

  it(
    "ends with everything it started, and keeps its data",
    async () => {
      const { fleet } = await quantumJson<LauncherStatus>(home, "status");
      const pids = [...(fleet?.services ?? []), ...(fleet?.servers ?? [])].map((view) => view.pid as number);
      expect(pids.length).toBe(5);
      expect(await quantumJson(home, "down")).toEqual({ stopped: true });
      expect(pids.filter(alive)).toEqual([]);
      expect((await quantum(home, "status")).code).toBe(3);
      expect((await quantum(home, ...up)).code).toBe(0);
      expect(await service("execution")).toMatchObject({ mode: "OBSERVE", state: "healthy" });
    },
    STEP_MS,
  );
});

describe("two starts at once", () => {
  it(
    "both end when every service is healthy, and there is one fleet",
    async () => {
      const start = ["up", "--instance", "twice", "--only", "exchange_simulator", "--ports", "auto", "--json"];
      const first = quantum(home, ...start);
      await eventually(async () => existsSync(join(home, "instances", "twice", "run", "launcher.json")), { withinMs: 30_000 });
      const said = await Promise.all([first, quantum(home, ...start)]);
      const results = said.map(({ code, out }) => ({ code, ...(JSON.parse(out) as { already: boolean; status: LauncherStatus }) }));
      expect(results.map(({ code, already, status }) => [code, already, status.phase])).toEqual([
        [0, false, "up"],
        [0, true, "up"],
      ]);
      expect(results[0]?.status.fleet?.launcher.pid).toBe(results[1]?.status.fleet?.launcher.pid);
      expect((await quantum(home, "down", "--instance", "twice")).code).toBe(0);
    },
    STEP_MS,
  );
});

describe("a port that is in use", () => {
  it(
    "is named with its service, and how to choose others",
    async () => {
      const taken = (await service("exchange_simulator")).port;
      const said = await quantum(home, "up", "--instance", "second", "--only", "exchange_simulator", "--port-offset", String(taken - 8099));
      expect([said.code, said.err]).toEqual([1, expect.stringContaining(`${taken} (exchange_simulator)`)]);
      expect(said.err).toContain("--ports auto");
      // Its launcher stays a moment to say why; the next start waits for its end, and is neither told that all is up nor what was wrong before.
      const again = await quantum(home, "up", "--instance", "second", "--only", "exchange_simulator", "--ports", "auto", "--json");
      expect([again.code, JSON.parse(again.out)]).toMatchObject([0, { already: false, status: { phase: "up", problem: null } }]);
      expect((await quantum(home, "down", "--instance", "second")).code).toBe(0);
    },
    STEP_MS,
  );
});
