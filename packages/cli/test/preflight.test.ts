import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { StandInDeployment } from "./stand-in-docker.ts";

let deployment: StandInDeployment;
beforeEach(() => {
  deployment = new StandInDeployment();
});
afterEach(() => {
  deployment.remove();
});

/** Everything that is not well, with its way out, in words. */
function said(variables: Record<string, string> = {}, options: { without?: string } = {}): { code: number | null; words: string } {
  const { code, findings } = deployment.run(variables, options);
  const bad = findings.filter(({ verdict }) => verdict !== "ok");
  for (const { fix } of bad) expect(fix).not.toBe("");
  return { code, words: bad.map(({ verdict, check, found, fix }) => `${verdict} ${check}: ${found} -> ${fix}`).join("\n") };
}

describe("the preflight of a deployment", () => {
  it("is ready, with exit code 0, when nothing is in the way", () => {
    expect(said()).toEqual({ code: 0, words: "" });
  });

  it("says when Docker is not installed, and goes on to look at the settings", () => {
    const { code, words } = said({}, { without: "docker" });
    expect([code, words]).toEqual([1, expect.stringContaining("there is no docker on this machine -> install Docker Engine 25")]);
    rmSync(join(deployment.folder, "few"), { recursive: true });
    rmSync(join(deployment.folder, ".env"));
    expect(said({}, { without: "docker" }).words).toContain("there is no .env -> scripts/make_secrets.sh");
  });

  it("tells an engine that does not answer from one that this user may not use", () => {
    deployment.answer(
      "version.fails",
      "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n",
    );
    expect(said().words).toContain("Docker does not answer: Cannot connect to the Docker daemon");
    deployment.answer("version.fails", "permission denied while trying to connect to the Docker daemon socket\n");
    expect(said().words).toContain("you may not use Docker -> sudo usermod -aG docker");
  });

  it.each([
    ["20.10.24+dfsg1", false],
    ["24.0.9", false],
    ["25.0.0", true],
    ["28.2.2-rc.1", true],
    ["what", false],
  ])("takes Docker %s: %s", (version, taken) => {
    deployment.answer("version", `${version}\n`);
    expect(said()).toEqual(taken ? { code: 0, words: "" } : { code: 1, words: expect.stringContaining(`Docker ${version} is too old`) });
  });

  it.each([
    ["1.29.2", false],
    ["2.23.3", false],
    ["v2.24.0", true],
    ["2.40.3-desktop.1", true],
    ["5.0.1", true],
    ["development", false],
  ])("takes Compose %s: %s", (version, taken) => {
    deployment.answer("compose-version", `${version}\n`);
    expect(said()).toEqual(
      taken ? { code: 0, words: "" } : { code: 1, words: expect.stringContaining(`Compose ${version.replace(/^v(?=\d)/, "")} is too old`) },
    );
  });

  it("says when Docker has no Compose", () => {
    deployment.answer("compose-version.fails", "docker: 'compose' is not a docker command.\n");
    expect(said().words).toContain("Docker has no Compose plugin");
  });

  it("says that memory is not limited on a kernel that cannot, and still calls it ready", () => {
    deployment.answer("limits", "false\n");
    expect(said()).toEqual({ code: 0, words: expect.stringContaining("warning docker: Docker 26.1.5, but this kernel has no limits") });
  });
});

