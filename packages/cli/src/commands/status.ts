import type { LauncherStatus } from "../launch/control-server.ts";
import type { FleetView, ServiceView } from "../launch/fleet.ts";
import { duration, megabytes, table } from "../output.ts";

/** Memory of everything that runs; null where a part is unknown. */
export interface Totals {
  readonly services: { readonly rssBytes: number | null; readonly pssBytes: number | null };
  readonly everything: { readonly rssBytes: number | null; readonly pssBytes: number | null };
}

interface Measured {
  readonly rssBytes: number | null;
  readonly pssBytes: number | null;
}

/** Adds up memory. Unknown parts make the sum unknown, never smaller. */
export function totalsOf(fleet: FleetView): Totals {
  const running = fleet.services.filter((service) => service.pid !== null);
  return { services: sum(running), everything: sum([...running, ...fleet.servers, fleet.launcher]) };
}

function sum(parts: readonly Measured[]): Measured {
  const add = (pick: (part: Measured) => number | null) =>
    parts.reduce<number | null>((total, part) => {
      const bytes = pick(part);
      return total === null || bytes === null ? null : total + bytes;
    }, 0);
  return { rssBytes: add((part) => part.rssBytes), pssBytes: add((part) => part.pssBytes) };
}

/** True when every service is as it should be: healthy, or stopped on purpose. */
export function allWell(fleet: FleetView): boolean {
  return fleet.services.every((service) => service.state === "healthy" || service.state === "stopped");
}

/** `status` for a person. */
export function renderStatus(status: LauncherStatus): string {
  if (!status.fleet) return `${status.phase}: ${status.step}${status.problem ? `\n${status.problem.message}\n${status.problem.fix}` : ""}`;
  const { fleet } = status;
  const services = table(
    [
      "service",
      "pid",
      "port",
      "state",
      "health",
      "mode",
      "version",
      "uptime",
      "last event",
      "lag",
      "RSS MB",
      "PSS MB",
      "start ms",
      "restarts",
    ],
    fleet.services.map(row),
  );
  const servers = fleet.servers.map(
    (server) => `${server.server} (pid ${server.pid}, port ${server.port}): PSS ${megabytes(server.pssBytes)} MB`,
  );
  const totals = totalsOf(fleet);
  return [
    services,
    "",
    `services together: RSS ${megabytes(totals.services.rssBytes)} MB, PSS ${megabytes(totals.services.pssBytes)} MB`,
    `${servers.join("; ")}; launcher: PSS ${megabytes(fleet.launcher.pssBytes)} MB; everything: PSS ${megabytes(totals.everything.pssBytes)} MB`,
    `all healthy ${fleet.allHealthyMs === null ? "-" : duration(fleet.allHealthyMs)} after the start${fleet.console ? `; console: ${fleet.console}` : ""}`,
    ...fleet.services
      .filter((service) => service.lastExit !== null && service.state !== "healthy")
      .map((service) => `${service.service} ${service.lastExit}`),
  ].join("\n");
}

function row(service: ServiceView): string[] {
  const number = (value: number | null) => (value === null ? "-" : String(Math.round(value)));
  return [
    service.service,
    number(service.pid),
    String(service.port),
    service.state,
    service.health ?? "-",
    service.mode ?? "-",
    service.version ?? "-",
    duration(service.uptimeMs),
    duration(service.lastEventAgeMs),
    number(service.lag),
    megabytes(service.rssBytes),
    megabytes(service.pssBytes),
    number(service.startupMs),
    String(service.restarts),
  ];
}
