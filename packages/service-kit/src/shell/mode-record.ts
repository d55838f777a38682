import { type Mode, modeSchema } from "@quantum/types";
import * as z from "zod";

const modeRecordSchema = z.object({
  mode: modeSchema,
  /** Where it came from: an environment variable, "default" or "operator". */
  from: z.string(),
  /** The mode to go back to on /enable. */
  before: modeSchema.nullable(),
});

/** The mode of a service and where it came from. */
export type ModeRecord = z.infer<typeof modeRecordSchema>;

export function parseModeRecord(json: string): ModeRecord {
  return modeRecordSchema.parse(JSON.parse(json));
}

export function firstModeRecord(mode: Mode, from: string): ModeRecord {
  return { mode, from, before: null };
}
