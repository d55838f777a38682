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

/** Folders of the repository, who reads their files, where, and what their names begin with (a Swarm takes 64 characters in all). */
const READ: readonly Readonly<Record<"server" | "folder" | "target" | "called", string>>[] = [
  { server: "prometheus", folder: "deploy/prometheus/rules", target: "/etc/prometheus/rules", called: "rules-" },
  { server: "prometheus", folder: "deploy/prometheus/scrape", target: "/etc/prometheus/scrape", called: "scrape-" },
  { server: "alertmanager", folder: "deploy/alertmanager", target: "/etc/alertmanager", called: "alerts-" },
  {
    server: "grafana",
    folder: "deploy/grafana/provisioning/dashboards",
    target: "/etc/grafana/provisioning/dashboards",
    called: "provisioning-",
  },
  {
    server: "grafana",
    folder: "deploy/grafana/provisioning/datasources",
    target: "/etc/grafana/provisioning/datasources",
    called: "source-",
  },
  { server: "grafana", folder: "deploy/grafana/dashboards", target: "/var/lib/grafana/dashboards", called: "" },
];

/** All of them. */
export function configFiles(): ConfigFile[] {
  const files = READ.flatMap(({ server, folder, target, called }) =>
    readdirSync(join(REPOSITORY, folder))
      .sort()
      .map((file) => ({
        server: server as ConfigFile["server"],
        name: nameOf(called, file),
        path: `${folder}/${file}`,
        target: `${target}/${file}`,
      })),
  );
  const scraping = { server: "prometheus", path: "deploy/prometheus/prometheus.yml", target: "/etc/prometheus/prometheus.yml" } as const;
  return [{ ...scraping, name: "prometheus" }, ...files];
}

function nameOf(called: string, file: string): string {
  const name = file.replace(/\.[a-z]+$/, "");
  return called === "" ? name.replace("quantum-", "board-").replace("board-module-", "module-") : `${called}${name}`;
}
