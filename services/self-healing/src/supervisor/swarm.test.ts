import { describe, expect, it } from "@jest/globals";
import { RestartRefused } from "./supervisor.ts";
import { swarmSupervisor } from "./swarm.ts";

const supervisor = swarmSupervisor({ execution: 8002, pba: 8008 }, "quantum_{name}");
const { signal } = new AbortController();

describe("a Swarm as supervisor", () => {
  it("knows where everybody answers, and of nobody whether it runs", async () => {
    expect(await supervisor.list(signal)).toEqual([
      expect.objectContaining({ name: "execution", run: "unknown", address: "http://quantum_execution:8002" }),
      expect.objectContaining({ name: "pba", run: "unknown", address: "http://quantum_pba:8008" }),
    ]);
  });

  it("restarts nobody, and says how a person does", async () => {
    await expect(supervisor.restart("pba", signal)).rejects.toThrow(RestartRefused);
    await expect(supervisor.restart("pba", signal)).rejects.toThrow("docker service update --force");
  });
});
