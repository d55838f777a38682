import { BinanceEmergencyGateway, STREAM_URLS } from "@quantum/exchange/ccxt";
import { connectDatabase, RowWriter } from "@quantum/service-kit/database";
import { createApp, finishApp, listen, requireControl, standardRoutes } from "@quantum/service-kit/http";
import { createLogger, type Logger } from "@quantum/service-kit/logger";
import { ServiceMetrics } from "@quantum/service-kit/metrics";
import { streamsOf } from "@quantum/service-kit/shell";
import { deriveId, type Effect, emit, type Input } from "@quantum/types";
import { auditRow, modeChange } from "./acts.ts";
import { Alerter } from "./alerts/alerter.ts";
import { type AlertChannel, telegramChannel, webhookChannel } from "./alerts/channels.ts";
import { BusLink } from "./bus/bus-link.ts";
import { checkedKeys, type EssConfig, type ExchangeKeys, settingsOf } from "./config.ts";
import { createEssCore, LEVELS, latch, type ModeRecord, NAME, rearmRefusal, type StopRequest, WATCH_LIMITS } from "./core/index.ts";
import { Decider } from "./decider.ts";
import { Sweeper } from "./exchange/sweeper.ts";
import { Watch } from "./exchange/watch.ts";
import { healthOf } from "./health.ts";
import { Journal } from "./journal.ts";
import { pause } from "./pause.ts";
import { essRoutes } from "./routes.ts";
import { stopInFile } from "./stop-file.ts";

const VERSION = process.env.QUANTUM_VERSION ?? "0.1.0";
const MEASURE_MS = 1_000;

/** An Emergency Stop System that runs inside this process. */
export interface RunningEss {
  readonly port: number;
  /** A person's stop, by a way that is not HTTP. */
  stopNow(request: StopRequest): void;
  stop(reason: string): Promise<void>;
}

/** Starts it. It is able to stop the desk before anything but the disk and the exchange is there. */
export async function startEss(config: EssConfig, log?: Logger): Promise<RunningEss> {
  const logger = log ?? createLogger(NAME, config.LOG_LEVEL);
  const keys = checkedKeys(config);
  const stopping = new AbortController();
  const ess = new Ess(config, keys, logger, stopping.signal);
  ess.begin();
  const app = createApp();
  ess.mount(app);
  finishApp(app, logger);
  const http = await listen(app, { host: config.HOST, port: config.PORT, service: NAME });
  logger.info(
    { port: http.port, version: VERSION, mode: ess.decider.state.mode.mode, level: ess.decider.state.level, ownKeys: keys.own },
    "started",
  );
  const running = ess.run();
  return {
    port: http.port,
    stopNow: (request) => ess.stopByHand(request),
    async stop(reason) {
      if (stopping.signal.aborted) return;
      stopping.abort(new Error(`stopping: ${reason}`));
      await running;
      await ess.leave(reason);
      await http.close();
    },
  };
}

