import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { FLEET } from "../../../../fleet.ts";
import { staleFiles } from "../compose-commands.ts";
import { REPOSITORY } from "../repository.ts";
import { coreFile, modulesFile } from "./compose-files.ts";
import { COMPOSE_SECRETS } from "./generated-file.ts";
import { EXCHANGE_USERS } from "./networks.ts";
import { profilesOf } from "./service-block.ts";

interface Service {
  readonly container_name: string;
  readonly profiles?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks: readonly string[];
  readonly dns?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
  readonly logging: { readonly options: Readonly<Record<string, string>> };
  readonly healthcheck?: unknown;
  readonly mem_limit: string;
}
interface File {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks?: Readonly<Record<string, { internal?: boolean; driver_opts?: Readonly<Record<string, string>> }>>;
}

const core = parse(coreFile().text, { merge: true }) as File;
const modules = parse(modulesFile().text, { merge: true }) as File;
const all: Readonly<Record<string, Service>> = { ...core.services, ...modules.services };

describe("the compose files", () => {
  it("say what fleet.ts says (else: ./quantum compose write)", () => {
    expect(staleFiles()).toEqual([]);
  });

  it("have the core in the one and the modules in the other", () => {
    for (const { name, group } of FLEET) {
      expect([name, name in core.services]).toEqual([name, group !== "module"]);
      expect([name, name in modules.services]).toEqual([name, group === "module"]);
    }
  });

  it.each(FLEET)("run $name under its name, on its port, published to this machine alone or not at all", (entry) => {
    const service = all[entry.name] as Service;
    expect(service.container_name).toBe(`quantum_${entry.name}`);
    expect(service.environment.PORT).toBe(String(entry.port));
    const published = service.ports ?? [];
    expect(published.length).toBe(entry.published ? 1 : 0);
    for (const port of published) {
      expect(port.startsWith(`$\{QUANTUM_BIND:-127.0.0.1}:`)).toBe(true);
      expect(port.endsWith(`:-${entry.port}}:${entry.port}`)).toBe(true);
    }
  });

  it("ask nobody outside for a name, where no answer would come back: what is not there is known at once", () => {
    for (const [name, { networks, dns }] of Object.entries(all)) {
      const unanswered = networks.includes("door") && !networks.includes("outside") && name !== "grafana";
      expect({ name, dns }).toEqual({ name, dns: unanswered ? ["127.0.0.1"] : undefined });
    }
  });

  it("are the same for a service whatever phase is chosen, so that a new phase does not make the core anew", () => {
    for (const { name } of FLEET) expect(all[name]?.environment.COMPOSE_PROFILES).toBe("");
  });

  it("wait for no workers, which only a Swarm starts, whatever the settings say", () => {
    expect(all.ai_engine?.environment.AI_WORKERS).toBe("");
  });

  it("bring phases 1 to N with the profile of phase N", () => {
    for (const phase of [1, 2, 3, 4, 5]) {
      const brought = Object.keys(modules.services).filter(
        (name) => modules.services[name]?.profiles?.includes(`phase${phase}`) && FLEET.some((entry) => entry.name === name),
      );
      expect(brought.sort()).toEqual(
        FLEET.filter((entry) => entry.group === "module" && entry.phase <= phase)
          .map(({ name }) => name)
          .sort(),
      );
    }
    expect(profilesOf({ name: "ess", group: "module", phase: 5 })).toEqual(["phase5", "ess"]);
    expect(core.services.exchange_simulator?.profiles).toEqual(["paper"]);
  });

  it("let nobody but execution, ess and the sender of alerts out", () => {
    const leaving = Object.keys(all).filter((name) => all[name]?.networks?.includes("outside"));
    expect(leaving.sort()).toEqual([...EXCHANGE_USERS, "alertmanager"].sort());
    const inside = Object.entries(core.networks ?? {}).filter(([name]) => name !== "outside");
    for (const [name, network] of inside)
      expect([
        name,
        network.internal === true || network.driver_opts?.["com.docker.network.bridge.enable_ip_masquerade"] === "false",
      ]).toEqual([name, true]);
  });

  it("give nobody both ways in, of which Docker would choose one as the way out", () => {
    for (const [name, service] of Object.entries(all))
      expect([name, service.networks.filter((network) => ["door", "outside"].includes(network)).length < 2]).toEqual([name, true]);
  });

  it("give every container a read-only root, no rights, bounded logs and a memory limit", () => {
    for (const [name, service] of Object.entries(all)) {
      expect([name, service.read_only, service.cap_drop, service.security_opt]).toEqual([name, true, ["ALL"], ["no-new-privileges:true"]]);
      expect([name, typeof service.logging.options["max-size"], service.mem_limit.endsWith("m")]).toEqual([name, "string", true]);
    }
  });

  it("show the socket of Docker to the two restricted proxies only, and neither of them may make a container", () => {
    const near = Object.keys(all).filter((name) => all[name]?.volumes?.some((volume) => volume.includes("docker.sock")));
    expect(near.sort()).toEqual(["docker_restart", "docker_watch"]);
    expect(all.docker_watch?.environment).toEqual({ CONTAINERS: 1, LOG_LEVEL: "warning" });
    expect(all.docker_restart?.environment).toEqual({ POST: 1, ALLOW_RESTARTS: 1, LOG_LEVEL: "warning" });
  });

  it("hand the keys of the exchange to those who sign with them, and no secret as a value", () => {
    const holders = FLEET.map(({ name }) => name).filter((name) => all[name]?.secrets?.includes("exchange-api-key"));
    expect(holders.sort()).toEqual(["ess", "exchange_simulator", "execution"]);
    for (const [name, service] of Object.entries(all))
      for (const [variable, value] of Object.entries(service.environment ?? {}))
        if (/TOKEN|SECRET|PASSWORD|API_KEY/.test(variable))
          expect([name, variable, String(value).startsWith("/run/secrets/")]).toEqual([name, variable, true]);
  });

  it("need secrets that make_secrets.sh makes", () => {
    const script = readFileSync(join(REPOSITORY, "scripts", "make_secrets.sh"), "utf8");
    for (const name of COMPOSE_SECRETS) expect([name, script.includes(name)]).toEqual([name, true]);
  });
});
