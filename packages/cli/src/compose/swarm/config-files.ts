import { readdirSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../../repository.ts";

/** One file that a server of the stack reads, as a config of the Swarm. */
export interface ConfigFile {
  readonly server: "prometheus" | "alertmanager" | "grafana";
  readonly name: string;
  readonly path: string;
  readonly target: string;
}

/** Folders of the repository, who reads their files, and where. */
const READ: readonly (readonly [server: ConfigFile["server"], folder: string, target: string])[] = [
  ["prometheus", "deploy/prometheus/rules", "/etc/prometheus/rules"],
  ["prometheus", "deploy/prometheus/scrape", "/etc/prometheus/scrape"],
  ["alertmanager", "deploy/alertmanager", "/etc/alertmanager"],
  ["grafana", "deploy/grafana/provisioning/dashboards", "/etc/grafana/provisioning/dashboards"],
  ["grafana", "deploy/grafana/provisioning/datasources", "/etc/grafana/provisioning/datasources"],
  ["grafana", "deploy/grafana/dashboards", "/var/lib/grafana/dashboards"],
];

/** All of them. */
export function configFiles(): ConfigFile[] {
  const files = READ.flatMap(([server, folder, target]) =>
    readdirSync(join(REPOSITORY, folder))
      .sort()
      .map((file) => ({ server, name: nameOf(folder, file), path: `${folder}/${file}`, target: `${target}/${file}` })),
  );
  const scraping = { server: "prometheus", path: "deploy/prometheus/prometheus.yml", target: "/etc/prometheus/prometheus.yml" } as const;
  return [{ ...scraping, name: "prometheus" }, ...files];
}

function nameOf(folder: string, file: string): string {
  return `${folder.split("/").slice(1).join("-")}-${file.replace(/\.[a-z]+$/, "")}`.replace("quantum-", "");
}
