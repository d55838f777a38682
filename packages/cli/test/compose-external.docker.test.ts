import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { eventually, type TestAuthority, testAuthority, writeCertificate } from "@quantum/test-kit";
import { DeploymentCopy, whyNoDeployment } from "./deployment-copy.ts";

const WITHIN_MS = 180_000;
const PROJECT = "quantumext";
const PASSWORD = "only-for-this-test";
const REDIS_HOST = "cache.servers.test";
const DATABASE_HOST = "db.servers.test";
const CORE = ["execution", "ai_engine", "portfolio_intelligence", "risk_safety", "trading_bot", "clm", "dashboard"];

const why = whyNoDeployment();
const docker = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync("docker", args, { encoding: "utf8", timeout: WITHIN_MS });
  return { status, out: (stdout ?? "").trim(), err: (stderr ?? "").trim() };
};
const inside = (name: string, command: string) => docker("exec", `${PROJECT}_${name}`, "bash", "-c", command);
interface Health {
  readonly status: string;
  readonly reasons: readonly string[];
}
const healthOf = (name: string) => JSON.parse(inside(name, "/app/healthy --say").out) as Health;

/** Somebody else's Redis and Postgres, with TLS, where only a container with a way out can reach them. */
function startProvider(folder: string, authority: TestAuthority): void {
  const server = (name: string, host: string, image: string, command: string) => {
    const certificates = join(folder, `provider-${name}`);
    mkdirSync(certificates);
    const { keyFile } = writeCertificate(certificates, authority.issue(host));
    chmodSync(keyFile, 0o644);
    const place = ["--network", `${PROJECT}_outside`, "--network-alias", host, "-v", `${certificates}:/certificates:ro`];
    const started = docker(
      "run",
      "-d",
      "--name",
      `${PROJECT}_provider_${name}`,
      ...place,
      "-e",
      `POSTGRES_PASSWORD=${PASSWORD}`,
      "-e",
      "POSTGRES_USER=quantum",
      "--entrypoint",
      "sh",
      image,
      "-c",
      command,
    );
    expect(started).toMatchObject({ status: 0 });
  };
  const redisTls =
    "--port 0 --tls-port 6380 --tls-cert-file /certificates/server.crt --tls-key-file /certificates/server.key --tls-auth-clients no";
  server("redis", REDIS_HOST, "redis:8-bookworm", `exec redis-server ${redisTls} --requirepass ${PASSWORD} --protected-mode no`);
  const ownKey = "own=$(mktemp -d) && cp /certificates/* $own && chown -R postgres $own && chmod 600 $own/server.key";
  const postgresTls = "-c ssl=on -c ssl_cert_file=$own/server.crt -c ssl_key_file=$own/server.key";
  server("postgres", DATABASE_HOST, "postgres:17-bookworm", `${ownKey} && exec docker-entrypoint.sh postgres ${postgresTls}`);
}

