import { readFileSync } from "node:fs";
import { directionSchema, marketStateSchema, riskModeSchema } from "@quantum/types";
import * as z from "zod";
import { DRAWDOWN_BANDS, VOLATILITY_BANDS } from "./core/bands.ts";
import { type PolicyTable, PolicyTableError } from "./core/index.ts";

const rowSchema = z.strictObject({
  id: z.string().min(1),
  regimes: z.array(marketStateSchema).min(1),
  volatility: z.array(z.enum(VOLATILITY_BANDS)).min(1),
  drawdown: z.array(z.enum(DRAWDOWN_BANDS)).min(1),
  riskModes: z.array(riskModeSchema).min(1),
  allowTrades: z.boolean(),
  minConfidence: z.number().min(0).max(1),
  maxPositions: z.number().int().nonnegative(),
  allowedSides: z.array(directionSchema),
  sizeFactor: z.number().min(0).max(1),
  reason: z.string().min(1),
});
const tableSchema = z.strictObject({ version: z.string().min(1), rows: z.array(rowSchema).min(1) });

/** An operator's policy table. Holes and overlaps are for the core to find. @throws PolicyTableError naming the file and the row. */
export function readTable(path: string): PolicyTable {
  try {
    return tableSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    const problem = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new PolicyTableError(`policy table ${path} cannot be used: ${problem}`);
  }
}
