export * from "./distributions.ts";
export * from "./random.ts";
