import * as z from "zod";

/** What one rule found: the rule's id, what was observed, the limit it was held against, and the reason in words. */
export const verdictSchema = z.object({
  module: z.string(),
  rule: z.string(),
  passed: z.boolean(),
  observed: z.union([z.number(), z.string(), z.boolean(), z.null()]),
  limit: z.union([z.number(), z.string(), z.boolean(), z.null()]),
  reason: z.string(),
});
export type Verdict = z.infer<typeof verdictSchema>;
