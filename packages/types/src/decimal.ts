import * as z from "zod";

/** An exact decimal number as text, e.g. "0.001". Money and quantities travel like this; arithmetic is done with big.js. */
export const decimalSchema = z.string().regex(/^-?\d+(\.\d+)?$/, 'a decimal number as text, such as "12.50"');
export type Decimal = z.infer<typeof decimalSchema>;
