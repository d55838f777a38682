export * from "./bars/index.ts";
export * from "./correlation/index.ts";
export * from "./generator/index.ts";
export * from "./importers/index.ts";
export * from "./indicators/index.ts";
export * from "./portfolio/index.ts";
export * from "./random/index.ts";
export * from "./taxonomy/index.ts";
