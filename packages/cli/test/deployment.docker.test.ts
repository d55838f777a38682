import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "@quantum/test-kit";
import { DeploymentCopy, whyNoDeployment } from "./deployment-copy.ts";

/** What of a bad start is tried on a real engine: what it says, that there is a way out, and that the way out leads out. */
const PROJECT = "quantumtry";
const WITHIN_MS = 300_000;
const SETTINGS = [
  "SIM_SPEED=150",
  "SIM_WEIGHT_PER_MINUTE=100000000",
  "SIM_ORDERS_PER_10S=100000000",
  "SIM_ORDERS_PER_MINUTE=100000000",
  "COMPOSE_FILE=docker-compose.yml:docker-compose.ai-modules.yml:small-disks.yml",
];
/** Disks that can be filled without filling the machine's. Kept by the container `disks`, also when nothing else runs. */
const SMALL_DISKS = `services:
  disks:
    image: redis:8-bookworm
    container_name: ${PROJECT}_disks
    profiles: [disks]
    entrypoint: [sleep, infinity]
    init: true
    network_mode: none
    volumes: ["postgres-data:/postgres", "redis-data:/redis"]
volumes:
  postgres-data: { driver_opts: { type: tmpfs, device: tmpfs, o: "size=200m" } }
  redis-data: { driver_opts: { type: tmpfs, device: tmpfs, o: "size=150m,uid=999,gid=999" } }
`;

const why = whyNoDeployment();
const real = why === "" ? it : it.skip;
let deployment: DeploymentCopy;

beforeAll(() => {
  if (why !== "") return;
  deployment = new DeploymentCopy(PROJECT);
  deployment.write("small-disks.yml", SMALL_DISKS);
  deployment.edit(".env", (text) => `${text.replace(/^COMPOSE_FILE=.*\n/m, "")}${SETTINGS.join("\n")}\n`);
  deployment.run("docker", "compose", "--profile", "*", "down", "--volumes", "--remove-orphans", "--timeout", "2");
}, WITHIN_MS);
afterAll(() => {
  if (why === "") deployment.remove();
}, WITHIN_MS);

const names = (...filter: string[]): string[] =>
  deployment
    .run("docker", "ps", "--all", "--filter", `name=^${PROJECT}_`, ...filter, "--format", "{{.Names}}")
    .out.split("\n")
    .filter((name) => name !== "" && name !== `${PROJECT}_disks`)
    .map((name) => name.slice(PROJECT.length + 1));
const startedAt = (service: string): string =>
  deployment.run("docker", "inspect", "--format", "{{.Id}} {{.State.StartedAt}}", `${PROJECT}_${service}`).out;
const ask = (service: string, path = "/health"): { status?: string; mode?: string; reasons?: string[]; last?: { at: number } } => {
  const { out } = deployment.run("docker", "exec", `${PROJECT}_${service}`, "/app/healthy", "--say", path);
  return out.trim() === "" ? {} : JSON.parse(out);
};
const lastCycle = (): number => ask("trading_bot", "/cycle").last?.at ?? 0;
const inDisks = (command: string) => deployment.run("docker", "exec", `${PROJECT}_disks`, "sh", "-c", command);
const until = (condition: () => boolean): Promise<unknown> => eventually(condition, { withinMs: 60_000 });

