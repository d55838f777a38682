import { describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { FLEET } from "../../../../../fleet.ts";
import { EXCHANGE_USERS } from "../networks.ts";
import { setting } from "../service-block.ts";
import { stackFile } from "./stack-file.ts";

interface Service {
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly networks: Readonly<Record<string, { aliases?: readonly string[] }>> | readonly string[];
  readonly ports?: readonly { readonly mode: string }[];
  readonly volumes?: readonly { readonly type: string }[];
  readonly deploy: {
    readonly mode?: string;
    readonly replicas: number | string;
    readonly endpoint_mode: string;
    readonly resources: { readonly limits: { readonly memory: string } };
    readonly update_config: { readonly order: string; readonly failure_action: string };
    readonly placement?: { readonly constraints: readonly string[] };
  };
}
interface Stack {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly secrets: Readonly<Record<string, { readonly external: boolean }>>;
  readonly configs: Readonly<Record<string, { readonly name: string }>>;
}

const text = stackFile().text;
const stack = parse(text, { merge: true }) as Stack;
const all = Object.entries(stack.services);
const networksOf = ({ networks }: Service) => (Array.isArray(networks) ? (networks as string[]) : Object.keys(networks));

describe("the stack of a Swarm", () => {
  it.each(FLEET)("runs one $name, known by the name that others ask for, with the memory of the manifest or a little more", (entry) => {
    const service = stack.services[entry.name] as Service;
    expect(service.command).toEqual([entry.name]);
    const { aliases } = (service.networks as Record<string, { aliases: string[] }>)[networksOf(service)[0] as string] ?? {};
    expect(aliases).toEqual([`quantum_${entry.name}`]);
    expect(["1", setting("PAPER", "1"), setting("ESS", "1"), setting(`PHASE_${entry.phase}`, "0")]).toContain(
      String(service.deploy.replicas),
    );
    expect(Number.parseInt(service.deploy.resources.limits.memory, 10)).toBeGreaterThanOrEqual(entry.memoryMb);
  });

  it("has workers that nobody asked for: none", () => {
    expect(stack.services.ai_engine_worker?.deploy.replicas).toBe(setting("AI_WORKERS", "0"));
    expect(stack.services.ai_engine_worker?.environment).toMatchObject({
      PARTITION: "{{.Task.Slot}}",
      AI_WORKERS: setting("AI_WORKERS", "0"),
    });
    expect(stack.services.ai_engine?.environment).toMatchObject({ AI_WORKERS: setting("AI_WORKERS", "0") });
    expect(stack.services.clm_worker?.deploy.replicas).toBe(setting("CLM_WORKERS", "0"));
    expect(stack.services.clm_worker?.environment).toMatchObject({ CLM_ROLE: "worker" });
  });

  it("never runs two at once of whoever has a disk or a port of the host, and keeps disks on the labelled node", () => {
    for (const [name, { volumes = [], ports = [], deploy }] of all.filter(([, { deploy }]) => deploy.mode === undefined)) {
      const disk = volumes.some(({ type }) => type === "volume");
      expect([name, deploy.update_config.order]).toEqual([name, disk || ports.length > 0 ? "stop-first" : "start-first"]);
      expect([name, deploy.placement !== undefined]).toEqual([name, disk]);
      expect([name, deploy.endpoint_mode, deploy.update_config.failure_action]).toEqual([name, "dnsrr", "rollback"]);
    }
  });

  it("lets out execution, ess, the sender of alerts and the way to servers elsewhere; of the others only the console and Grafana are published", () => {
    const on = (network: string) => all.filter(([, service]) => networksOf(service).includes(network)).map(([name]) => name);
    expect(on("outside").sort()).toEqual([...EXCHANGE_USERS, "alertmanager", "servers_way_out"].sort());
    expect(on("door").sort()).toEqual(["dashboard", "grafana"]);
    expect(
      all
        .filter(([, { ports }]) => ports)
        .map(([name]) => name)
        .sort(),
    ).toEqual(["dashboard", "grafana"]);
    const open = Object.entries(stack.networks).filter(([, { internal }]) => internal !== true);
    expect(open.map(([name]) => name).sort()).toEqual(["door", "outside"]);
  });

  it("takes every secret from the Swarm, sees no socket of Docker, and names configs anew when they are", () => {
    for (const [name, { external }] of Object.entries(stack.secrets)) expect([name, external]).toEqual([name, true]);
    expect(text).not.toContain("docker.sock");
    for (const { name } of Object.values(stack.configs)) {
      expect(name.endsWith(`-${setting("QUANTUM_CONFIGS", "1")}`)).toBe(true);
      // 64 characters are what a Swarm takes; a stack's name may have 20, and the sum of the files has 10.
      expect(
        name.replace(setting("QUANTUM_STACK", "quantum"), "s".repeat(20)).replace(setting("QUANTUM_CONFIGS", "1"), "c".repeat(10)).length,
      ).toBeLessThanOrEqual(64);
    }
  });
});
