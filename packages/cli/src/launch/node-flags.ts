/**
 * How the fleet's processes run. Without these V8 lets the heap of a busy service grow to more than 200 MB on a machine
 * with free memory; with them it stays near 80 MB at about 15 % more CPU.
 */
export const NODE_FLAGS = ["--optimize-for-size", "--max-semi-space-size=1", "--v8-pool-size=1"] as const;

/**
 * One malloc arena and one worker thread: a service does next to no blocking work. Blocks above 32 kB are mapped by themselves and go back to
 * the system when they are freed: otherwise what was only needed to start stays resident (measured at 1,000 events/s: execution 101 MB instead of
 * 110 MB, all services together 286 MB proportional instead of 319 MB).
 */
export const NODE_ENVIRONMENT = {
  MALLOC_ARENA_MAX: "1",
  MALLOC_MMAP_THRESHOLD_: "32769",
  MALLOC_TRIM_THRESHOLD_: "65536",
  UV_THREADPOOL_SIZE: "1",
  NODE_ENV: "production",
  TZ: "UTC",
} as const;
