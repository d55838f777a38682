import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { dockerSupervisor } from "./docker.ts";
import { RestartRefused } from "./supervisor.ts";

/** Answers as the Docker Engine API does behind a proxy that lets listing and restarting pass, and nothing else. */
const CONTAINERS = [
  { Names: ["/quantum_pil"], State: "running", Status: "Up 3 minutes", Labels: { "quantum.service": "pil", "quantum.port": "8014" } },
  {
    Names: ["/quantum_execution"],
    State: "exited",
    Status: "Exited (137) 2 seconds ago",
    Labels: { "quantum.service": "execution", "quantum.port": "8002", "quantum.needs": "exchange_simulator" },
  },
  {
    Names: ["/quantum_pba"],
    State: "exited",
    Status: "Exited (0) 1 hour ago",
    Labels: { "quantum.service": "pba", "quantum.port": "8008" },
  },
  { Names: ["/quantum_pal"], State: "restarting", Status: "Restarting (1) 1 second ago", Labels: { "quantum.service": "pal" } },
  { Names: ["/trial_pil"], State: "exited", Status: "Exited (137) 1 second ago", Labels: { "quantum.service": "pil" } },
];

let proxy: Server;
let url: string;
let asked: string[];
beforeEach(async () => {
  asked = [];
  proxy = createServer((request, response) => {
    asked.push(`${request.method} ${decodeURIComponent(request.url ?? "")}`);
    if (request.method === "GET" && request.url?.startsWith("/containers/json")) response.end(JSON.stringify(CONTAINERS));
    else if (request.method === "POST" && request.url === "/containers/quantum_pil/restart?t=0") response.writeHead(204).end();
    else if (request.url?.startsWith("/containers/quantum_execution/")) response.writeHead(500).end('{"message":"boom"}');
    else response.writeHead(403).end("Forbidden");
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});
afterEach(() => {
  proxy.close();
});
const signal = () => AbortSignal.timeout(5_000);

describe("Docker behind a restricted proxy", () => {
  it("lists the fleet's containers by label and name: who runs, who ended by accident, who was stopped on purpose; nobody of another fleet", async () => {
    const listed = await dockerSupervisor(url).list(signal());
    expect(asked).toEqual(['GET /containers/json?all=true&filters={"label":["quantum.service"]}']);
    expect(listed.map(({ name, run, needs, address }) => ({ name, run, needs, address }))).toEqual([
      { name: "pil", run: "running", needs: [], address: "http://quantum_pil:8014" },
      { name: "execution", run: "gone", needs: ["exchange_simulator"], address: "http://quantum_execution:8002" },
      { name: "pba", run: "stopped", needs: [], address: "http://quantum_pba:8008" },
      { name: "pal", run: "restarting", needs: [], address: "http://quantum_pal:0" },
    ]);
  });

  it("restarts a container without asking it first; a refusal is told from a failure", async () => {
    const supervisor = dockerSupervisor(url);
    await supervisor.restart("pil", signal());
    expect(asked).toEqual(["POST /containers/quantum_pil/restart?t=0"]);
    await expect(dockerSupervisor("http://127.0.0.1:1", url).restart("pil", signal())).resolves.toBeUndefined();
    await expect(supervisor.restart("stranger", signal())).rejects.toThrow(RestartRefused);
    const failure = await supervisor.restart("execution", signal()).catch((error: Error) => error);
    expect(failure).not.toBeInstanceOf(RestartRefused);
    expect(String(failure)).toContain("HTTP 500");
  });
});
