import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";

/** A machine of our own making: only the programs in this folder exist. */
let machine: string;
beforeEach(() => {
  machine = mkdtempSync(join(tmpdir(), "quantum-machine-"));
});
afterEach(() => {
  rmSync(machine, { recursive: true, force: true });
});

function install(name: string, script: string): void {
  writeFileSync(join(machine, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(machine, name), 0o755);
}

/** An apt-get that keeps a record; `works` is what it does from its n-th call on. */
function installApt(worksFromCall: number): void {
  for (const program of ["/usr/bin/env", "/bin/sh"]) symlinkSync(program, join(machine, program.split("/").at(-1) as string));
  const record = join(machine, "apt-calls");
  install(
    "apt-get",
    `echo "$*" >> ${record}
[ "$(/usr/bin/wc -l < ${record})" -ge ${worksFromCall} ] || { echo "Unable to locate package redis-server" >&2; exit 100; }
case "$1" in install) printf '#!/bin/sh\\n' > ${machine}/redis-server; /bin/chmod +x ${machine}/redis-server;; esac`,
  );
}

/** Runs the step as user `uid`, in the world of that machine. */
function ensureRedis(env: Record<string, string> = {}, uid = 0) {
  const module = JSON.stringify(new URL("./redis.mjs", import.meta.url).href);
  const script = `
    process.getuid = () => ${uid};
    const { ensureRedis } = await import(${module});
    try { await ensureRedis("REDIS_URL"); console.log("ready"); } catch (error) { console.log(error.message + " -> " + error.fix); }`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    encoding: "utf8",
    env: { PATH: machine, ...env },
  });
  const calls = join(machine, "apt-calls");
  return { said: stdout.trim(), calls: existsSync(calls) ? readFileSync(calls, "utf8").trim().split("\n") : [] };
}

const INSTALL = "install -y --no-install-recommends redis-server";
const onlyWithoutSystemRedis = existsSync("/usr/sbin/redis-server") || existsSync("/usr/local/sbin/redis-server") ? it.skip : it;

describe("a machine without Redis", () => {
  onlyWithoutSystemRedis("gets one from apt-get when root asks", () => {
    installApt(1);
    expect(ensureRedis()).toEqual({ said: "ready", calls: [INSTALL] });
  });

  onlyWithoutSystemRedis("updates the package lists when the package is not known", () => {
    installApt(2);
    expect(ensureRedis()).toEqual({ said: "ready", calls: [INSTALL, "update", INSTALL] });
  });

  onlyWithoutSystemRedis("says what apt-get said and what to run when that does not help", () => {
    installApt(99);
    expect(ensureRedis().said).toMatch(/could not be installed:[\s\S]*Unable to locate package[\s\S]*brew install redis/);
  });

  onlyWithoutSystemRedis("is left alone when only root may install and nobody lets us", () => {
    installApt(1);
    install("sudo", "exit 1");
    const { said, calls } = ensureRedis({}, 1000);
    expect(said).toMatch(/only root may install one -> install one and try again:[\s\S]*sudo apt-get install redis-server/);
    expect(calls).toEqual([]);
  });

  onlyWithoutSystemRedis("without apt-get is told the command for its kind of system", () => {
    expect(ensureRedis().said).toMatch(/no redis-server[\s\S]*dnf install valkey[\s\S]*apk add redis[\s\S]*REDIS_URL=/);
  });

  it("needs none when an address is given, or when a Valkey is there", () => {
    expect(ensureRedis({ REDIS_URL: "redis://elsewhere" }).said).toBe("ready");
    install("valkey-server", "exit 0");
    expect(ensureRedis().said).toBe("ready");
  });
});