/** All parts of it, wired. */
class Ess {
  readonly decider: Decider;
  private readonly config: EssConfig;
  private readonly logger: Logger;
  private readonly signal: AbortSignal;
  private readonly startedAt = Date.now();
  private readonly metrics = new ServiceMetrics(NAME, VERSION);
  private readonly journal: Journal;
  private readonly gateway: BinanceEmergencyGateway;
  private readonly alerter: Alerter;
  private readonly bus: BusLink;
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
    this.pool = connectDatabase(config.DATABASE_URL, logger);
    this.rows = new RowWriter({
      redis: this.bus.redis,
      pool: this.pool,
      key: this.bus.keys.rows(NAME),
      deadKey: `${this.bus.keys.deadLetters}:rows`,
      logger,
      mayWrite: () => this.bus.mayWrite(),
    });
    this.watch = new Watch({
      gateway: this.gateway,
      logger,
      equityEveryMs: config.ESS_EQUITY_EVERY_MS,
      deadManMs: config.ESS_DEAD_MAN_MS,
      checkPermissions: config.EXCHANGE_MODE === "live",
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
      swept: (sweepId, report) => this.decider.take("swept", { sweepId, report }),
    });
    this.decider = new Decider({ core, journal: this.journal, logger, now: realTime, act: (input, effects) => this.act(input, effects) });
  }

  /** Everything is wired: what was left undone by the process before is taken up at once. */
  begin(): void {
    this.decider.begin();
    this.sweeper.poke();
  }

  private get awake(): boolean {
    return this.decider.state.mode.mode !== "OFF";
  }

  mount(app: ReturnType<typeof createApp>): void {
    const control = requireControl(this.config.CONTROL_TOKEN);
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
      this.every(MEASURE_MS, () => this.measure()),
      this.every(Math.floor(this.config.LEASE_TTL_MS / 3), () => this.bus.renew()),
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
      this.metrics.effect(effect);
      if (effect.kind === "emit" && effect.type === "alert.raised")
        this.alerter.send({ ...effect.data, id: deriveId(input.id, effect.data.code), raisedAt: realTime() });
    }
    if (effects.length > 0) this.bus.say(this.saying(input.id, effects));
    this.sweeper.poke();
  }

  private saying(id: string, effects: readonly Effect[]) {
    return { id, mode: this.decider.state.mode.mode, cause: null, effects };
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
      redis: this.bus.ready ? "ok" : this.bus.redis.status,
      postgres: this.rows.problem === null ? "ok" : "cannot be written; rows wait",
      rowsBacklog: this.rows.backlog,
      lag: this.lag,
      exchangeProblem: this.awake ? this.watch.problem : null,
      journalProblem: this.decider.journalProblem,
      alertProblems: this.alerter.problems,
      equityStaleMs: this.config.ESS_EQUITY_STALE_MS,
    });
  }

  private status(): Record<string, unknown> {
    const { level, wouldBe, mode, causes, equityUsd, equityAt, peakUsd, lossesInARow, errors, sweep, rearmed } = this.decider.state;
    const errorsInWindow = errors.market.length + errors.own.length;
    return { level, wouldBe, mode: mode.mode, causes, equityUsd, equityAt, peakUsd, lossesInARow, errorsInWindow, sweep, rearmed };
  }

  /** Does something at an interval until the signal aborts; a failure counts as an error and the next time comes all the same. */
  private async every(ms: number, work: () => Promise<unknown>): Promise<void> {
    while (!this.signal.aborted) {
      try {
        await work();
      } catch (error) {
        this.logger.debug({ error }, "will try again");
      }
      await pause(ms, this.signal);
    }
  }
}

/** Real time that never jumps while this process lives, epoch ms. */
function realTime(): number {
  return Math.round(performance.timeOrigin + performance.now());
}

function gatewayOf(config: EssConfig, keys: ExchangeKeys): BinanceEmergencyGateway {
  const url = config.EXCHANGE_URL.replace(/\/$/, "");
  return new BinanceEmergencyGateway({
    mode: config.EXCHANGE_MODE,
    restUrl: config.EXCHANGE_MODE === "paper" ? url : null,
    streamUrl: config.EXCHANGE_MODE === "paper" ? url.replace(/^http/, "ws") : STREAM_URLS[config.EXCHANGE_MODE],
    apiKey: keys.apiKey,
    apiSecret: keys.apiSecret,
    recvWindowMs: config.RECV_WINDOW_MS,
    timeoutMs: config.EXCHANGE_TIMEOUT_MS,
  });
}

function channelsOf(config: EssConfig): AlertChannel[] {
  const { ESS_WEBHOOK_URL, ESS_WEBHOOK_SECRET, ESS_TELEGRAM_BOT_TOKEN, ESS_TELEGRAM_CHAT_ID, ESS_TELEGRAM_API_URL } = config;
  const channels: AlertChannel[] = [];
  if (ESS_WEBHOOK_URL && ESS_WEBHOOK_SECRET) channels.push(webhookChannel(ESS_WEBHOOK_URL, ESS_WEBHOOK_SECRET));
  if (ESS_TELEGRAM_BOT_TOKEN && ESS_TELEGRAM_CHAT_ID)
    channels.push(telegramChannel({ apiUrl: ESS_TELEGRAM_API_URL, botToken: ESS_TELEGRAM_BOT_TOKEN, chatId: ESS_TELEGRAM_CHAT_ID }));
  return channels;
}
