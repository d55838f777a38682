import type * as z from "zod";

/** This service reads nothing of its own from its environment: its numbers were fitted together and stand in core/limits.ts. */
export const environment = {};

/** This service's own configuration, parsed. */
export type MscAiConfig = z.infer<z.ZodObject<typeof environment>>;
