export { drillEnvironment } from "./drill-environment.ts";
export { type Fault, KINDS, type Kind, planFaults } from "./faults.ts";
export { type DrillRequest, type DrillResult, type Recovery, runDrill } from "./run-drill.ts";
