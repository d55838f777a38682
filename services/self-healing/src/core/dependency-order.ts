import type { SeenService } from "./seen.ts";
import type { Incident } from "./state.ts";

type Incidents = Readonly<Record<string, Incident>>;

/** SH-09: first what it needs, then it; and one at a time among those who need each other. Returns for whom it waits, or null. */
export function waitsFor(seen: SeenService, services: readonly SeenService[], incidents: Incidents, nowMs: number): string | null {
  const needed = needsOf(seen.name, services).find((name) => incidents[name] !== undefined);
  if (needed !== undefined) return needed;
  const dependants = services.filter(({ name }) => needsOf(name, services).includes(seen.name)).map(({ name }) => name);
  // A try that has just been made has the time to succeed before its neighbour is touched.
  return dependants.find((name) => inHand(incidents[name], nowMs)) ?? null;
}

function inHand(incident: Incident | undefined, nowMs: number): boolean {
  return incident !== undefined && incident.restarts > 0 && nowMs < incident.nextTryMs;
}

/** Everything a service needs, directly or through others. */
function needsOf(name: string, services: readonly SeenService[]): string[] {
  const needs = new Set<string>();
  const add = (of: string): void => {
    for (const needed of services.find((service) => service.name === of)?.needs ?? []) {
      if (needs.has(needed)) continue;
      needs.add(needed);
      add(needed);
    }
  };
  add(name);
  return [...needs].filter((needed) => needed !== name);
}