(why === "" ? describe : describe.skip)(`Compose with Redis and Postgres elsewhere${why === "" ? "" : ` (skipped: ${why})`}`, () => {
  jest.setTimeout(WITHIN_MS);
  let copy: DeploymentCopy;

  beforeAll(() => {
    copy = new DeploymentCopy(PROJECT);
    const authority = testAuthority("somebody's authority");
    const secret = (name: string, text: string) => {
      const file = join(copy.folder, "secrets", name);
      chmodSync(file, 0o644);
      writeFileSync(file, `${text}\n`);
    };
    secret("redis-url", `rediss://:${PASSWORD}@${REDIS_HOST}:6380/0`);
    secret("database-url", `postgres://quantum:${PASSWORD}@${DATABASE_HOST}/quantum?sslmode=verify-full`);
    secret("servers-ca", authority.certificate);
    // The scripts go by names and labels; they have to take this deployment for theirs.
    const own = (text: string) =>
      text
        .replaceAll("quantum_", `${PROJECT}_`)
        .replaceAll(/"?(label=|\.Label ")quantum\./g, (found) => found.replace("quantum.", `${PROJECT}.`));
    const labels = (text: string) => text.replaceAll("drill.", `${PROJECT}.`);
    for (const name of ["docker-compose.yml", "docker-compose.ai-modules.yml", "docker-compose.external.yml"]) copy.edit(name, labels);
    for (const name of ["monitor_all_services.sh", "backup.sh", "restore.sh", "emergency_rollback.sh"])
      copy.edit(join("scripts", name), own);
    expect(copy.run("scripts/make_secrets.sh", "--external")).toMatchObject({
      code: 0,
      out: expect.stringContaining(`Redis is at ${REDIS_HOST}`),
    });
    copy.edit(".env", (text) => text.replace(/COMPOSE_PROFILES=.*/, "COMPOSE_PROFILES=paper"));
    if (process.env.QUANTUM_VERSION) copy.edit(".env", (text) => `${text}QUANTUM_VERSION=${process.env.QUANTUM_VERSION}\n`);
    // Makes the network in which the provider then is.
    expect(copy.run("docker", "compose", "up", "--detach", "--no-deps", "servers_way_out")).toMatchObject({ code: 0 });
    startProvider(copy.folder, authority);
  });

  afterAll(() => {
    docker("rm", "-fv", `${PROJECT}_provider_redis`, `${PROJECT}_provider_postgres`);
    copy.remove();
  });

  it("comes up without servers of its own, over TLS to the names that stand in the certificates", async () => {
    const up = copy.run("docker", "compose", "up", "--detach", "--wait", ...CORE, "exchange_simulator");
    expect([up.code, up.code === 0 ? "" : up.err]).toEqual([0, ""]);
    const there = docker("ps", "--filter", `label=com.docker.compose.project=${PROJECT}`, "--format", "{{.Names}}").out.split("\n");
    expect(there).not.toContain(`${PROJECT}_redis`);
    expect(there).not.toContain(`${PROJECT}_postgres`);
    await eventually(
      () => {
        const ill = CORE.map(healthOf).filter(({ reasons }) => reasons.length > 0);
        if (ill.length > 0) throw new Error(JSON.stringify(ill));
        return true;
      },
      { withinMs: WITHIN_MS / 3, what: "all well" },
    );
  });

  it("lets the fleet reach the two addresses and nothing else", () => {
    const connects = (host: string, port: number) =>
      inside("ai_engine", `timeout 5 bash -c 'exec 3<>/dev/tcp/${host}/${port}'`).status === 0;
    expect([connects(REDIS_HOST, 6380), connects(DATABASE_HOST, 5432)]).toEqual([true, true]);
    const address = docker(
      "inspect",
      "-f",
      `{{(index .NetworkSettings.Networks "${PROJECT}_outside").IPAddress}}`,
      `${PROJECT}_provider_redis`,
    ).out;
    expect(address).toMatch(/^\d+\./);
    expect([connects(address, 6380), connects(REDIS_HOST, 6379)]).toEqual([false, false]);
  });

  it("is back by itself after what leads to the servers was away", async () => {
    const ways = [`${PROJECT}_servers_way_in`, `${PROJECT}_servers_way_out`];
    const say = (names: readonly string[], status: string) =>
      eventually(() => names.every((name) => healthOf(name).status === status), { withinMs: WITHIN_MS / 3, what: `all ${status}` });
    docker("stop", "-t", "0", ...ways);
    // execution may leave by itself, and reaches the servers without them.
    await say(
      CORE.filter((name) => name !== "execution"),
      "DEGRADED",
    );
    docker("start", ...ways);
    await say(CORE, "HEALTHY");
  });

  it("is watched, saved and rolled back by scripts that know whose the servers are", async () => {
    // What a service found while its servers were away, it takes back at its next look.
    const watched = await eventually(
      () => {
        const { code, out, err } = copy.run("scripts/monitor_all_services.sh", "--json");
        if (code !== 0) throw new Error(out + err);
        return { out };
      },
      { withinMs: WITHIN_MS / 3, what: "all well" },
    );
    expect(watched.out).toContain('"server":"servers_way_in"');
    const saved = copy.run("scripts/backup.sh", "saved");
    expect([saved.code, saved.err]).toEqual([0, expect.stringContaining("take their provider's backups")]);
    const restored = copy.run("scripts/restore.sh", "saved", "--yes");
    expect([restored.code, restored.code === 0 ? "" : restored.err]).toEqual([0, ""]);
    const back = copy.run("scripts/emergency_rollback.sh", "--json");
    expect([back.code, back.code === 0 ? "" : back.out + back.err]).toEqual([0, ""]);
  });

  it("refuses a stranger's certificate, and says which variable and what to do", async () => {
    writeFileSync(join(copy.folder, "secrets", "servers-ca"), testAuthority("a stranger").certificate);
    docker("restart", "-t", "5", `${PROJECT}_clm`);
    const reasons = await eventually(() => healthOf("clm").reasons.find((reason) => reason.startsWith("REDIS_URL: its certificate")), {
      withinMs: WITHIN_MS / 3,
    });
    expect(reasons).toContain("NODE_EXTRA_CA_CERTS");
  });
});
