import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import { type LabelOf, METRICS, type MetricDefinition, type MetricName, type NameOf } from "./catalogue.ts";

type Labels<N extends MetricName> = { readonly [L in LabelOf<N>]: string };
type Rest<N extends MetricName> = [LabelOf<N>] extends [never] ? [labels?: Record<string, never>] : [labels: Labels<N>];

/** The metrics of the catalogue in one registry, each made when it is first used: a service shows only what it measures. */
export class Instruments {
  private readonly registry: Registry;
  private readonly made = new Map<MetricName, Counter | Gauge | Histogram>();

  constructor(registry: Registry) {
    this.registry = registry;
  }

  /** Adds to a counter; 0 shows it before anything was counted. */
  count<N extends NameOf<"counter">>(name: N, by: number, ...[labels]: Rest<N>): void {
    (this.of(name) as Counter).inc(labels ?? {}, by);
  }

  set<N extends NameOf<"gauge">>(name: N, value: number, ...[labels]: Rest<N>): void {
    (this.of(name) as Gauge).set(labels ?? {}, value);
  }

  /** Sets a gauge of one label for these values of the label, and forgets all others. */
  setEach<N extends NameOf<"gauge">>(name: N, label: LabelOf<N>, values: Iterable<readonly [string, number]>): void {
    const gauge = this.of(name) as Gauge;
    gauge.reset();
    for (const [value, figure] of values) gauge.set({ [label]: value }, figure);
  }

  observe<N extends NameOf<"histogram">>(name: N, value: number, ...[labels]: Rest<N>): void {
    (this.of(name) as Histogram).observe(labels ?? {}, value);
  }

  private of(name: MetricName): Counter | Gauge | Histogram {
    const known = this.made.get(name);
    if (known) return known;
    const metric = make(name, METRICS[name], this.registry);
    this.made.set(name, metric);
    return metric;
  }
}

function make(name: string, definition: MetricDefinition, registry: Registry): Counter | Gauge | Histogram {
  const { kind, help, labels, buckets } = definition;
  const shared = { name, help, labelNames: [...labels], registers: [registry] };
  if (kind === "counter") return new Counter(shared);
  return kind === "gauge" ? new Gauge(shared) : new Histogram({ ...shared, ...(buckets ? { buckets: [...buckets] } : {}) });
}
