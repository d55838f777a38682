import { totalmem } from "node:os";
import type { Core, Effect, Mode } from "@quantum/types";
import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Health } from "./health.ts";
import { measureEvent } from "./metrics/event-figures.ts";
import { Instruments } from "./metrics/instruments.ts";
import { privateMemoryBytes } from "./metrics/private-memory.ts";

const STATUS = ["HEALTHY", "DEGRADED", "UNHEALTHY"] as const;

/** What is known of a service when it is asked for its metrics. */
export type Vitals = Pick<Health, "status" | "mode" | "phase" | "dependencies" | "lastEventAgeMs" | "marketAt" | "lag" | "rowsBacklog">;

/** The standard metrics of every service (`metrics/catalogue.ts`), and gauges of its own. The label `module` is the service. */
export class ServiceMetrics {
  readonly registry = new Registry();
  private readonly instruments = new Instruments(this.registry);
  private readonly ownGauges = new Map<string, Gauge>();
  private readonly version: string;

  constructor(module: string, version: string) {
    this.version = version;
    this.registry.setDefaultLabels({ module });
    // The default precision of 10 ms wakes an idle process a hundred times a second.
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: 100 });
    this.instruments.count("fleet_control_refused_total", 0);
    this.instruments.count("fleet_figures_failed_total", 0, { type: "any" });
  }

  /** Shows at zero what this core reads and says: a counter that appears with its first event hides that event from every rate. */
  expect({ consumes, emits }: Pick<Core<unknown>, "consumes" | "emits">): void {
    for (const type of consumes) {
      this.instruments.count("fleet_inputs_total", 0, { type });
      this.instruments.count("fleet_dead_letters_total", 0, { type });
    }
    for (const type of emits) this.instruments.count("fleet_effects_total", 0, { kind: "emit", type });
    for (const cause of ["fenced", "bus"]) this.instruments.count("fleet_reloads_total", 0, { cause });
    this.instruments.count("fleet_rows_refused_total", 0);
    if (emits.includes("order.unresolved")) this.instruments.count("fleet_orders_unresolved_total", 0);
    if (emits.includes("order.settled")) this.instruments.count("fleet_unprotected_total", 0);
  }

  consumed(type: string): void {
    this.instruments.count("fleet_inputs_total", 1, { type });
  }

  /** Counts what was decided, and what an event tells in figures. */
  effect(effect: Effect, mode: Mode): void {
    const type = effect.kind === "emit" ? effect.type : effect.kind === "store" ? effect.table : effect.name;
    this.instruments.count("fleet_effects_total", 1, { kind: effect.kind, type });
    if (effect.kind !== "emit") return;
    try {
      measureEvent(this.instruments, effect, mode);
    } catch {
      // A figure that cannot be taken must not cost the decision; an alert tells of it.
      this.instruments.count("fleet_figures_failed_total", 1, { type });
    }
  }

  processed(inputs: number, seconds: number): void {
    this.instruments.observe("fleet_batch_inputs", inputs);
    this.instruments.observe("fleet_batch_seconds", seconds);
  }

  called(name: string, outcome: "ok" | "failed", seconds: number): void {
    this.instruments.observe("fleet_call_seconds", seconds, { name, outcome });
  }

  deadLettered(type: string): void {
    this.instruments.count("fleet_dead_letters_total", 1, { type: type || "unknown" });
  }

  /** It had to forget what was in memory: another instance writes, or the bus did not answer. */
  reloaded(cause: "fenced" | "bus"): void {
    this.instruments.count("fleet_reloads_total", 1, { cause });
  }

  rowRefused(): void {
    this.instruments.count("fleet_rows_refused_total", 1);
  }

  controlRefused(): void {
    this.instruments.count("fleet_control_refused_total", 1);
  }

  /** What only the shell knows; measured once a second. */
  shell(seen: { active: boolean; calls: number; lostStreams: number; waitingMs: number }): void {
    this.instruments.set("fleet_active", seen.active ? 1 : 0);
    this.instruments.set("fleet_calls_running", seen.calls);
    this.instruments.set("fleet_streams_lost", seen.lostStreams);
    this.instruments.set("fleet_waiting_seconds", seen.waitingMs / 1000);
  }

  /** Sets a gauge of the service's own, made at first use. */
  gauge(name: string, help: string, value: number, labels: Readonly<Record<string, string>> = {}): void {
    let gauge = this.ownGauges.get(name);
    if (!gauge) {
      gauge = new Gauge({ name, help, labelNames: Object.keys(labels), registers: [this.registry] });
      this.ownGauges.set(name, gauge);
    }
    gauge.set(labels, value);
  }

  /** Memory that is this process's alone, as a container is charged for it, and the most it may have. */
  private async memory(): Promise<void> {
    const bytes = await privateMemoryBytes();
    if (bytes !== null) this.instruments.set("fleet_private_memory_bytes", bytes);
    const limitBytes = process.constrainedMemory();
    if (limitBytes > 0 && limitBytes < totalmem()) this.instruments.set("fleet_memory_limit_bytes", limitBytes);
  }

  /** All of it as Prometheus reads it, with how the service is right now. `modes`: those it can be in. */
  async exposition(vitals: Vitals, modes: readonly Mode[]): Promise<string> {
    const { instruments } = this;
    instruments.set("fleet_build_info", 1, { version: this.version, phase: String(vitals.phase) });
    instruments.set("fleet_health_status", STATUS.indexOf(vitals.status));
    instruments.setEach(
      "fleet_mode",
      "mode",
      modes.map((mode) => [mode, mode === vitals.mode ? 1 : 0]),
    );
    instruments.setEach(
      "fleet_dependency_up",
      "dependency",
      Object.entries(vitals.dependencies).map(([name, state]) => [name, state === "ok" ? 1 : 0]),
    );
    if (vitals.lastEventAgeMs !== null) instruments.set("fleet_input_age_seconds", vitals.lastEventAgeMs / 1000);
    if (vitals.marketAt !== null) instruments.set("fleet_market_time_seconds", vitals.marketAt / 1000);
    instruments.set("fleet_stream_lag_entries", vitals.lag ?? 0);
    instruments.set("fleet_rows_backlog_rows", vitals.rowsBacklog);
    await this.memory();
    return this.registry.metrics();
  }
}