describe(`a deployment on a real engine${why === "" ? "" : ` (skipped: ${why})`}`, () => {
  real(
    "goes on where a start was broken off",
    async () => {
      deployment.run("docker", "compose", "--profile", "disks", "up", "--detach", "disks");
      const start = spawn("docker", ["compose", "up", "--detach"], { cwd: deployment.folder, env: deployment.env, stdio: "ignore" });
      await until(() => names("--filter", "status=created").length > 2);
      start.kill("SIGKILL");
      await new Promise((resolve) => ((start.exitCode ?? start.signalCode) ? resolve(null) : start.once("exit", resolve)));
      const look = deployment.run("scripts/preflight.sh");
      expect([look.code, look.out]).toEqual([0, expect.stringContaining("made and never started, by a start that was broken off")]);
      const up = await deployment.quantum("phase", "up", "1", "--json");
      expect([up.code, up.code === 0 ? "" : up.err]).toEqual([0, ""]);
      expect(JSON.parse(up.out)).toMatchObject({
        phase: 1,
        chosen: 1,
        phases: expect.arrayContaining([{ phase: 1, state: "up", missing: [] }]),
      });
    },
    WITHIN_MS,
  );

  real(
    "shows state, health and mode of every module, and which phases are not there",
    async () => {
      const { code, out } = await deployment.quantum("phase", "status");
      expect(out).toMatch(/1 {2}pil +running +HEALTHY +OBSERVE/);
      expect(out).toContain("phase 3: not created (pal, trading_mathematician)");
      expect(code).toBe(0);
    },
    WITHIN_MS,
  );

  real(
    "brings a phase and takes it away without touching the core",
    async () => {
      const before = ["execution", "redis", "trading_bot"].map(startedAt);
      const up = await deployment.quantum("phase", "up", "2");
      expect([up.code, up.code === 0 ? "" : up.err]).toEqual([0, ""]);
      const down = await deployment.quantum("phase", "down", "2", "--json");
      expect(JSON.parse(down.out).stopped.sort()).toEqual(["orchestrator_policy", "pba", "self_healing"]);
      expect(["execution", "redis", "trading_bot"].map(startedAt)).toEqual(before);
      const status = await deployment.quantum("phase", "status", "--json");
      expect([status.code, JSON.parse(status.out).chosen, JSON.parse(status.out).phases[1].state]).toEqual([0, 1, "stopped"]);
      expect(names("--filter", "status=running")).toEqual(expect.arrayContaining(["pil", "universe_os", "ess", "trading_bot"]));
    },
    WITHIN_MS,
  );

  real(
    "sets a mode of a service that publishes no port, and says what is wrong with the wish",
    async () => {
      const mode = async (...words: string[]) => deployment.quantum("mode", ...words, "--reason", "tried");
      expect(await mode("clm", "observe")).toMatchObject({ code: 0, out: "clm is set to OBSERVE\n" });
      expect(ask("clm").mode).toBe("OBSERVE");
      expect(await mode("clm", "ENFORCED")).toMatchObject({ code: 0 });
      expect(await mode("clm", "ENFORCD")).toMatchObject({ code: 2, err: expect.stringContaining("its modes are") });
      expect(await mode("dashbord", "OBSERVE")).toMatchObject({ code: 2, err: expect.stringContaining("use one of: ") });
      expect(await mode("pba", "OBSERVE")).toMatchObject({ code: 3, err: expect.stringContaining("pba does not run in this deployment") });
    },
    WITHIN_MS,
  );

  real(
    "tells the story of a cycle, though Postgres publishes no port",
    async () => {
      await until(() => lastCycle() > 0);
      const cycle = String(lastCycle());
      await eventually(async () => (await deployment.quantum("explain", cycle)).code === 0, { withinMs: 30_000 });
      expect(await deployment.quantum("explain", "nothing")).toMatchObject({
        code: 2,
        err: expect.stringContaining("the books know no order"),
      });
    },
    WITHIN_MS,
  );

  real(
    "stops the desk and re-arms it; also while the emergency stop is down: by the file in its volume, in force as soon as it is back",
    async () => {
      const who = ["--by", "anna", "--reason", "drill"];
      const ess = (...words: string[]) => deployment.quantum("ess", ...words);
      const container = `${PROJECT}_ess`;
      expect(await ess("status")).toMatchObject({ code: 0, out: expect.stringContaining("level        NORMAL") });
      expect(await ess("stop", ...who)).toMatchObject({ code: 0, out: expect.stringMatching(/stopped: HALT\nway +HTTP/) });
      expect(await ess("status")).toMatchObject({ code: 1, out: expect.stringContaining("HALT MANUAL by anna: drill") });
      expect(await ess("rearm", ...who)).toMatchObject({ code: 0 });
      deployment.run("mv", ".env", ".env.lost");
      expect(await ess("status", "--json")).toMatchObject({ out: expect.stringContaining('"source": "http"') });
      deployment.run("mv", ".env.lost", ".env");
      deployment.run("docker", "stop", "--time", "2", container);
      expect(await ess("stop", "--wait", "1", ...who)).toMatchObject({
        code: 1,
        out: expect.stringContaining(`docker start ${container}`),
      });
      expect(await ess("status")).toMatchObject({ code: 1, out: expect.stringContaining("what its journal says") });
      deployment.run("docker", "start", container);
      await eventually(async () => /HALT MANUAL by stop file/.test((await ess("status")).out), { withinMs: 60_000 });
      expect(await ess("rearm", ...who)).toMatchObject({ code: 1, err: expect.stringContaining("--remove-stop-file") });
      expect(await ess("rearm", "--remove-stop-file", ...who)).toMatchObject({ code: 0 });
    },
    WITHIN_MS,
  );

  real(
    "refuses an unknown phase, a name that is taken and a port that is taken, says how to go on, and leaves everything as it is",
    async () => {
      const settings = deployment.read(".env");
      const refused = async (phase: string, words: RegExp, exitCode = 1) => {
        const { code, out, err } = await deployment.quantum("phase", "up", phase);
        expect({ code, out, err }).toEqual({ code: exitCode, out: "", err: expect.stringMatching(words) });
      };
      await refused("6", /there is no phase "6"\n {2}-> use 0/, 2);
      deployment.edit(".env", (text) => text.replace("paper,ess", "paper,ess,phase12"));
      await refused("1", /there is no profile phase12\n {2}-> COMPOSE_PROFILES may name/);
      deployment.write(".env", settings);
      deployment.run("docker", "create", "--name", `${PROJECT}_pal`, "redis:8-bookworm");
      await refused("3", new RegExp(`${PROJECT}_pal is there already, and no compose file made it\\n {2}-> docker rm -f ${PROJECT}_pal`));
      deployment.run("docker", "rm", "--force", `${PROJECT}_pal`);
      const server = createServer().listen(0, "127.0.0.1");
      await new Promise((resolve) => server.once("listening", resolve));
      const { port } = server.address() as { port: number };
      deployment.write(".env", `${settings}PAL_PORT=${port}\n`);
      await refused("3", new RegExp(`127.0.0.1:${port} \\(pal\\) is in use by .*\\n.*PAL_PORT=<another> in .env`));
      await new Promise((resolve) => server.close(resolve));
      deployment.write(".env", settings);
      expect(names()).not.toContain("pal");
    },
    WITHIN_MS,
  );

  real(
    "trades on while the disk of Postgres is full, and has lost nothing when there is room again",
    async () => {
      await until(() => lastCycle() > 0);
      inDisks("dd if=/dev/zero of=/postgres/full bs=64k 2>/dev/null");
      await until(() => /rows wait in Redis: .*No space left on device/.test(ask("execution").reasons?.join() ?? ""));
      const at = lastCycle();
      await until(() => lastCycle() > at);
      expect(deployment.run("scripts/preflight.sh").out).toMatch(/PROBLEM {2}disk: 0 MB free where \w+_postgres keeps its data/);
      inDisks("rm /postgres/full");
      await until(() => ["execution", "trading_bot"].every((service) => ask(service).status === "HEALTHY"));
      const gaps = "select count(*) - ((max(at) - min(at)) / 300000 + 1) from cycles";
      await until(() => deployment.run("docker", "exec", `${PROJECT}_postgres`, "psql", "-U", "quantum", "-Atc", gaps).out.trim() === "0");
    },
    WITHIN_MS,
  );

  real(
    "decides nothing while the disk of Redis is full, says so, and goes on by itself when there is room again",
    async () => {
      inDisks("dd if=/dev/zero of=/redis/full bs=64k 2>/dev/null");
      await until(() =>
        /Redis takes no writes, so nothing is decided: MISCONF .*No space left/.test(ask("trading_bot").reasons?.join() ?? ""),
      );
      await until(() => /Redis takes no writes/.test(ask("execution").reasons?.join() ?? ""));
      const at = lastCycle();
      const look = deployment.run("scripts/preflight.sh");
      expect([look.code, look.out]).toEqual([1, expect.stringMatching(/0 MB free where \w+_redis keeps its data\n +-> make room there/)]);
      expect(lastCycle()).toBe(at);
      inDisks("rm /redis/full");
      await until(() => ["execution", "trading_bot", "risk_safety"].every((service) => ask(service).status === "HEALTHY"));
      await until(() => lastCycle() > at);
    },
    WITHIN_MS,
  );

  real(
    "knows that Postgres was made with another password than the secrets have now, starts nothing, and takes the new one as the documentation says",
    async () => {
      deployment.run("docker", "compose", "--profile", "phase5", "--profile", "paper", "down", "--timeout", "3");
      deployment.run("rm", "-f", join("secrets", "postgres-password"), join("secrets", "database-url"));
      deployment.run("scripts/make_secrets.sh");
      const refused = await deployment.quantum("phase", "up", "0");
      expect([refused.code, refused.err]).toEqual([
        1,
        expect.stringMatching(/was made with another password than .*\n.*'An old password'/),
      ]);
      expect(names("--filter", "status=running")).toEqual([]);
      deployment.run("docker", "compose", "up", "--detach", "--wait", "postgres");
      expect(deployment.run("bash", "-c", givePostgresTheNewPassword()).code).toBe(0);
      const up = await deployment.quantum("phase", "up", "0");
      expect([up.code, up.code === 0 ? "" : up.err]).toEqual([0, ""]);
    },
    WITHIN_MS,
  );
});

/** The command as it stands in the documentation. */
function givePostgresTheNewPassword(): string {
  const command = /^(docker compose exec -T postgres sh -c .*ALTER ROLE.*)$/m.exec(deployment.read("docs/operations.md"))?.[1];
  if (!command) throw new Error("docs/operations.md does not say how Postgres takes a new password");
  return command;
}
