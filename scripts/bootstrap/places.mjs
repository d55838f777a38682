import { join, resolve } from "node:path";

/** The root of the repository. */
export const ROOT = resolve(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "..", "..");
/** Where the tools live that are not part of node_modules. */
export const TOOLS = join(ROOT, ".quantum", "tools");
/** Says which lockfile the installed dependencies belong to. */
export const INSTALLED = join(ROOT, ".quantum", "installed");
/** The Node the project runs on, from the npm package `node`. */
export const NODE = join(ROOT, "node_modules", "node", "bin", "node");
