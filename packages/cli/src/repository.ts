import { resolve } from "node:path";

/** The root of the repository this command belongs to. */
export const REPOSITORY = resolve(import.meta.dirname, "..", "..", "..");
