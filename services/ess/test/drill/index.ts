export { type DrillOptions, type DrillResult, runDrills } from "./drill.ts";
export { type EssProcess, startEssProcess } from "./ess-process.ts";
export { type ReplayAccounts, type ReplayFindings, replayEquity } from "./replay-equity.ts";
export { type DrillFigures, drillFigures, renderDrillReport } from "./report.ts";
