import type { Health } from "@quantum/service-kit/health";
import { LIMITS } from "../limits.ts";

/** One service as the console shows it. SILENT: it stopped writing its health. ABSENT: it never did, or said goodbye. */
export interface ServiceView {
  readonly service: string;
  readonly status: Health["status"] | "SILENT" | "ABSENT";
  readonly reasons: readonly string[];
  readonly mode: string | null;
  readonly modeFrom: string | null;
  readonly version: string | null;
  readonly marketAt: number | null;
  readonly lag: number | null;
  readonly rssBytes: number | null;
  /** Real time since it last wrote its health. */
  readonly ageMs: number | null;
}

/** Every service that is expected or was heard of, in the order expected. */
export function fleetView(written: Readonly<Record<string, string>>, expected: readonly string[], now: number): ServiceView[] {
  const names = [...new Set([...expected, ...Object.keys(written).sort()])];
  return names.map((name) => serviceView(name, written[name], now));
}

function serviceView(service: string, json: string | undefined, now: number): ServiceView {
  const health = json === undefined ? null : parse(json);
  if (!health) {
    const reasons = [json === undefined ? "it has not said how it is" : "what it says about its health cannot be read"];
    return {
      service,
      status: "ABSENT",
      reasons,
      mode: null,
      modeFrom: null,
      version: null,
      marketAt: null,
      lag: null,
      rssBytes: null,
      ageMs: null,
    };
  }
  const ageMs = Math.max(0, now - health.at);
  const silent = ageMs > LIMITS.silentAfterMs;
  return {
    service,
    status: silent ? "SILENT" : health.status,
    reasons: silent ? [`silent for ${Math.round(ageMs / 1_000)} s; what it last said is old`, ...health.reasons] : health.reasons,
    mode: health.mode,
    modeFrom: health.modeFrom,
    version: health.version,
    marketAt: health.marketAt,
    lag: health.lag,
    rssBytes: health.rssBytes,
    ageMs,
  };
}

function parse(json: string): Health | null {
  try {
    const health = JSON.parse(json) as Partial<Health>;
    return typeof health.at === "number" && typeof health.status === "string" ? ({ reasons: [], ...health } as Health) : null;
  } catch {
    return null;
  }
}
