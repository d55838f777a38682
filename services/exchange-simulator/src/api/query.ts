import { badParameter } from "./api-error.ts";

/** The parameters of one request, whether they came in the address or in the body. */
export class Query {
  private readonly values: URLSearchParams;

  constructor(values: URLSearchParams) {
    this.values = values;
  }

  /** Empty counts as not sent, as on Binance. */
  optional(name: string): string | undefined {
    return this.values.get(name) || undefined;
  }

  text(name: string): string {
    const value = this.optional(name);
    if (value === undefined) throw badParameter(name);
    return value;
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T {
    const value = this.text(name);
    const found = allowed.find((each) => each === value);
    if (found === undefined) throw badParameter(name);
    return found;
  }

  optionalOneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    return this.optional(name) === undefined ? undefined : this.oneOf(name, allowed);
  }

  integer(name: string): number | undefined {
    const value = this.optional(name);
    if (value === undefined) return undefined;
    const number = Number(value);
    if (!Number.isSafeInteger(number)) throw badParameter(name);
    return number;
  }

  requiredInteger(name: string): number {
    const value = this.integer(name);
    if (value === undefined) throw badParameter(name);
    return value;
  }

  /** A number between 1 and `max`. */
  limit(fallback: number, max: number): number {
    const value = this.integer("limit") ?? fallback;
    if (value < 1) throw badParameter("limit");
    return Math.min(value, max);
  }

  /** Plain decimal text, as the engine wants it. */
  decimal(name: string): string | undefined {
    const value = this.optional(name);
    if (value !== undefined && !/^\d+(\.\d+)?$/.test(value)) throw badParameter(name);
    return value;
  }

  requiredDecimal(name: string): string {
    const value = this.decimal(name);
    if (value === undefined) throw badParameter(name);
    return value;
  }

  flag(name: string): boolean {
    return this.optional(name)?.toLowerCase() === "true";
  }
}
