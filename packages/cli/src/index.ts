export { type DayRequest, simulateDay, type TradedDay } from "./day/simulate-day.ts";
export { CliFailure, EXIT } from "./failure.ts";
export { createHome, type Home, homeOf } from "./home.ts";
export { ExchangeControl, type SimulatorStatus } from "./launch/exchange-control.ts";
export { Fleet, type FleetOptions, type FleetView, type ServiceView } from "./launch/fleet.ts";
export { type Launch, launch } from "./launch/launcher.ts";
export { NODE_ENVIRONMENT, NODE_FLAGS } from "./launch/node-flags.ts";
export type { MarketChoice } from "./launch/service-environment.ts";
