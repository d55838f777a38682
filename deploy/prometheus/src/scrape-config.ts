import { FLEET } from "../../../fleet.ts";

/** How often every service is asked, and every rule evaluated. */
const INTERVAL = "15s";

/** Prometheus' own configuration: whom it asks is the manifest's. Modules that are not up are asked in vain, which alerts know. */
export function prometheusConfig() {
  return {
    global: { scrape_interval: INTERVAL, evaluation_interval: INTERVAL, scrape_timeout: "5s" },
    rule_files: ["/etc/prometheus/rules/*.yml"],
    // Where workers share the work of a service: workers.yml. Elsewhere there is no such file.
    scrape_config_files: ["/etc/prometheus/scrape/*.yml"],
    alerting: { alertmanagers: [{ static_configs: [{ targets: ["alertmanager:9093"] }] }] },
    scrape_configs: [
      {
        job_name: "fleet",
        // Services name themselves in the label `module`, as the targets here do.
        honor_labels: true,
        static_configs: FLEET.map(({ name, port, group, phase }) => ({
          targets: [`quantum_${name}:${port}`],
          labels: { module: name, group, phase: String(phase) },
        })),
      },
      { job_name: "prometheus", static_configs: [{ targets: ["localhost:9090"] }] },
      { job_name: "alertmanager", static_configs: [{ targets: ["alertmanager:9093"] }] },
      { job_name: "grafana", static_configs: [{ targets: ["grafana:3000"] }] },
    ],
  };
}

/** Services whose work others can share: the name under which a stack finds all their workers. */
const SHARED = [
  { service: "ai_engine", workers: "ai_engine_worker" },
  { service: "clm", workers: "clm_worker" },
] as const;

/** Whom else Prometheus asks where workers run: as many as there are. A worker names itself in the label `module`. */
export function workersConfig() {
  const portOf = (service: string) => FLEET.find(({ name }) => name === service)?.port;
  return {
    scrape_configs: [
      {
        job_name: "workers",
        honor_labels: true,
        dns_sd_configs: SHARED.map(({ service, workers }) => ({ names: [workers], type: "A", port: portOf(service) })),
      },
    ],
  };
}
