export { type Answer, CONTROL_TOKEN, type Sent } from "./ask.ts";
export { Bus, openBus } from "./bus.ts";
export type { ServiceProcess } from "./service-process.ts";
export { type Launchable, openStage, type RunningService, Stage } from "./stage.ts";
