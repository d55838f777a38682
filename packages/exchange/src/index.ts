export * from "./emergency.ts";
export * from "./gateway.ts";
export * from "./venue.ts";
