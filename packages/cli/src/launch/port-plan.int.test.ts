import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import { freePort } from "@quantum/test-kit";
import type { FleetEntry } from "../../../../fleet.ts";
import { planPorts } from "./port-plan.ts";

let listening: Server | null = null;

afterEach(() => {
  listening?.close();
  listening = null;
});

const entry = (name: string, port: number) => ({ name, port }) as FleetEntry;

async function listenOn(port: number): Promise<void> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  listening = server;
}

describe("the ports of an instance", () => {
  it("are refused with number and service when one is in use", async () => {
    const taken = await freePort();
    await listenOn(taken);
    await expect(planPorts([entry("execution", taken - 1000)], { offset: 1000 })).rejects.toMatchObject({
      message: expect.stringContaining(`${taken} (execution)`),
      fix: expect.stringContaining("--port-offset"),
    });
  });

  it("are others, all different, where they need not be the manifest's", async () => {
    const taken = await freePort();
    await listenOn(taken);
    const plan = await planPorts([entry("execution", taken), entry("clm", await freePort())], "prefer-manifest");
    const ports = [...Object.values(plan.services), plan.redis, plan.postgres];
    expect(ports).not.toContain(taken);
    expect(new Set(ports).size).toBe(4);
  });
});
