/**
 * How the fleet's processes run. Without these V8 lets the heap of a busy service grow to more than 200 MB on a machine
 * with free memory; with them it stays near 80 MB at about 15 % more CPU.
 */
export const NODE_FLAGS = ["--optimize-for-size", "--max-semi-space-size=1", "--v8-pool-size=1"] as const;

/** One malloc arena and one worker thread: a service does next to no blocking work. */
export const NODE_ENVIRONMENT = { MALLOC_ARENA_MAX: "1", UV_THREADPOOL_SIZE: "1", NODE_ENV: "production", TZ: "UTC" } as const;
