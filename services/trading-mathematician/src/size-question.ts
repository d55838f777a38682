import { directionSchema, symbolSchema } from "@quantum/types";
import * as z from "zod";
import {
  calculateOptimalParameters,
  deskOf,
  edgeOf,
  type MathematicianSettings,
  type MathematicianState,
  sizeOf,
  statedEdge,
} from "./core/index.ts";

const percentage = z.number().positive().max(100);
const evidence = {
  winRate: z.number().min(0).max(1),
  averageWin: z.number().nonnegative(),
  averageLoss: z.number().nonnegative(),
  trades: z.number().int().nonnegative(),
};

/** Figures alone, without a symbol: what `calculateOptimalParameters` takes. */
const figuresSchema = z.strictObject({
  balanceUsd: z.number().positive(),
  atrPct: percentage,
  ...evidence,
  confidence: z.number().min(0).max(1).default(1),
  direction: directionSchema.default("LONG"),
});

/** A symbol the exchange lists; what is left out is taken from what the desk knows. */
const symbolQuestionSchema = z.strictObject({
  symbol: symbolSchema,
  direction: directionSchema,
  price: z.number().positive(),
  atrPct: percentage,
  confidence: z.number().min(0).max(1).default(1),
  balanceUsd: z.number().positive().optional(),
  evidence: z.strictObject(evidence).optional(),
});

/** What may be asked. A `symbol` makes it a question about that contract. */
export function parseQuestion(body: unknown) {
  const asksSymbol = typeof body === "object" && body !== null && "symbol" in body;
  return asksSymbol ? symbolQuestionSchema.safeParse(body) : figuresSchema.safeParse(body);
}
type Question = NonNullable<ReturnType<typeof parseQuestion>["data"]>;

/** The size for a question, by the same rules as in a cycle. */
export function answerQuestion(question: Question, state: Readonly<MathematicianState>, settings: MathematicianSettings) {
  if (!("symbol" in question)) return calculateOptimalParameters(question, settings);
  const { symbol, direction, price, atrPct, confidence, balanceUsd } = question;
  const { evidence: stated } = question;
  const edge = stated ? statedEdge({ ...stated, averageWinR: stated.averageWin, averageLossR: stated.averageLoss }) : edgeOf(state.trades);
  const equityUsd = balanceUsd === undefined ? state.equityUsd : String(balanceUsd);
  const desk = deskOf({ edge, equityUsd, market: state, at: Math.max(state.wait.last, state.quotesAt), settings });
  return sizeOf({ symbol, direction, confidence, atrRatio: atrPct / 100, close: price }, desk);
}
