import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { eventually, type Gate, gateTo } from "@quantum/test-kit";
import { openStage, type RunningService, type Stage } from "@quantum/test-kit/stage";
import { environment } from "../src/config.ts";
import type { ClmState } from "../src/core/index.ts";
import type { StoredEvaluation } from "../src/jobs/evaluation-store.ts";
import { service } from "../src/service.ts";
import { MADE_FROM, type MadeUp, madePredictions } from "./made-predictions.ts";
import { close } from "./scenario.ts";

const MAIN = new URL("../src/main.ts", import.meta.url);
const DAY_MS = 86_400_000;
const WITHIN = { withinMs: 45_000 };
const MADE: MadeUp = { seed: 7, days: 12, symbols: 2, cycleHours: 1, horizonCycles: 4, memory: 0.9, boldness: 0.03, knowledge: 0.05 };
/** The close of the market's last cycle: the end of the made-up predictions. */
const CLOSE_AT = MADE_FROM + MADE.days * DAY_MS;
const QUICK = { JOB_BACKOFF_MS: "50", JOB_LOCK_MS: "900", EVALUATION_EVERY_HOURS: "0", EVALUATION_DAYS: "30", LOG_LEVEL: "silent" };

let stage: Stage;
let gate: Gate;
let clm: RunningService;

beforeEach(async () => {
  stage = await openStage();
  gate = await gateTo(stage.databaseUrl);
});
afterEach(async () => {
  await stage.close();
  await gate.close();
});

const launchable = { environment, service: (config: Parameters<typeof service>[0]) => service(config, MAIN.pathname) };

async function launch(own: Readonly<Record<string, string>>): Promise<void> {
  clm = await stage.launch("clm", launchable, { ...QUICK, ...own });
  await stage.publish(close(CLOSE_AT, { BTCUSDT: 100 }));
  await eventually(async () => (await stage.saved<ClmState>("clm"))?.lastCloseAt === CLOSE_AT, WITHIN);
}

/** Predictions with labels in the table, and as many without one, which say nothing. */
async function store(made: MadeUp): Promise<number> {
  const rows = Array.from(madePredictions(made), ({ symbol, at, labelledAt, returnRatio, probabilityUp, votes }) => {
    const shared = { symbol, side: "NONE", confidence: 0, probability_up: probabilityUp, close: 100, horizon_bars: 4, features: {}, votes };
    const labelled = {
      ...shared,
      key: `${at}:${symbol}`,
      at,
      labelled_at: labelledAt,
      return_ratio: returnRatio,
      label_status: "LABELLED",
    };
    return [labelled, { ...shared, key: `${at}:${symbol}:x`, at, labelled_at: labelledAt, return_ratio: null, label_status: "MISSING" }];
  }).flat();
  await stage.insert("predictions", rows);
  return rows.length / 2;
}

interface Shown {
  evaluation: StoredEvaluation | null;
  due?: { evaluation: string } | null;
  queue?: { workers: number } | null;
  job?: { state: string; attempts: number; reason: string | null } | null;
}
const evaluationNow = async (id = "") => (await stage.ask<Shown>(clm, `/models/evaluation${id && `/${id}`}`)).body;
const askFor = async (body: object = {}) =>
  await stage.ask<{ evaluation: string; outcome: string }>(clm, "/models/evaluate", { body: { by: "test", reason: "test", ...body } });
const rowsStored = async () => (await stage.database.query("SELECT evaluation, slot FROM model_evaluations")).rows;
const untilStored = (id: string) => eventually(async () => (await evaluationNow(id)).evaluation, WITHIN);

describe("an evaluation of the models", () => {
  it("is made by clm itself in role all, in a process of its own, and shown", async () => {
    const count = await store(MADE);
    await launch({ CLM_ROLE: "all" });
    const { status, body } = await askFor();
    expect([status, body.outcome]).toEqual([202, "ASKED"]);
    const { slots, labelled, unlabelled, trials, ...rest } = await untilStored(body.evaluation);
    expect({ labelled, unlabelled, trials }).toEqual({ labelled: count, unlabelled: count, trials: 5 });
    expect(rest).toMatchObject({
      evaluation: body.evaluation,
      toAt: CLOSE_AT + 1,
      fromAt: CLOSE_AT + 1 - 30 * DAY_MS,
      earlierTrials: 0,
      blockHours: 24,
    });
    expect(slots.map(({ slot, verdict }) => [slot, verdict])).toEqual([
      ["XGB", "EDGE"],
      ...["LGBM", "NH", "PT"].map((slot) => [slot, "NO_EDGE"]),
      ["ENSEMBLE", expect.stringMatching(/EDGE/)],
    ]);
    expect(slots[0]).toMatchObject({ models: ["xgb 1"], outcomes: count, skill: { value: expect.any(Number), low: expect.any(Number) } });
    expect((await evaluationNow()).evaluation?.evaluation).toBe(body.evaluation);
    const text = await stage.untilMeasured(clm, /fleet_model_verdict\{slot="XGB".*\} 1/);
    expect(text).toMatch(/fleet_job_workers\{queue="clm",module="clm"\} 1/);
  });

  it("asked for twice is made once, and a longer one counts the verdicts drawn before", async () => {
    await store(MADE);
    await launch({ CLM_ROLE: "all" });
    const first = (await askFor()).body;
    await untilStored(first.evaluation);
    expect((await askFor()).body).toMatchObject({ evaluation: first.evaluation, outcome: "KNOWN" });
    expect(await rowsStored()).toHaveLength(5);
    const longer = (await askFor({ days: 60 })).body;
    expect((await untilStored(longer.evaluation)).earlierTrials).toBe(5);
  });

  it("is asked for by the schedule, once, when there is something to judge", async () => {
    await store(MADE);
    await launch({ CLM_ROLE: "all", EVALUATION_EVERY_HOURS: "24" });
    const due = (await evaluationNow()).due?.evaluation ?? "";
    const { toAt, labelled } = await untilStored(due);
    expect([toAt, labelled > 0]).toEqual([CLOSE_AT - DAY_MS, true]);
    // The row is there a moment before its job is done.
    await eventually(async () => (await evaluationNow(due)).job?.state === "completed", WITHIN);
    expect((await evaluationNow(due)).job?.attempts).toBe(1);
  });

  it("is asked for with the control token only, of a sensible length, and once there is a market", async () => {
    clm = await stage.launch("clm", launchable, { ...QUICK, CLM_ROLE: "service" });
    expect((await stage.ask(clm, "/models/evaluate", { token: null })).status).toBe(401);
    expect((await askFor()).status).toBe(409);
    await stage.publish(close(CLOSE_AT, { BTCUSDT: 100 }));
    await eventually(async () => (await askFor()).status === 202, WITHIN);
    expect((await askFor({ days: 0 })).status).toBe(400);
    expect((await askFor({ days: 366 })).status).toBe(400);
    expect((await stage.ask(clm, "/models/evaluation/evaluation-1-2")).status).toBe(404);
  });
});

