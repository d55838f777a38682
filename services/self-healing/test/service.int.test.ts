import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { eventually } from "@quantum/test-kit";
import { CONTROL_TOKEN, openStage, type RunningService, type Stage } from "@quantum/test-kit/stage";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";

const within = { withinMs: 20_000 };
let stage: Stage;
let launcher: Server;
let running: RunningService;
let restarts: string[];
/** What the launcher says of pil; a restart makes it whole. */
let pil: { state: string; restarts: number };

beforeEach(async () => {
  stage = await openStage();
  restarts = [];
  pil = { state: "healthy", restarts: 0 };
  launcher = createServer((request, response) => {
    if (request.headers.authorization !== `Bearer ${CONTROL_TOKEN}`) return void response.writeHead(401).end("{}");
    const port = (launcher.address() as AddressInfo).port;
    if (request.url === "/services") return void response.end(JSON.stringify([{ service: "pil", port, needs: [], startedAt: 1, ...pil }]));
    if (request.url === "/services/pil/restart") {
      restarts.push("pil");
      pil = { state: "healthy", restarts: pil.restarts + 1 };
      void writeRow(Date.now() + 60_000);
      return void response.end("{}");
    }
    // Its /health: accepted, never answered.
  });
  await new Promise<void>((resolve) => launcher.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  await stage.close();
  launcher.closeAllConnections();
  launcher.close();
});

async function begin(mode: string): Promise<void> {
  const own = {
    MODES: "OBSERVE,SAFE,ENFORCED,DEFENSIVE,OFF",
    SELF_HEALING_MODE: mode,
    SUPERVISOR: "launcher",
    SUPERVISOR_URL: `http://127.0.0.1:${(launcher.address() as AddressInfo).port}`,
    LOOK_EVERY_MS: "100",
    ANSWER_WITHIN_MS: "100",
    HEALING_FROZEN_MS: "500",
  };
  running = await stage.launch("self_healing", { environment, service }, own);
}
const ask = async (path: string) => (await stage.ask<Record<string, never[]>>(running, path)).body;
const row = { status: "HEALTHY", mode: "ENFORCED", lag: 0, lastEventAt: null, reasons: [], dependencies: { redis: "ok" } };
const writeRow = (at: number, more = {}) => stage.redis.hset(stage.keys.fleet, "pil", JSON.stringify({ ...row, at, ...more }));

describe("self_healing over a real bus", () => {
  it("has a frozen service restarted, records the incident from its opening to its end, and stays calm afterwards", async () => {
    await writeRow(Date.now());
    await begin("ENFORCED");
    await eventually(async () => (await ask("/incidents")).closed?.length === 1, within);
    expect(restarts).toEqual(["pil"]);
    expect((await ask("/incidents")).closed).toMatchObject([{ service: "pil", fault: "FROZEN", outcome: "RECOVERED", restarts: 1 }]);
    const entries = await stage.redis.xrange(stage.keys.stream("fleet"), "-", "+");
    const said = entries.map(([, fields]) => fields[1]).filter((type) => type?.startsWith("incident") || type?.startsWith("healing"));
    expect(said).toEqual(["incident.opened", "healing.decided", "incident.closed"]);
  }, 40_000);

  it("in OBSERVE it says what it would do, and does not do it", async () => {
    await writeRow(Date.now());
    await begin("OBSERVE");
    await eventually(async () => (await ask("/incidents")).open?.some(({ tries }) => tries === 1), within);
    expect(restarts).toEqual([]);
  }, 40_000);

  it("leaves alone what its launcher stopped on purpose", async () => {
    pil.state = "stopped";
    await writeRow(1);
    await begin("ENFORCED");
    const looked = async () => (await ask("/services")).lookedAt as unknown as number | null;
    const first = await eventually(looked, within);
    await eventually(async () => ((await looked()) ?? 0) > first + 2_000, within);
    expect((await ask("/incidents")).open).toEqual([]);
    expect(restarts).toEqual([]);
  }, 40_000);

  it.each([
    ["DEGRADED", "waiting for the lease: another instance is (or was just) active"],
    ["UNHEALTHY", "the saved state of pil cannot be read: Expected property name or '}' in JSON at position 10"],
  ])(
    "sets aside a state that cannot be read, so that its owner (%s) can start anew, and deletes nothing",
    async (status, reason) => {
      const { keys, redis } = stage;
      await redis.hset(keys.state("pil"), { core: '{"broken":', commits: "7" });
      await redis.hset(keys.outbox("pil"), { good: "{}", bad: "{" });
      await writeRow(Date.now() + 60_000, {
        status,
        reasons: [reason],
      });
      await begin("ENFORCED");
      await eventually(async () => (await redis.keys(`${stage.prefix}:quarantine:*`)).length === 2, within);
      expect(await redis.hgetall(keys.state("pil"))).toEqual({ commits: "7" });
      expect(await redis.hgetall(keys.outbox("pil"))).toEqual({ good: "{}" });
      const aside = await Promise.all((await redis.keys(`${stage.prefix}:quarantine:*`)).sort().map((key) => redis.hgetall(key)));
      expect(aside).toEqual([{ bad: "{" }, { core: '{"broken":', commits: "7" }]);
    },
    40_000,
  );
});
