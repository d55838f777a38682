import type { EmergencyGateway } from "@quantum/exchange";
import { type RedisSigns, watchRedis } from "@quantum/service-kit/bus";
import { connectDatabase, RowWriter } from "@quantum/service-kit/database";
import { type createApp, requireControl, standardRoutes } from "@quantum/service-kit/http";
import type { Logger } from "@quantum/service-kit/logger";
import { ServiceMetrics } from "@quantum/service-kit/metrics";
import { streamsOf } from "@quantum/service-kit/shell";
import { deriveId, type Effect, emit, type Input } from "@quantum/types";
import { auditRow, modeChange } from "./acts.ts";
import { Alerter } from "./alerts/alerter.ts";
import { BusLink } from "./bus/bus-link.ts";
import { type EssConfig, type ExchangeKeys, settingsOf } from "./config.ts";
import { channelsOf, gatewayOf } from "./connections.ts";
import { createEssCore, LEVELS, latch, type ModeRecord, NAME, rearmRefusal, type StopRequest, WATCH_LIMITS } from "./core/index.ts";
import { Decider } from "./decider.ts";
import { Sweeper } from "./exchange/sweeper.ts";
import { Watch } from "./exchange/watch.ts";
import { healthOf } from "./health.ts";
import { Journal } from "./journal.ts";
import { pause } from "./pause.ts";
import { essRoutes } from "./routes.ts";
import { stopInFile } from "./stop-file.ts";

/** The version that runs. */
export const VERSION = process.env.QUANTUM_VERSION ?? "0.1.0";
const MEASURE_MS = 1_000;

/** All parts of it, wired. */
export class Ess {
  readonly decider: Decider;
  private readonly config: EssConfig;
  private readonly logger: Logger;
  private readonly signal: AbortSignal;
  private readonly startedAt = Date.now();
  private readonly metrics = new ServiceMetrics(NAME, VERSION);
  private readonly journal: Journal;
  private readonly gateway: EmergencyGateway;
  private readonly alerter: Alerter;
  private readonly bus: BusLink;
  private readonly redisSigns: RedisSigns;
  private readonly pool: ReturnType<typeof connectDatabase>;
  private readonly rows: RowWriter;
  private readonly watch: Watch;
  private readonly sweeper: Sweeper;
  private lag: number | null = null;

  constructor(config: EssConfig, keys: ExchangeKeys, logger: Logger, signal: AbortSignal) {
    this.config = config;
    this.logger = logger;
    this.signal = signal;
    const core = createEssCore(settingsOf(config));
    this.metrics.expect(core);
    this.journal = new Journal(config.ESS_STATE_DIR);
    this.gateway = gatewayOf(config, keys);
    this.alerter = new Alerter(channelsOf(config), logger, signal);
    this.bus = new BusLink({
      redisUrl: config.REDIS_URL,
      prefix: config.REDIS_PREFIX,
      leaseTtlMs: config.LEASE_TTL_MS,
      streamMaxLength: config.STREAM_MAX_LENGTH,
      consumes: core.consumes,
      streams: streamsOf(core),
      logger,
      signal,
      hear: (event) => this.awake && this.decider.hear(event),
      malformed: (reason) => this.decider.take("error", reason),
      marketTime: (at) => this.decider.take("marketTime", at),
      greeting: (first) => this.greeting(first),
      rowsQueued: () => this.rows.notify(),
    });
    this.redisSigns = watchRedis(this.bus.redis, logger);
    this.pool = connectDatabase(config.DATABASE_URL, logger);
    this.rows = new RowWriter({
      redis: this.bus.redis,
      pool: this.pool,
      key: this.bus.keys.rows(NAME),
      deadKey: `${this.bus.keys.deadLetters}:rows`,
      logger,
      mayWrite: () => this.bus.mayWrite(),
      refused: () => this.metrics.rowRefused(),
    });
    this.watch = new Watch({
      gateway: this.gateway,
      logger,
      equityEveryMs: config.ESS_EQUITY_EVERY_MS,
      deadManMs: config.ESS_DEAD_MAN_MS,
      checkPermissions: config.EXCHANGE_MODE === "live",
      lookAtOrders: !this.byCycles,
      state: () => this.decider.state,
      take: (name, data) => this.decider.take(name, data),
    });
    this.sweeper = new Sweeper({
      gateway: this.gateway,
      signal,
      logger,
      state: () => this.decider.state,
      instruments: () => this.watch.instruments,
      note: (action, data) => this.decider.note(action, data),
      // By cycles a day again is the same day: the same orders under the same ids.
      idOf: ({ sweepId, attempts }, attempt) =>
        this.byCycles ? `${sweepId}:${attempts}` : `${sweepId}:${attempts}:${attempt}:${Date.now()}`,
      swept: (sweep, report) => this.decider.answer(sweep, report),
    });
    const act = (input: Input, effects: readonly Effect[]) => this.act(input, effects);
    this.decider = new Decider({ core, journal: this.journal, logger, marketClock: this.byCycles, now: realTime, act });
  }

