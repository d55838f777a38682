export { CoreFailure } from "./desk/core-failure.ts";
export { type DeskChoice, optionalServices } from "./desk/seats.ts";
export { type LoadedMarket, loadMarket, type MarketChoice } from "./market/load-market.ts";
export { rangeText, valueText } from "./page/render-page.ts";
export { EVENT_DETAILS, type EventDetail, type LoggedEvent, lineOf } from "./record/event-log.ts";
export { EVENTS_FILE, RUN_TABLES, type RunRecord, type RunTable, TIMING_FILE, writeRun } from "./record/run-folder.ts";
export { type ReplayOutcome, type ReplayRequest, type ReplayStep, replay } from "./replay.ts";
export { ReplayProblem } from "./replay-problem.ts";
export { type ReplaySummary, type RunRequest, runReplay } from "./run.ts";
