import type { Refusal } from "@quantum/exchange/engine";

/** An answer that is an error: HTTP status and Binance's `{code, msg}`. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: number;
  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** A refusal of the engine as an answer. */
export function refused(refusal: Refusal): ApiError {
  return new ApiError(400, refusal.code, refusal.message);
}

/** A parameter that is missing or of the wrong form. */
export function badParameter(name: string): ApiError {
  return new ApiError(400, -1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);
}
