import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { eventually, freePort } from "@quantum/test-kit";
import { FLEET } from "../../../fleet.ts";
import { REPOSITORY } from "../src/repository.ts";

const STACK = "quantumdrillswarm";
const VERSION = process.env.QUANTUM_VERSION ?? "0.1.0";
const NEXT = `${STACK}-next`;
const IMAGES = [
  `quantum-trader:${VERSION}`,
  "redis:8-bookworm",
  "postgres:17-bookworm",
  "prom/prometheus:v3.5.0",
  "prom/alertmanager:v0.28.1",
];
const WITHIN_MS = 240_000;
/** A bar of five minutes at this speed lasts three seconds. */
const SPEED = "100";
const BAR_MS = 300_000;
/** The exchange counts requests in real time, of which this day has too little; almost every signal is an order, so that there is something to judge. */
const SETTINGS = `SIM_SPEED=${SPEED}
SIM_SYMBOLS=20
SIM_WEIGHT_PER_MINUTE=100000000
SIM_ORDERS_PER_10S=100000000
SIM_ORDERS_PER_MINUTE=100000000
MIN_CONFIDENCE=0.05
`;

const docker = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync("docker", args, { encoding: "utf8", timeout: WITHIN_MS });
  return { status, out: (stdout ?? "").trim(), err: (stderr ?? "").trim() };
};

/** Why there is nothing to try here, or null. */
function whyNot(): string | null {
  if (process.env.DRILL !== "long") return "DRILL=long runs it: it takes two minutes";
  const missing = IMAGES.filter((image) => docker("image", "inspect", image).status !== 0);
  if (missing.length > 0) return `no engine, or not there: ${missing.join(", ")}`;
  const state = docker("info", "-f", "{{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}}").out;
  // Engine 26.1: when a Swarm ends, containers of other networks do not find each other by name any more.
  if (state === "inactive false" && docker("ps", "-q").out !== "")
    return "containers run on this engine, and would suffer when the Swarm ends";
  return state === "inactive false" || state === "active true" ? null : `the engine's Swarm is ${state}`;
}

const reason = whyNot();
const folder = mkdtempSync(join(tmpdir(), "quantum-swarm-"));
let env: NodeJS.ProcessEnv = {};
let began = false;
let gatewayWasThere = true;

const script = (name: string, args: string[], more: NodeJS.ProcessEnv = {}) =>
  spawnSync(join("scripts", name), args, { cwd: folder, env: { ...env, ...more }, encoding: "utf8", timeout: WITHIN_MS });
const deploy = (more: NodeJS.ProcessEnv = {}) => {
  const { status, stderr } = script("swarm_deploy.sh", ["--stack", STACK], { SWARM_WITHIN_S: "200", ...more });
  return [status, status === 0 ? "" : stderr];
};
const tasksOf = (service: string) =>
  docker("ps", "-q", "--filter", `label=com.docker.swarm.service.name=${STACK}_${service}`).out.split("\n").filter(Boolean);

/** What one task says under a path of its HTTP server. */
function ask<T>(task: string, path = "/health"): T {
  const { out } = docker("exec", task, "/app/healthy", "--say", path);
  return JSON.parse(out) as T;
}
interface Health {
  readonly status: string;
  readonly reasons: readonly string[];
}
const isWell = (service: string): boolean => {
  const [task] = tasksOf(service);
  return task !== undefined && ask<Health>(task).status === "HEALTHY";
};

/** All events of a stream and type, oldest first. */
function events<T>(stream: string, ...types: string[]): T[] {
  const [redis] = tasksOf("redis") as [string];
  const command = `REDISCLI_AUTH=$(cat /run/secrets/redis-password) redis-cli --json xrange quantum:stream:${stream} - +`;
  const entries = JSON.parse(docker("exec", redis, "sh", "-c", command).out) as [string, string[]][];
  return entries.filter(([, fields]) => types.includes(fields[1] as string)).map(([, fields]) => JSON.parse(fields[3] as string) as T);
}
interface Completed {
  readonly at: number;
  readonly cycle?: number;
}
const cycles = () => events<Completed>("trades", "cycle.completed").map(({ at, cycle }) => cycle ?? at);
/** Waits for so many further cycles. */
async function furtherCycles(count: number): Promise<void> {
  const before = cycles().length;
  await eventually(() => cycles().length >= before + count, { withinMs: WITHIN_MS / 2, what: `${count} further cycles` });
}