describe("settings and secrets before a start", () => {
  it.each([
    ["there is no .env", () => rmSync(join(deployment.folder, ".env"))],
    [".env is empty", () => writeFileSync(join(deployment.folder, ".env"), "")],
    [".env does not say where the secrets are", () => writeFileSync(join(deployment.folder, ".env"), "COMPOSE_PROFILES=paper\n")],
    ["everybody can change .env", () => chmodSync(join(deployment.folder, ".env"), 0o666)],
    ["there is no folder ./secrets", () => rmSync(deployment.secrets, { recursive: true })],
    ["others can enter ./secrets", () => chmodSync(deployment.secrets, 0o755)],
    ["missing: control-token", () => rmSync(join(deployment.secrets, "control-token"))],
    ["empty: control-token", () => empty("control-token")],
    ["database-url does not hold the password", () => replace("postgres-password", "another\n")],
    ["redis-url does not hold the password", () => replace("redis-password", "another\n")],
    ["cannot be read by the containers", () => chmodSync(join(deployment.secrets, "redis-url"), 0o400)],
    ["is a folder (Docker makes one", () => replaceByFolder("alert_webhook_url")],
  ])("%s: is a problem, with exit code 1", (words, spoil: () => void) => {
    deployment.answer("config", deployment.config());
    spoil();
    expect(said()).toEqual({
      code: 1,
      words: expect.stringMatching(new RegExp(`^problem (settings|secrets): .*${words.replace("(", "\\(")}`)),
    });
  });

  it("lets the addresses of alerts be empty, and an address of a server elsewhere have any password", () => {
    empty("alert_webhook_url");
    replace("redis-url", "rediss://:other@cache.example.org:6380/0\n");
    expect(said()).toEqual({ code: 0, words: "" });
  });

  it("warns of a secret in .env that everybody can read", () => {
    writeFileSync(join(deployment.folder, ".env"), "QUANTUM_SECRETS=./secrets\nMY_TOKEN=abcdef\n");
    chmodSync(join(deployment.folder, ".env"), 0o644);
    expect(said()).toEqual({ code: 0, words: expect.stringContaining("warning settings: .env holds what looks like a secret") });
  });

  it("does not advise new secrets where Postgres knows the old ones", () => {
    rmSync(deployment.secrets, { recursive: true });
    deployment.answer("volumes", "quantum_postgres-data\n");
    expect(said().words).toContain("bring its secrets/ back from where you keep them");
  });

  it("says when somebody else has a volume of this deployment open, such as a stack of the same name", () => {
    deployment.answer("users-of-quantum_postgres-data", "quantum_postgres|quantum\nquantum_postgres.1.x1|\n");
    expect(said()).toEqual({
      code: 1,
      words:
        "problem volumes: volume quantum_postgres-data is in use by quantum_postgres.1.x1, which is not of this deployment -> docker stop quantum_postgres.1.x1 first; a stack: scripts/swarm_deploy.sh --remove",
    });
  });

  it("knows a volume that was made with another password", () => {
    deployment.answer("images", "redis:8\nquantum-trader:1\npostgres:17\n");
    deployment.answer(
      "config",
      deployment.config().replace("  migrate:", "  postgres:\n    container_name: quantum_postgres\n    image: postgres:17\n  migrate:"),
    );
    deployment.answer("run", 'psql: error: FATAL:  password authentication failed for user "quantum"\n');
    deployment.answer("made-at", "2199-01-01T00:00:00Z\n");
    expect(said()).toEqual({ code: 0, words: "" });
    deployment.answer("made-at", "2020-01-01T00:00:00Z\n");
    expect(said()).toEqual({
      code: 1,
      words: expect.stringContaining("quantum_postgres-data was made with another password than ./secrets/postgres-password"),
    });
    deployment.answer("run", "1\n");
    expect(said()).toEqual({ code: 0, words: "" });
    deployment.answer("run", "FATAL: the data directory was initialized by PostgreSQL version 16\n");
    expect(said()).toEqual({ code: 0, words: expect.stringContaining("warning postgres password: it cannot be told") });
  });

  it("names an unknown phase, and those there are", () => {
    expect(said({ COMPOSE_PROFILES: "paper,phase9" })).toEqual({
      code: 1,
      words: expect.stringMatching(/there is no profile phase9 -> COMPOSE_PROFILES may name, with commas: ess paper phase1 phase2/),
    });
  });

  it.each(["paper,ess # phase9 some day", '"paper,ess" # phase9 some day', "'paper,ess'  ", "paper,ess\r"])(
    "reads .env as Docker Compose does: COMPOSE_PROFILES=%s",
    (profiles) => {
      const settings = join(deployment.folder, ".env");
      const others = readFileSync(settings, "utf8").replace(/^COMPOSE_PROFILES=.*\n/m, "");
      writeFileSync(settings, `${others}COMPOSE_PROFILES=${profiles}\n`);
      expect(said()).toEqual({ code: 0, words: "" });
    },
  );

  it("says what is wrong with a mode, or with files that compose cannot read", () => {
    deployment.answer("config", deployment.config({ variables: { EXECUTION_MODE: "ON" } }));
    expect(said().words).toContain("EXECUTION_MODE=ON: execution has no such mode -> set it to one of ENFORCED, OBSERVE");
    deployment.answer("config.fails", 'failed to read .env: line 3: unexpected character "+" in variable name\n');
    expect(said().words).toContain("the compose files cannot be read: failed to read .env: line 3");
  });
});

