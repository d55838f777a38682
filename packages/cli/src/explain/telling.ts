/** What one service said, as the books hold it. */
export interface Told {
  readonly service: string;
  readonly mode: string | null;
  readonly binding: boolean;
  readonly late?: boolean;
  readonly word?: unknown;
}

/** A market time; "-" when unknown. */
export function at(ms: unknown): string {
  const value = Number(ms);
  return ms === null || ms === undefined || !Number.isFinite(value) ? "-" : new Date(value).toISOString().replace(".000Z", "Z");
}

/** A figure without the zeros a column pads it with; "-" when unknown. */
export function figure(value: unknown): string {
  if (value === null || value === undefined) return "-";
  const text = String(value);
  return /^-?\d+\.\d+$/.test(text) ? text.replace(/\.?0+$/, "") : text;
}

/** An amount in USD; "-" when unknown. */
export function money(value: unknown): string {
  return value === null || value === undefined ? "-" : `${Number(value).toFixed(2)} USD`;
}
