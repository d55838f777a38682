export { controlBody, requireControl } from "./control.ts";
export { createApp, finishApp, listen, PortInUseError } from "./server.ts";
export { type StandardRoutesHost, standardRoutes } from "./standard-routes.ts";
