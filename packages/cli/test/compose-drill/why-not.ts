import { spawnSync } from "node:child_process";

const ASK_WITHIN_MS = 10_000;

/** What a drill in Docker needs. Never fetched or built here: that takes minutes. */
export const IMAGES: readonly string[] = [
  `${process.env.QUANTUM_IMAGE ?? "quantum-trader"}:${process.env.QUANTUM_VERSION ?? "0.1.0"}`,
  "redis:8-bookworm",
  "postgres:17-bookworm",
];
/** What the whole deployment needs besides. Without Grafana's image the drill goes on without Grafana. */
export const MONITORING_IMAGES: readonly string[] = [
  "prom/prometheus:v3.5.0",
  "prom/alertmanager:v0.28.1",
  "tecnativa/docker-socket-proxy:0.3.0",
];

const succeeds = (...args: string[]): boolean => spawnSync("docker", args, { timeout: ASK_WITHIN_MS }).status === 0;

/** Whether Docker Compose is there; it needs no engine. */
export const composeIsThere = (): boolean => succeeds("compose", "version");

/** Whether this image is on this machine. */
export const hasImage = (image: string): boolean => succeeds("image", "inspect", image);

/** Why no drill in Docker can run here; null when one can. */
export function whyNoDrill(images: readonly string[] = IMAGES): string | null {
  if (!composeIsThere()) return "no Docker Compose here";
  if (!succeeds("version", "--format", "{{.Server.Version}}")) return "no Docker engine answers";
  const missing = images.filter((image) => !hasImage(image));
  return missing.length > 0 ? `these images are not here: ${missing.join(", ")}` : null;
}

/** Why no fleet with the real names can run here; null when one can. What stands here is an operator's, and is never touched. */
export function whyNoDeployment(): string | null {
  const why = whyNoDrill([...IMAGES, ...MONITORING_IMAGES]);
  if (why !== null) return why;
  const { stdout } = spawnSync("docker", ["ps", "--all", "--filter", "name=^quantum_", "--format", "{{.Names}}"], {
    encoding: "utf8",
    timeout: ASK_WITHIN_MS,
  });
  return stdout.trim() === "" ? null : "a fleet is deployed here, and is not touched";
}
