import { createHmac, timingSafeEqual } from "node:crypto";
import { SIMULATOR_LIMITS } from "../limits.ts";
import { ApiError, badParameter } from "./api-error.ts";
import type { Query } from "./query.ts";

/** The one key pair that is known. */
export interface Credentials {
  readonly apiKey: string;
  readonly secret: string;
}

/** A request as it came over the wire: the signature covers query and body exactly as they were sent. */
export interface WireRequest {
  readonly apiKey: string | undefined;
  readonly query: string;
  readonly body: string;
}

const SIGNATURE = /(^|&)signature=([^&]*)/;

/** Refuses a missing or unknown API key. */
export function checkApiKey(request: WireRequest, credentials: Credentials): void {
  if (!request.apiKey) throw new ApiError(401, -2014, "API-key format invalid.");
  if (!isEqual(request.apiKey, credentials.apiKey)) throw new ApiError(401, -2015, "Invalid API-key, IP, or permissions for action.");
}

/** Refuses a request that is not signed by the key's secret, or too old, or from the future. Times are wall time. */
export function checkSignature(request: WireRequest, query: Query, credentials: Credentials, nowMs: number): void {
  checkApiKey(request, credentials);
  const signature = SIGNATURE.exec(request.query)?.[2] ?? SIGNATURE.exec(request.body)?.[2];
  if (!signature) throw badParameter("signature");
  const payload = request.query.replace(SIGNATURE, "") + request.body.replace(SIGNATURE, "");
  const expected = createHmac("sha256", credentials.secret).update(payload).digest("hex");
  if (!isEqual(signature.toLowerCase(), expected)) throw new ApiError(400, -1022, "Signature for this request is not valid.");
  checkTimestamp(query, nowMs);
}

function checkTimestamp(query: Query, nowMs: number): void {
  const timestamp = query.requiredInteger("timestamp");
  const recvWindowMs = query.integer("recvWindow") ?? SIMULATOR_LIMITS.recvWindowMs;
  if (recvWindowMs > SIMULATOR_LIMITS.recvWindowMaxMs) throw new ApiError(400, -1131, "recvWindow must be less than 60000");
  if (timestamp > nowMs + SIMULATOR_LIMITS.timestampAheadMs) {
    throw new ApiError(400, -1021, "Timestamp for this request was 1000ms ahead of the server's time.");
  }
  if (timestamp < nowMs - recvWindowMs) throw new ApiError(400, -1021, "Timestamp for this request is outside of the recvWindow.");
}

function isEqual(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
