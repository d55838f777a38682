export { type Alert, alertEffect } from "./alert.ts";
export {
  type CallContext,
  CallFailure,
  type CallHandler,
  type FeedAccess,
  type ServiceDefinition,
  type ServiceView,
} from "./service-definition.ts";
export { Shell, type ShellParts, streamsOf } from "./shell.ts";
