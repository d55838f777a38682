import { describe, expect, it } from "@jest/globals";
import { FLEET } from "../../../../fleet.ts";
import { aiWorkers, MOST_AI_WORKERS, partitionVariables, programOf } from "./ai-workers.ts";

describe("workers of ai_engine", () => {
  it("run its program under names and ports of their own", () => {
    expect(aiWorkers(2).map(({ name, port }) => [name, port])).toEqual([
      ["ai_engine_worker_1", 8101],
      ["ai_engine_worker_2", 8102],
    ]);
    expect(["ai_engine_worker_15", "ai_engine", "pba"].map(programOf)).toEqual(["ai_engine", "ai_engine", "pba"]);
    expect(aiWorkers(0)).toEqual([]);
  });

  it("take no port of the manifest, however many they are", () => {
    const ports = FLEET.map(({ port }) => port);
    expect(aiWorkers(MOST_AI_WORKERS).filter(({ port }) => ports.includes(port))).toEqual([]);
  });

  it("and the lead are told how many there are, and each which one it is; nobody else is told anything", () => {
    expect(partitionVariables("ai_engine_worker_2", 3)).toEqual({ AI_WORKERS: "3", PARTITIONS: "", PARTITION: "2" });
    expect(partitionVariables("ai_engine", 0)).toEqual({ AI_WORKERS: "0", PARTITIONS: "", PARTITION: "0" });
    expect(partitionVariables("clm", 3)).toEqual({});
  });
});