describe("workers of clm", () => {
  it("that is killed in the middle of a job: another takes over, and the result is there once", async () => {
    await store(MADE);
    await launch({ CLM_ROLE: "service" });
    const lock = await stage.database.connect();
    await lock.query("BEGIN; LOCK TABLE predictions IN ACCESS EXCLUSIVE MODE");
    const first = await stage.spawn(MAIN, { ...QUICK, CLM_ROLE: "worker" });
    const { evaluation } = (await askFor()).body;
    await eventually(async () => (await evaluationNow(evaluation)).job?.state === "active", WITHIN);
    const second = await stage.spawn(MAIN, { ...QUICK, CLM_ROLE: "worker" });
    expect(await first.end("SIGKILL")).toEqual([null, "SIGKILL"]);
    await lock.query("COMMIT");
    lock.release();
    expect((await untilStored(evaluation)).slots).toHaveLength(5);
    expect(await rowsStored()).toHaveLength(5);
    await eventually(async () => (await evaluationNow(evaluation)).job?.state === "completed", WITHIN);
    expect(await second.end("SIGTERM")).toEqual([0, null]);
  });

  it("share what is asked for, each evaluation made once", async () => {
    await store(MADE);
    await launch({ CLM_ROLE: "service" });
    const workers = [await stage.spawn(MAIN, { ...QUICK, CLM_ROLE: "worker" }), await stage.spawn(MAIN, { ...QUICK, CLM_ROLE: "worker" })];
    const asked = await Promise.all([11, 12, 13, 14, 15, 16].map(async (days) => (await askFor({ days })).body.evaluation));
    for (const id of asked) await untilStored(id);
    expect(await rowsStored()).toHaveLength(30);
    const done = await Promise.all(
      workers.map(async (one) => (await stage.ask<{ jobs: { done: number } }>(one, "/health")).body.jobs.done),
    );
    await eventually(async () => (await evaluationNow(asked.at(-1))).job?.state === "completed", WITHIN);
    expect(done.every((count) => count > 0)).toBe(true);
    expect(await stage.metrics(workers[0]!)).toContain('fleet_health_status{module="clm_worker"} 0');
  });
});

describe("Postgres away from a worker", () => {
  it("has the job tried again, and it is done when Postgres is back", async () => {
    await store(MADE);
    await launch({ CLM_ROLE: "service" });
    gate.shut();
    await stage.spawn(MAIN, { ...QUICK, CLM_ROLE: "worker", DATABASE_URL: gate.url });
    const { evaluation } = (await askFor()).body;
    await eventually(async () => ((await evaluationNow(evaluation)).job?.attempts ?? 0) >= 1, WITHIN);
    gate.open();
    expect((await untilStored(evaluation)).slots).toHaveLength(5);
  });

  it("for too long: the job is given up, a person is told once with the way out, and asking again does it", async () => {
    await store(MADE);
    await launch({ CLM_ROLE: "service", JOB_ATTEMPTS: "2" });
    gate.shut();
    await stage.spawn(MAIN, { ...QUICK, CLM_ROLE: "worker", DATABASE_URL: gate.url });
    const { evaluation } = (await askFor()).body;
    const [alert] = await stage.until("alert.raised", 1, ({ data }) => data.code === "JOB_FAILED");
    expect(alert?.data.message).toContain(`${evaluation} (evaluate-models) was given up after 2 attempts`);
    expect(alert?.data.action).toContain("POST /models/evaluate");
    await stage.untilMeasured(clm, /fleet_jobs_failed_day\{queue="clm".*\} 1/);
    gate.open();
    expect((await askFor()).body.outcome).toBe("AGAIN");
    await untilStored(evaluation);
    await stage.untilMeasured(clm, /fleet_jobs_failed_day\{queue="clm".*\} 0/);
    expect(await stage.said("alert.raised")).toHaveLength(1);
  });
});
