import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type BusKeys, busKeys, Committer, connectRedis, emptyBatch, Lease, untilReady } from "@quantum/service-kit/bus";
import { type Bar, CATALOGUE, deriveId, type EventData, type EventType, INTERVAL_MS } from "@quantum/types";
import { Redis } from "ioredis";

const PREFIX = "bench";
/** Longer than any cycle takes. The lead waits longer still, so that it never answers without a part. */
const ANSWER_WITHIN_MS = 20_000;
/** Bars before the first cycle: every feature is defined after 62. */
export const WARM_BARS = 64;

/** What execution does for ai_engine, and what everybody else hears of it: publishes bars, waits for the answer. */
export class Desk {
  readonly keys: BusKeys = busKeys(PREFIX);
  readonly #writer: ReturnType<typeof connectRedis>;
  /** Waits longer for an answer than a service's connection may be silent. */
  readonly #reader: Redis;
  readonly #url: string;
  readonly #series: Readonly<Record<string, Bar[]>>;
  #members: ChildProcess[] = [];
  #lease: Lease | null = null;
  #commits = 0;
  #heard = "0";

  constructor(url: string, series: Readonly<Record<string, Bar[]>>) {
    this.#url = url;
    this.#series = series;
    [this.#writer, this.#reader] = [connectRedis(url, () => undefined), new Redis(url)];
  }

  /** Starts a lead and its workers on an empty bus, with all symbols warm. */
  async open(partitions: number, costMs: number): Promise<void> {
    await untilReady(this.#writer, AbortSignal.timeout(5_000));
    await this.#writer.flushall();
    this.#lease = new Lease(this.#writer, this.keys.lease("execution"), 600_000);
    await this.#lease.acquire();
    [this.#commits, this.#heard] = [0, "0"];
    this.#members = Array.from({ length: partitions }, (_, partition) => this.#start(partition, partitions, costMs));
    while ((await this.#writer.xlen(this.keys.stream("fleet"))) < partitions) await new Promise((resolve) => setTimeout(resolve, 20));
    for (const [symbol, bars] of Object.entries(this.#series))
      await this.#publish("bars.backfilled", { symbol, interval: "5m", bars: bars.slice(0, WARM_BARS) });
  }

  /** One cycle: milliseconds from before the bars were committed to the signals in hand. */
  async cycle(i: number): Promise<number> {
    const bars = Object.entries(this.#series).map(([symbol, all]) => ({ symbol, bar: all[WARM_BARS + i] as Bar }));
    const closeAt = (bars[0]?.bar.openAt ?? 0) + INTERVAL_MS["5m"];
    const answer = this.#reader.xread("COUNT", 1, "BLOCK", ANSWER_WITHIN_MS, "STREAMS", this.keys.stream("signals"), this.#heard);
    const startedAt = performance.now();
    await this.#publish("bars.closed", { interval: "5m", closeAt, bars, missing: [], opensCycle: true }, closeAt);
    const [, [entry]] = (await answer)?.[0] ?? ["", []];
    if (entry === undefined) throw new Error(`no answer to cycle ${i} within ${ANSWER_WITHIN_MS} ms`);
    const [id, fields] = entry;
    const { data, cycle } = JSON.parse(fields[3] as string) as { data: EventData<"signals.generated">; cycle: number };
    const elapsedMs = performance.now() - startedAt;
    if (cycle !== closeAt) throw new Error(`an answer to ${cycle} where ${closeAt} was asked`);
    const missing = data.signals.filter(({ features }) => Object.keys(features).length === 0);
    if (missing.length > 0) throw new Error(`${missing.length} symbols abstain: ${missing[0]?.votes[0]?.reason}`);
    this.#heard = id;
    return elapsedMs;
  }

  /** Bytes of the newest answer and of the newest part, as they stand on the bus; 0 where nobody says parts. */
  async sizes(): Promise<{ answer: number; part: number }> {
    const newest = async (stream: "signals" | "parts") =>
      (await this.#writer.xrevrange(this.keys.stream(stream), "+", "-", "COUNT", 1))[0]?.[1][3]?.length ?? 0;
    return { answer: await newest("signals"), part: await newest("parts") };
  }

  /** CPU time each member has spent so far, ms: what a model costs however busy the machine is. */
  cpuMs(): number[] {
    return this.#members.map(({ pid }) => {
      const nanos = readdirSync(`/proc/${pid}/task`).map((task) =>
        Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, "utf8").split(" ")[0]),
      );
      return nanos.reduce((sum, each) => sum + each, 0) / 1_000_000;
    });
  }

  /** Ends the members. */
  async close(): Promise<void> {
    const ended = this.#members.map((member) => once(member, "exit"));
    for (const member of this.#members) member.kill("SIGKILL");
    await Promise.all(ended);
    this.#members = [];
  }

  disconnect(): void {
    this.#writer.disconnect();
    this.#reader.disconnect();
  }

  #start(partition: number, partitions: number, costMs: number): ChildProcess {
    const own = {
      PARTITION: String(partition),
      PARTITIONS: String(partitions),
      COST_MS: String(costMs),
      WAIT_MS: "60000",
      MODES: "ENFORCED",
    };
    const bus = { PORT: "0", REDIS_URL: this.#url, REDIS_PREFIX: PREFIX, DATABASE_URL: "postgres://nobody@127.0.0.1:1/nothing" };
    const env = { ...process.env, ...own, ...bus, CONTROL_TOKEN: "no-control-of-a-benchmark" };
    return spawn(process.execPath, [join(import.meta.dirname, "member.ts")], { env, stdio: ["ignore", "ignore", "inherit"] });
  }

  async #publish<T extends EventType>(type: T, data: EventData<T>, cycle?: number): Promise<void> {
    const batch = emptyBatch();
    const { v, stream } = CATALOGUE.get(type) as NonNullable<ReturnType<typeof CATALOGUE.get>>;
    const about = { id: deriveId("bench", this.#commits), type, v, at: cycle ?? 1, source: "execution", mode: "ENFORCED", cause: null };
    batch.events.push({ stream, type, json: JSON.stringify({ ...about, ...(cycle === undefined ? {} : { cycle }), data }) });
    const writer = new Committer(this.#writer, this.keys, "execution", 100_000);
    await writer.commit(batch, this.#lease?.current() as string, this.#commits);
    this.#commits += 1;
  }
}