(reason === null ? describe : describe.skip)(`the fleet in a Docker Swarm${reason === null ? "" : ` (skipped: ${reason})`}`, () => {
  jest.setTimeout(WITHIN_MS);

  beforeAll(async () => {
    for (const name of ["scripts", "deploy"]) cpSync(join(REPOSITORY, name), join(folder, name), { recursive: true });
    const names = { QUANTUM_SECRET_PREFIX: STACK, QUANTUM_SECRETS: join(folder, "secrets"), QUANTUM_VERSION: VERSION };
    const choice = { GRAFANA: "0", PHASE_2: "1", DASHBOARD_PORT: String(await freePort()) };
    env = { ...process.env, ...names, ...choice };
    gatewayWasThere = docker("network", "inspect", "docker_gwbridge").status === 0;
    if (docker("info", "-f", "{{.Swarm.LocalNodeState}}").out === "inactive") {
      expect(docker("swarm", "init", "--advertise-addr", "127.0.0.1")).toMatchObject({ status: 0 });
      began = true;
    }
    expect(script("make_secrets.sh", ["--swarm"]).status).toBe(0);
    appendFileSync(join(folder, ".env"), SETTINGS);
  });

  afterAll(() => {
    docker("stack", "rm", STACK);
    script("swarm_deploy.sh", ["--stack", STACK, "--remove"]);
    for (const secret of docker("secret", "ls", "-q", "--filter", `name=${STACK}-`).out.split("\n").filter(Boolean))
      docker("secret", "rm", secret);
    // Only who began the Swarm ends it.
    if (began) docker("swarm", "leave", "--force");
    if (began && !gatewayWasThere) docker("network", "rm", "docker_gwbridge");
    for (const task of docker("ps", "-aq", "--filter", `label=com.docker.stack.namespace=${STACK}`).out.split("\n").filter(Boolean))
      docker("rm", "-f", task);
    for (const volume of docker("volume", "ls", "-q", "--filter", `name=${STACK}_`).out.split("\n").filter(Boolean))
      docker("volume", "rm", volume);
    docker("image", "rm", `quantum-trader:${NEXT}`);
    rmSync(folder, { recursive: true, force: true });
  });

  it("converges, with nobody told whom to wait for, and trades", async () => {
    expect(deploy()).toEqual([0, ""]);
    const expected = FLEET.filter(({ group, phase, name }) => group !== "module" || phase === 2 || name === "ess").map(({ name }) => name);
    for (const name of expected.filter((name) => name !== "exchange_simulator"))
      await eventually(() => isWell(name), { withinMs: WITHIN_MS / 2, what: `${name} is healthy` });
    await furtherCycles(3);
  });

  it("brings a killed task back, and self_healing watches whom it cannot restart", async () => {
    const [killed] = tasksOf("execution") as [string];
    docker("kill", killed);
    await eventually(() => tasksOf("execution")[0] !== killed && isWell("execution"), {
      withinMs: WITHIN_MS / 2,
      what: "execution is back",
    });
    await furtherCycles(2);
    const { services } = ask<{ services: { name: string }[] }>(tasksOf("self_healing")[0] as string, "/services");
    const watched = services.map(({ name }) => name);
    expect(watched).toEqual(expect.arrayContaining(["execution", "trading_bot", "pba", "ess"]));
    expect(watched).not.toContain("pal");
  });

  it("lets a second risk_safety wait: each order is judged once, also when the one that acts is killed", async () => {
    expect(docker("service", "scale", "--detach=false", `${STACK}_risk_safety=2`).status).toBe(0);
    const tasks = () => tasksOf("risk_safety").map((task) => ({ task, health: ask<Health>(task) }));
    const waiting = () => tasks().filter(({ health }) => health.reasons.some((why) => why.startsWith("waiting for the lease")));
    const acting = () => tasks().filter(({ health }) => health.status === "HEALTHY");
    await eventually(() => waiting().length === 1 && acting().length === 1, { withinMs: WITHIN_MS / 2, what: "one acts, one waits" });
    const { task: killed } = acting()[0] as { task: string };
    docker("kill", killed);
    // Whoever is first: the one that waited, or the one that the Swarm started instead.
    const handedOver = () => !tasksOf("risk_safety").includes(killed) && waiting().length === 1 && acting().length === 1;
    await eventually(handedOver, { withinMs: WITHIN_MS / 2, what: "another one acts, and one waits" });
    const verdicts = () =>
      events<{ data: { intent: { intentId: string } } }>("orders", "order.cleared", "order.refused").map(
        ({ data }) => data.intent.intentId,
      );
    const judged = verdicts().length;
    await eventually(() => verdicts().length > judged, { withinMs: WITHIN_MS / 2, what: "an order is judged" });
    const all = verdicts();
    expect(new Set(all).size).toBe(all.length);
    expect(docker("service", "scale", "--detach=false", `${STACK}_risk_safety=1`).status).toBe(0);
  });

  it("is brought to another version while it trades: cycles go on in their order, none comes twice", async () => {
    expect(docker("image", "tag", `quantum-trader:${VERSION}`, `quantum-trader:${NEXT}`).status).toBe(0);
    expect(deploy({ QUANTUM_VERSION: NEXT })).toEqual([0, ""]);
    await furtherCycles(3);
    const images = docker("ps", "--filter", `label=com.docker.stack.namespace=${STACK}`, "--format", "{{.Image}}").out.split("\n");
    expect(images.filter((image) => image === `quantum-trader:${VERSION}`)).toEqual([]);
    // A close that execution was away for is history when it is back: it opens no cycle.
    const closes = cycles();
    expect(closes.map((at) => at % BAR_MS)).toEqual(closes.map(() => 0));
    expect(closes).toEqual([...new Set(closes)].sort((one, other) => one - other));
  });

  it("leaves no task and no network when it is removed", () => {
    expect(script("swarm_deploy.sh", ["--stack", STACK, "--remove"]).status).toBe(0);
    const filter = ["--filter", `label=com.docker.stack.namespace=${STACK}`, "-q"];
    expect([docker("ps", ...filter).out, docker("network", "ls", ...filter).out]).toEqual(["", ""]);
  });
});
