import * as z from "zod";
import { LIMITS } from "./core/limits.ts";

/** What this service alone reads from its environment. */
export const environment = {
  /** Real milliseconds to wait for the answers of a cycle. */
  WAIT_MS: z.coerce.number("milliseconds").int().min(1).max(600_000).default(LIMITS.waitMs),
  /** A JSON file with another policy table: {version, rows}. Left out: the table the project ships. */
  POLICY_TABLE_FILE: z.string().min(1).optional(),
};

/** This service's own configuration, parsed. */
export type OrchestratorPolicyConfig = z.infer<z.ZodObject<typeof environment>>;
