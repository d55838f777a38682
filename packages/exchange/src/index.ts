export * from "./gateway.ts";
export * from "./venue.ts";