describe("the exchange before a start", () => {
  const own = { EXCHANGE_MODE: "testnet", SYMBOLS: "BTCUSDT" };
  const keys = () => {
    for (const name of ["exchange-api-key", "exchange-api-secret"])
      replace(name, "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A\n");
  };
  const withExchange = (variables: Record<string, string>, simulator = false) => {
    deployment.answer("config", deployment.config({ variables, simulator }));
    return said();
  };

  it("is ready for testnet and for live when keys, symbols and the confirmation are there", () => {
    keys();
    expect(withExchange(own)).toEqual({ code: 0, words: "" });
    expect(withExchange({ ...own, EXCHANGE_MODE: "live", LIVE_CONFIRMATION: "I trade real money" })).toEqual({ code: 0, words: "" });
  });

  it.each([
    ["with the paper exchange beside it", own, true],
    ["without SYMBOLS", { ...own, SYMBOLS: '" , "' }, false],
    ["nobody has confirmed that", { ...own, EXCHANGE_MODE: "live", LIVE_CONFIRMATION: "yes" }, false],
    ["EXCHANGE_MODE=real is none", { EXCHANGE_MODE: "real" }, false],
    ["the paper exchange is not among the services", { EXCHANGE_MODE: "paper" }, false],
  ])("is not ready %s", (words, variables, simulator) => {
    keys();
    expect(withExchange(variables, simulator)).toEqual({ code: 1, words: expect.stringContaining(words) });
  });

  it("is not ready for testnet with the generated keys of the paper exchange", () => {
    expect(withExchange(own)).toEqual({ code: 1, words: expect.stringContaining("exchange-api-secret is the generated one") });
  });
});

