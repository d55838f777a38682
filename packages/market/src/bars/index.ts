export * from "./aggregate-bars.ts";
export * from "./find-gaps.ts";
export * from "./quote-volume.ts";
export * from "./returns.ts";
export * from "./validate-bars.ts";
