import { useState } from "preact/hooks";
import { ControlDialog, type Wish } from "./control-dialog.tsx";
import type { Fleet, ServiceView } from "./model.ts";

const WORDS: Record<ServiceView["status"], string> = {
  HEALTHY: "healthy",
  DEGRADED: "degraded",
  UNHEALTHY: "unhealthy",
  SILENT: "silent",
  ABSENT: "not running",
};

/** Every service with health and mode; a click opens its controls. */
export function FleetStrip({ fleet, alive }: { fleet: Fleet | null; alive: boolean }) {
  const [wish, setWish] = useState<Wish | null>(null);
  if (!fleet) return <p class="empty">Waiting for the fleet …</p>;
  const kill = fleet.kill;
  return (
    <div class={alive ? "fleet" : "fleet old"}>
      <ul aria-label="Services">
        {fleet.services.map((service) => (
          <li key={service.service}>
            <button
              type="button"
              class={`service ${service.status.toLowerCase()}`}
              onClick={() => setWish({ kind: "mode", service })}
              aria-label={spoken(service)}
            >
              <span class="dot" aria-hidden="true" />
              <span class="name">{service.service.replaceAll("_", " ")}</span>
              <span class="mode">{service.status === "HEALTHY" ? (service.mode ?? "mode unknown") : WORDS[service.status]}</span>
            </button>
          </li>
        ))}
        <li>
          <button
            type="button"
            class={`service latch ${kill === null ? "absent" : kill.set ? "unhealthy" : "healthy"}`}
            onClick={() => setWish({ kind: "kill", set: kill?.set !== true })}
            aria-label={`Kill latch: ${kill === null ? "unknown" : kill.set ? `set by ${kill.by}` : "not set"}`}
          >
            <span class="dot" aria-hidden="true" />
            <span class="name">kill latch</span>
            <span class="mode">{kill === null ? "unknown" : kill.set ? "SET · no entries" : "not set"}</span>
          </button>
        </li>
      </ul>
      {wish ? <ControlDialog wish={wish} onDone={() => setWish(null)} /> : null}
    </div>
  );
}

function spoken(service: ServiceView): string {
  return `${service.service}: ${WORDS[service.status]}, mode ${service.mode ?? "unknown"}. Open controls`;
}