  /** Everything is wired: what was left undone by the process before is taken up at once. */
  begin(): void {
    this.decider.begin();
    this.sweeper.poke();
  }

  private get byCycles(): boolean {
    return this.config.ESS_CLOCK === "cycles";
  }

  private get awake(): boolean {
    return this.decider.state.mode.mode !== "OFF";
  }

  mount(app: ReturnType<typeof createApp>): void {
    const control = requireControl(this.config.controlToken, () => this.metrics.controlRefused());
    app.use(
      standardRoutes({
        version: VERSION,
        modes: this.config.MODES,
        metrics: this.metrics,
        control,
        health: () => this.health(),
        mode: () => this.decider.state.mode,
        setMode: async (next, by, reason) => this.setMode(next, { by, reason }),
      }),
    );
    app.use(
      essRoutes({
        control,
        state: () => this.decider.state,
        status: () => this.status(),
        stop: (request) => this.stopByHand(request),
        rearm: (request) => this.rearm(request),
      }),
    );
  }

  /** Runs until the signal aborts. */
  async run(): Promise<void> {
    await Promise.all([
      this.every(WATCH_LIMITS.tickMs, () => this.tick()),
      this.every(this.config.ESS_EQUITY_EVERY_MS, () => (this.awake ? this.watch.look() : Promise.resolve())),
      this.everyOnBus(MEASURE_MS, () => this.measure()),
      this.everyOnBus(Math.floor(this.config.LEASE_TTL_MS / 3), () => this.bus.renew()),
      this.bus.run(),
      this.rows.run(this.signal),
    ]);
    await this.sweeper.idle();
  }

  async leave(reason: string): Promise<void> {
    await this.bus.leave(this.saying(`goodbye:${realTime()}`, [emit("service.stopped", { service: NAME, reason })]));
    await Promise.all([this.gateway.close(), this.pool.end()]);
    this.journal.close();
    this.logger.info("stopped");
  }

  stopByHand(request: StopRequest): void {
    const from = this.decider.state.level;
    this.decider.take("stop", request);
    this.audit("stop", from, request);
  }

  private rearm(request: { by: string; reason: string }): { code: string; message: string } | null {
    const file = this.config.ESS_STOP_FILE;
    if (file && stopInFile(file)) return { code: "STOP_FILE", message: `The stop file ${file} still exists; remove it first.` };
    const refusal = rearmRefusal(this.decider.state, request);
    if (refusal) return refusal;
    const from = this.decider.state.level;
    this.decider.take("rearm", request);
    this.audit("rearm", from, request);
    return null;
  }

  private setMode(next: ModeRecord, who: { by: string; reason: string }): void {
    const from = this.decider.state.mode.mode;
    // After OFF the age of equity begins anew: nobody had asked.
    this.decider.take("mode", next);
    if (from === "OFF") this.decider.take("looking");
    const change = { from, to: next.mode, ...who };
    this.bus.say(this.saying(`mode:${realTime()}`, [modeChange(change), auditRow({ action: "set_mode", ...change, now: realTime() })]));
  }

  private audit(action: string, from: string, who: { by: string; reason: string }): void {
    const row = auditRow({ action, from, to: this.decider.state.level, by: who.by, reason: who.reason, now: realTime() });
    this.bus.say(this.saying(`${action}:${realTime()}`, [row]));
  }

  private act(input: Input, effects: readonly Effect[]): void {
    this.metrics.consumed(input.type === "feed" ? input.data.name : input.type);
    for (const effect of effects) {
      this.metrics.effect(effect, this.decider.state.mode.mode);
      if (effect.kind === "emit" && effect.type === "alert.raised")
        this.alerter.send({ ...effect.data, id: deriveId(input.id, effect.data.code), raisedAt: realTime() });
    }
    if (effects.length > 0) this.bus.say({ ...this.saying(input.id, effects), ...this.placeOf(input) });
    this.sweeper.poke();
  }

