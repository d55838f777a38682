export * from "./sectors.ts";
export * from "./taxonomy.ts";
