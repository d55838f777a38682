import { request } from "node:http";
import type { TestServer } from "./servers.ts";

const ENGINE_ANSWERS_WITHIN_MS = 1000;
const CONTAINER_STARTS_WITHIN_MS = 60_000;

/** True when a Docker engine answers on this machine (DOCKER_HOST, or the usual socket). */
export function dockerAnswers(): Promise<boolean> {
  const host = process.env.DOCKER_HOST ?? "unix:///var/run/docker.sock";
  const target = host.startsWith("unix://") ? { socketPath: host.slice("unix://".length) } : tcpTarget(host);
  if (!target) return Promise.resolve(false);
  return new Promise((resolve) => {
    const ping = request({ ...target, path: "/_ping", timeout: ENGINE_ANSWERS_WITHIN_MS }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    ping.on("timeout", () => ping.destroy());
    ping.on("error", () => resolve(false));
    ping.end();
  });
}

function tcpTarget(host: string): { host: string; port: string } | null {
  const url = URL.canParse(host) ? new URL(host) : null;
  return url ? { host: url.hostname, port: url.port || "2375" } : null;
}

/** Redis in a container. */
export async function containerRedis(): Promise<TestServer> {
  const { GenericContainer, Wait } = await testcontainers();
  const container = await new GenericContainer("redis:8-bookworm")
    .withExposedPorts(6379)
    .withWaitStrategy(Wait.forLogMessage(/Ready to accept connections/))
    .withStartupTimeout(CONTAINER_STARTS_WITHIN_MS)
    .start();
  const url = `redis://${container.getHost()}:${container.getMappedPort(6379)}/0`;
  return { url, from: "a redis:8-bookworm container", stop: async () => void (await container.stop()) };
}

/** Postgres in a container. */
export async function containerPostgres(): Promise<TestServer> {
  await testcontainers();
  const { PostgreSqlContainer } = await import("@testcontainers/postgresql");
  const container = await new PostgreSqlContainer("postgres:17-bookworm")
    .withDatabase("quantum")
    .withUsername("quantum")
    .withPassword("test")
    .withStartupTimeout(CONTAINER_STARTS_WITHIN_MS)
    .start();
  return { url: container.getConnectionUri(), from: "a postgres:17-bookworm container", stop: async () => void (await container.stop()) };
}

async function testcontainers(): Promise<typeof import("testcontainers")> {
  // Its cleaning container would need another image; teardown stops what was started.
  process.env.TESTCONTAINERS_RYUK_DISABLED ??= "true";
  return import("testcontainers");
}