describe("what is in the way of a start", () => {
  it("a port somebody else listens on, with the variable that moves it", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as { port: number };
    deployment.answer("config", deployment.config({ ports: { execution: port } }));
    const taken = said();
    await new Promise((resolve) => server.close(resolve));
    expect(taken).toEqual({
      code: 1,
      words: expect.stringMatching(new RegExp(`127.0.0.1:${port} \\(execution\\) is in use by .*EXECUTION_PORT=<another>`)),
    });
    expect(said()).toEqual({ code: 0, words: "" });
  });

  it("a port of another container, but not one of this deployment's own", () => {
    deployment.answer("config", deployment.config({ ports: { execution: 8001 } }));
    const ports = "127.0.0.1:8000-8002->8000-8002/tcp";
    deployment.answer("containers", `${deployment.container("execution", "running", { ports })}\n`);
    expect(said()).toEqual({ code: 0, words: "" });
    deployment.answer("containers", `${deployment.container("web", "running", { ports, project: "shop" })}\n`);
    expect(said()).toEqual({
      code: 1,
      words: expect.stringContaining("8001 (execution) is in use by the container quantum_web of project shop"),
    });
  });

  it("a port that two services were given", () => {
    deployment.answer("config", deployment.config({ ports: { execution: 47_001, exchange_simulator: 47_001 } }));
    expect(said()).toEqual({ code: 1, words: expect.stringContaining("47001 is given to two services") });
  });

  it.each([
    ["another deployment is in the way: project quantum in /usr", { folder: "/usr" }],
    ["whose folder /nowhere is gone", { folder: "/nowhere" }],
    ["is there already, and no compose file made it", { folder: "", project: "" }],
  ])("a container of the same name from elsewhere: %s", (words, about) => {
    deployment.answer("containers", `${deployment.container("redis", "running", about)}\n`);
    expect(said()).toEqual({ code: 1, words: expect.stringContaining(words) });
  });

  it.each([
    ["problem", "dead", {}, "quantum_redis is dead"],
    ["problem", "paused", {}, "quantum_redis is paused -> docker unpause quantum_redis"],
    ["warning", "created", {}, "made and never started, by a start that was broken off: quantum_redis"],
    ["warning", "restarting", {}, "quantum_redis ends again and again: the secret is empty"],
    ["warning", "exited", { status: "Exited (78) 2 minutes ago" }, "quantum_redis ended with (78) 2 minutes ago: the secret is empty"],
    ["warning", "running", { status: "Up 2 minutes (unhealthy)" }, "quantum_redis runs, and is not healthy"],
  ])("%s: a container that is %s", (verdict, state, about, words) => {
    deployment.answer("logs", "starting\nthe secret is empty\n");
    deployment.answer("containers", `${deployment.container("redis", state, about)}\n`);
    expect(said()).toEqual({ code: verdict === "problem" ? 1 : 0, words: expect.stringContaining(`${verdict} containers: ${words}`) });
  });

  it.each(["(0)", "(137)", "(143)"])("nothing of a container that ended with %s: stopped, or killed", (status) => {
    deployment.answer("containers", `${deployment.container("redis", "exited", { status: `Exited ${status} 2 minutes ago` })}\n`);
    expect(said()).toEqual({ code: 0, words: "" });
  });

  it("names that Docker has forgotten", () => {
    deployment.answer("containers", ["redis", "trading_bot"].map((name) => deployment.container(name, "running")).join("\n"));
    expect(said()).toEqual({ code: 0, words: "" });
    deployment.answer("names.fails", "");
    expect(said()).toEqual({
      code: 1,
      words: expect.stringContaining("containers do not find each other by name -> docker compose restart"),
    });
  });

  it("warns of a module that runs and is not in the profiles, and of one that is no longer in the files", () => {
    deployment.answer("containers", ["pba", "gone"].map((name) => deployment.container(name, "running")).join("\n"));
    const { code, words } = said();
    expect(code).toBe(0);
    expect(words).toContain("quantum_pba runs, and is not in the profiles chosen");
    expect(words).toContain("quantum_gone is of a service that the compose files do not have any more");
  });

  it("an image that is not built, and one that cannot be fetched", () => {
    deployment.answer("images", "");
    const { code, words } = said();
    expect(code).toBe(1);
    expect(words).toContain("quantum-trader:1 is not built -> docker compose build migrate");
    expect(words).toContain("redis:8 is not here and cannot be fetched");
    deployment.answer("images", "quantum-trader:1\n");
    deployment.answer("manifests", "redis:8\n");
    expect(said()).toEqual({ code: 0, words: "" });
  });

  it.each([
    [999, 1, "problem disk: 999 MB free"],
    [1_000, 0, "warning disk: 1000 MB free"],
    [4_999, 0, "warning disk: 4999 MB free"],
    [5_000, 0, ""],
  ])("%s MB of free disk", (megabytes, code, words) => {
    deployment.free(megabytes);
    expect(said()).toEqual({ code, words: expect.stringContaining(words) });
  });

  it.each([
    // Five services of 200 MB: 1,000 MB at most, a third of that after the start.
    [332, 1, "problem memory: 332 MB free"],
    [333, 0, "warning memory: 333 MB free"],
    [1_000, 0, ""],
  ])("%s MB of free memory", (megabytes, code, words) => {
    deployment.answer("memory", `${megabytes * 2 ** 20}\n`);
    expect(said()).toEqual({ code, words: expect.stringContaining(words) });
  });
});

function empty(name: string): void {
  replace(name, "");
}

function replace(name: string, text: string): void {
  rmSync(join(deployment.secrets, name));
  writeFileSync(join(deployment.secrets, name), text, { mode: 0o444 });
}

function replaceByFolder(name: string): void {
  rmSync(join(deployment.secrets, name));
  mkdirSync(join(deployment.secrets, name));
}
