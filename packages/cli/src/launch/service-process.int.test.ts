import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { eventually, freePort } from "@quantum/test-kit";
import { ServiceProcess } from "./service-process.ts";

/** A service of a few lines: healthy at once, unless told otherwise by its environment; writes each start into a file. */
const STAND_IN = `
  import { createServer } from "node:http";
  import { appendFileSync } from "node:fs";
  appendFileSync(process.env.STARTS, "start ");
  if (process.env.CRASH) { console.error("cannot start: " + process.env.CRASH); process.exit(7); }
  let status = 200;
  let degraded = Boolean(process.env.DEGRADED);
  createServer((request, response) => {
    if (request.url === "/sicken") status = 503;
    if (request.url === "/degrade") degraded = true;
    if (request.url === "/recover") degraded = false;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify({ status: status !== 200 ? "UNHEALTHY" : degraded ? "DEGRADED" : "HEALTHY", mode: "ENFORCED" }));
  }).listen(Number(process.env.PORT), "127.0.0.1");
  process.on("SIGTERM", () => { appendFileSync(process.env.STARTS, "goodbye "); process.exit(0); });
`;

let folder: string;
let service: ServiceProcess | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quantum-process-"));
  writeFileSync(join(folder, "stand-in.mjs"), STAND_IN);
});
afterEach(async () => {
  await service?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function create(env: Record<string, string> = {}, killAfterSilenceMs?: number): Promise<ServiceProcess> {
  const port = await freePort();
  const logFile = join(folder, "stand-in.log");
  const surroundings = { ...process.env, PORT: String(port), STARTS: join(folder, "starts"), NODE_OPTIONS: "", ...env };
  service = new ServiceProcess({
    name: "stand_in",
    port,
    command: process.execPath,
    args: [join(folder, "stand-in.mjs")],
    env: surroundings,
    logFile,
    ...(killAfterSilenceMs === undefined ? {} : { killAfterSilenceMs }),
  });
  service.start();
  return service;
}

const starts = () => readFileSync(join(folder, "starts"), "utf8").trim();
const within = { withinMs: 15_000 };

describe("a service under the launcher", () => {
  it("is healthy when its /health says so, and the time it took is known", async () => {
    const running = await create();
    await eventually(() => running.state === "healthy", within);
    expect(running.health?.mode).toBe("ENFORCED");
    expect(running.startupMs).toBeGreaterThan(0);
  });

  it("is started again after a crash", async () => {
    const running = await create();
    await eventually(() => running.state === "healthy", within);
    const before = running.pid;
    expect(running.kill()).toBe(true);
    await eventually(() => running.state === "healthy" && running.pid !== before, within);
    expect([running.restarts, running.lastExit, starts()]).toEqual([1, "ended by SIGKILL", "start start"]);
  });

  it("stays stopped when it was stopped on purpose, until it is started", async () => {
    const running = await create();
    await eventually(() => running.state === "healthy", within);
    await running.stop();
    expect([running.state, running.pid, starts()]).toEqual(["stopped", null, "start goodbye"]);
    expect(running.kill()).toBe(false);
    running.start();
    await eventually(() => running.state === "healthy", within);
    expect([running.restarts, starts()]).toEqual([0, "start goodbye start"]);
  });

  it("counts starts that fail, and its log says why", async () => {
    const running = await create({ CRASH: "the port is missing" });
    await eventually(() => running.failedStarts >= 2, within);
    expect(running.logTail(1)).toBe("cannot start: the port is missing");
    expect(running.lastExit).toBe("ended with exit code 7");
    await running.stop();
    expect(running.state).toBe("stopped");
  });

  it("has not started while it is degraded, but may become degraded later", async () => {
    const running = await create({ DEGRADED: "yes" });
    const ask = (path: string) => fetch(`http://127.0.0.1:${running.plan.port}${path}`);
    await eventually(() => running.health?.status === "DEGRADED", within);
    expect(running.state).toBe("starting");
    await ask("/recover");
    await eventually(() => running.state === "healthy", within);
    await ask("/degrade");
    await eventually(() => running.health?.status === "DEGRADED", within);
    expect(running.state).toBe("healthy");
  });

  it("is unhealthy when /health turns bad, without being restarted", async () => {
    const running = await create();
    await eventually(() => running.state === "healthy", within);
    await fetch(`http://127.0.0.1:${running.plan.port}/sicken`);
    await eventually(() => running.state === "unhealthy", within);
    expect([running.health?.status, running.restarts]).toEqual(["UNHEALTHY", 0]);
  });

  it("is ended and started again on request, also when it is frozen; never when it was stopped on purpose", async () => {
    const running = await create();
    await eventually(() => running.state === "healthy", within);
    const before = running.pid as number;
    process.kill(before, "SIGSTOP");
    expect(running.restart()).toBe(true);
    await eventually(() => running.state === "healthy" && running.pid !== before, within);
    expect(running.lastExit).toBe("ended by SIGKILL");
    await running.stop();
    expect(running.restart()).toBe(false);
    expect(running.state).toBe("stopped");
  });

  it("is started again when it is frozen for longer than it may be silent, where that is wanted", async () => {
    const running = await create({}, 500);
    await eventually(() => running.state === "healthy", within);
    const before = running.pid as number;
    process.kill(before, "SIGSTOP");
    await eventually(() => running.state === "healthy" && running.pid !== before, within);
    expect([running.restarts, running.lastExit]).toEqual([1, "ended by SIGKILL"]);
  });
});