  private saying(id: string, effects: readonly Effect[]) {
    return { id, at: null, mode: this.decider.state.mode.mode, effects };
  }

  /** When in the market something is said: what follows from an event at its time and in its cycle, what we see ourselves now. */
  private placeOf({ type, at, cycle }: Input): { at: number | null; cycle?: number } {
    const own = type === "feed" || (type === "call.answered" && !this.byCycles);
    return { at: own ? null : at, ...(cycle === undefined ? {} : { cycle }) };
  }

  private greeting(first: boolean): Effect[] {
    const { state } = this.decider;
    const hello = emit("service.started", { service: NAME, version: VERSION, mode: state.mode.mode, recovered: state.causes.length });
    return [...(first ? [hello] : []), ...(state.latchSaid ? [latch(state)] : [])];
  }

  private async tick(): Promise<void> {
    const file = this.config.ESS_STOP_FILE;
    const wish = file ? stopInFile(file) : null;
    const known = this.decider.state.causes.some(
      (cause) => cause.trigger === "MANUAL" && cause.level === "HALT" && (cause.close || !wish?.close),
    );
    if (wish && !known) this.stopByHand(wish);
    if (!this.awake) return;
    this.decider.take("tick");
    if (this.decider.journalProblem !== null) this.decider.take("error", `the journal: ${this.decider.journalProblem}`);
  }

  private async measure(): Promise<void> {
    const { state } = this.decider;
    this.metrics.gauge("fleet_ess_level", "0 NORMAL, 1 PAUSE, 2 REDUCE_ONLY, 3 HALT", LEVELS.indexOf(state.level));
    this.metrics.gauge("fleet_ess_losses_in_a_row", "Trades lost in a row", state.lossesInARow);
    if (state.equityUsd !== null) this.metrics.gauge("fleet_ess_equity_usd", "Equity as the exchange says", Number(state.equityUsd));
    if (state.peakUsd !== null)
      this.metrics.gauge("fleet_ess_peak_equity_usd", "Highest equity since the last re-arm", Number(state.peakUsd));
    if (!this.bus.ready) return;
    this.lag = await this.bus.measureLag();
    await this.bus.redis.hset(this.bus.keys.fleet, NAME, JSON.stringify(this.health()));
  }

  private health() {
    return healthOf({
      version: VERSION,
      phase: this.config.PHASE,
      startedAt: this.startedAt,
      now: realTime(),
      state: this.decider.state,
      redis: this.bus.ready ? "ok" : (this.redisSigns.problem ?? this.bus.redis.status),
      postgres: this.rows.problem === null ? "ok" : "cannot be written; rows wait",
      rowsBacklog: this.rows.backlog,
      lag: this.lag,
      exchangeProblem: this.awake ? this.watch.problem : null,
      journalProblem: this.decider.journalProblem,
      alertProblems: this.alerter.problems,
      controlProblem: this.config.controlToken.problem(),
      equityStaleMs: this.byCycles ? Number.POSITIVE_INFINITY : this.config.ESS_EQUITY_STALE_MS,
    });
  }

  private status(): Record<string, unknown> {
    const { level, wouldBe, mode, causes, equityUsd, equityAt, peakUsd, lossesInARow, errors, sweep, rearmed } = this.decider.state;
    const errorsInWindow = errors.market.length + errors.own.length;
    return { level, wouldBe, mode: mode.mode, causes, equityUsd, equityAt, peakUsd, lossesInARow, errorsInWindow, sweep, rearmed };
  }

  /** Does something at an interval until the signal aborts. What fails is an error of our own, and the next time comes all the same. */
  private async every(ms: number, work: () => Promise<unknown>): Promise<void> {
    while (!this.signal.aborted) {
      try {
        await work();
      } catch (error) {
        this.logger.error({ error }, "something failed that is done again and again");
        this.decider.take("error", (error as Error).message);
      }
      await pause(ms, this.signal);
    }
  }

  /** The same with the bus, which may be away: following it starts again by itself. */
  private everyOnBus(ms: number, work: () => Promise<unknown>): Promise<void> {
    return this.every(ms, () => work().catch((error: unknown) => this.logger.debug({ error }, "the bus did not answer")));
  }
}

/** Real time that never jumps while this process lives, epoch ms. */
function realTime(): number {
  return Math.round(performance.timeOrigin + performance.now());
}
