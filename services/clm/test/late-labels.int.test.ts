import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { createLogger } from "@quantum/service-kit/logger";
import type { FeedAccess } from "@quantum/service-kit/run";
import { openStage, type Stage } from "@quantum/test-kit/stage";
import * as z from "zod";
import { environment } from "../src/config.ts";
import { type ClmState, createClmCore, dueWindow, evaluationId } from "../src/core/index.ts";
import { evaluateModels } from "../src/jobs/evaluate-models.ts";
import { readEvaluation } from "../src/jobs/evaluation-store.ts";
import { JobDesk } from "../src/jobs/job-desk.ts";
import { MADE_FROM, type MadeUp, madePredictions } from "./made-predictions.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MADE: MadeUp = { seed: 7, days: 12, symbols: 2, cycleHours: 1, horizonCycles: 4, memory: 0.9, boldness: 0.03, knowledge: 0.05 };
const END_AT = MADE_FROM + MADE.days * DAY_MS;
const SCHEDULE = { everyHours: 24, days: 30 };
/** The last cycle before END_AT, and the one after whose labels the window is due. */
const LAST_AT = END_AT - HOUR_MS;

let stage: Stage;
let desk: JobDesk;
beforeEach(async () => {
  stage = await openStage();
  const settings = z.object(environment).parse({ CLM_ROLE: "service" });
  desk = new JobDesk({ ...settings, REDIS_URL: stage.url, REDIS_PREFIX: stage.prefix }, createLogger("test", "silent"));
});
afterEach(async () => {
  await desk.queue.close();
  await stage.close();
});

/** Predictions of all cycles; those from `waitingFrom` on are in the database without the label that they have been given. */
async function store(waitingFrom: number): Promise<number> {
  const rows = Array.from(madePredictions(MADE), ({ symbol, at, labelledAt, returnRatio, probabilityUp, votes }) => {
    const label = { labelled_at: labelledAt, return_ratio: returnRatio, label_status: "LABELLED" };
    const about = { symbol, side: "NONE", confidence: 0, probability_up: probabilityUp, close: 100, horizon_bars: 4, features: {}, votes };
    const late = { labelled_at: null, return_ratio: null, label_status: "OPEN" };
    return { key: `${at}:${symbol}`, at, ...about, ...(at < waitingFrom ? label : late) };
  });
  await stage.insert("predictions", rows);
  return rows.length;
}

/** The rows that waited arrive in the database. */
async function arrive(): Promise<void> {
  await stage.database.query(
    "UPDATE predictions SET label_status = 'LABELLED', labelled_at = at + 14400000, return_ratio = 0.001 WHERE label_status = 'OPEN'",
  );
}

/** The desk looks, with a core that has labelled all cycles before the newest and these; returns the evaluation it should ask for. */
async function look(changes: Partial<ClmState> = {}): Promise<string> {
  const state: ClmState = { ...createClmCore().initial(), lastCloseAt: END_AT + DAY_MS / 2, lastLabelledAt: LAST_AT, ...changes };
  const access = { state: () => state, observe: async () => undefined, logger: createLogger("test", "silent") };
  await desk.look(stage.database, access as unknown as FeedAccess<ClmState>);
  expect(desk.problem).toBeNull();
  const window = dueWindow(state, SCHEDULE);
  return window === null ? "none" : evaluationId(window);
}

const asked = async (id: string): Promise<boolean> => (await desk.queue.look(id)) !== null;
const window = { fromAt: END_AT - 30 * DAY_MS, toAt: END_AT };
const evaluate = () =>
  evaluateModels(window, { settings: { databaseUrl: stage.databaseUrl, logLevel: "silent" }, progress: () => undefined } as never);
const made = async () => {
  const found = await readEvaluation(stage.database, evaluationId(window));
  return { labelled: found?.labelled, unlabelled: found?.unlabelled, earlierTrials: found?.earlierTrials };
};
const rowsStored = async () => (await stage.database.query("SELECT key FROM model_evaluations")).rows.length;

describe("CLM-04: a window that is due", () => {
  it("is not asked for while its labels wait to be written, and is once they have been", async () => {
    await store(LAST_AT);
    expect(await asked(await look())).toBe(false);
    await arrive();
    expect(await asked(await look())).toBe(true);
  });

  it("is not asked for while none of its rows has come yet, and is when they all come at once", async () => {
    expect(await asked(await look())).toBe(false);
    await store(END_AT);
    expect(await asked(await look())).toBe(true);
  });

  it("is the one before while a prediction in it waits for its label", async () => {
    await store(END_AT);
    const batch = { predictedAt: LAST_AT, horizonBars: 4, interval: "1h" as const, features: [], voters: [], predictions: [] };
    const before = await look({ open: [batch], lastLabelledAt: LAST_AT - HOUR_MS });
    expect([before, await asked(before)]).toEqual([evaluationId({ fromAt: window.fromAt - DAY_MS, toAt: END_AT - DAY_MS }), true]);
    expect(await asked(evaluationId(window))).toBe(false);
  });

  it("waits for nothing that nobody knows of: after a loss of the core's state it is asked for as it stands", async () => {
    await store(LAST_AT);
    expect(await asked(await look({ lastLabelledAt: 0 }))).toBe(true);
  });
});

describe("an evaluation whose window got labels afterwards", () => {
  it("is made again when it is asked for again, knows them, and counts the verdicts drawn before", async () => {
    const count = await store(END_AT - DAY_MS);
    await evaluate();
    expect(await made()).toEqual({ labelled: count - 48, unlabelled: 48, earlierTrials: 0 });
    expect(await desk.ask(stage.database, window)).toBe("KNOWN");
    await arrive();
    expect(await desk.ask(stage.database, window)).toBe("ASKED");
    await evaluate();
    expect(await made()).toEqual({ labelled: count, unlabelled: 0, earlierTrials: 5 });
    expect(await desk.ask(stage.database, window)).toBe("KNOWN");
  });

  it("is made once with each number of labels, however often its job runs", async () => {
    await store(END_AT - DAY_MS);
    await Promise.all([evaluate(), evaluate()]);
    expect(await rowsStored()).toBe(5);
    await arrive();
    await Promise.all([evaluate(), evaluate()]);
    await evaluate();
    expect(await rowsStored()).toBe(10);
  });
});
