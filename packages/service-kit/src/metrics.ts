import type { Effect } from "@quantum/types";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** Buckets of a decision or call, seconds: from a tenth of a millisecond to ten seconds. */
const SECONDS_BUCKETS = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The standard metrics of every service. Names: fleet_<noun>_<unit>; the label `module` is the service. */
export class ServiceMetrics {
  readonly registry = new Registry();
  private readonly inputs: Counter<"type">;
  private readonly effects: Counter<"kind" | "type">;
  private readonly refusals: Counter<"code">;
  private readonly batchSeconds: Histogram;
  private readonly batchInputs: Histogram;
  private readonly callSeconds: Histogram<"name" | "outcome">;
  private readonly dead: Counter<"type">;
  private readonly gauges = new Map<string, Gauge>();

  constructor(module: string, version: string) {
    const registers = [this.registry];
    this.registry.setDefaultLabels({ module });
    // The default precision of 10 ms wakes an idle process a hundred times a second.
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: 100 });
    this.inputs = new Counter({ name: "fleet_inputs_total", help: "Inputs decided on", labelNames: ["type"], registers });
    this.effects = new Counter({
      name: "fleet_effects_total",
      help: "Effects decided, by kind and event or table",
      labelNames: ["kind", "type"],
      registers,
    });
    this.refusals = new Counter({ name: "fleet_refusals_total", help: "Orders refused, by reason code", labelNames: ["code"], registers });
    this.batchSeconds = new Histogram({
      name: "fleet_batch_seconds",
      help: "From inputs to everything saved",
      buckets: SECONDS_BUCKETS,
      registers,
    });
    this.batchInputs = new Histogram({
      name: "fleet_batch_inputs",
      help: "Inputs saved in one commit",
      buckets: [1, 2, 5, 10, 25, 50, 100],
      registers,
    });
    this.callSeconds = new Histogram({
      name: "fleet_call_seconds",
      help: "Calls to the outside",
      labelNames: ["name", "outcome"],
      buckets: SECONDS_BUCKETS,
      registers,
    });
    this.dead = new Counter({
      name: "fleet_dead_letters_total",
      help: "Inputs that could not be digested",
      labelNames: ["type"],
      registers,
    });
    new Gauge({ name: "fleet_build_info", help: "Version that runs", labelNames: ["version"], registers }).set({ version }, 1);
  }

  consumed(type: string): void {
    this.inputs.inc({ type });
  }

  effect(effect: Effect): void {
    const type = effect.kind === "emit" ? effect.type : effect.kind === "store" ? effect.table : effect.name;
    this.effects.inc({ kind: effect.kind, type });
    if (effect.kind === "emit" && effect.type === "order.refused") this.refusals.inc({ code: effect.data.code });
  }

  processed(inputs: number, seconds: number): void {
    this.batchInputs.observe(inputs);
    this.batchSeconds.observe(seconds);
  }

  called(name: string, outcome: "ok" | "failed", seconds: number): void {
    this.callSeconds.observe({ name, outcome }, seconds);
  }

  deadLettered(type: string): void {
    this.dead.inc({ type: type || "unknown" });
  }

  /** Sets a gauge, made at first use. */
  gauge(name: string, help: string, value: number): void {
    let gauge = this.gauges.get(name);
    if (!gauge) {
      gauge = new Gauge({ name, help, registers: [this.registry] });
      this.gauges.set(name, gauge);
    }
    gauge.set(value);
  }
}
