import type { Request, RequestHandler, Response } from "express";
import type { Pool } from "pg";
import * as z from "zod";
import { LIMITS } from "../limits.ts";

/** Runs one read-only query. */
export type Select = <Row extends object>(sql: string, values?: readonly unknown[]) => Promise<Row[]>;

/** Reads from the pool of the shell, which exists only while the service runs. */
export function selectFrom(pool: () => Pool): Select {
  return async (sql, values = []) => (await pool().query(sql, [...values])).rows as never;
}

/** The `limit` of a request, or null when it is not usable. */
export function limitOf(request: Request): number | null {
  const parsed = z.coerce
    .number()
    .int()
    .min(1)
    .max(LIMITS.rowsMost)
    .safeParse(request.query.limit ?? LIMITS.rowsDefault);
  return parsed.success ? parsed.data : null;
}

/** A read endpoint: answers JSON, says 400 for a bad limit and 503 with the reason when the data cannot be had. */
export function read(what: string, load: (request: Request, limit: number) => Promise<unknown>): RequestHandler {
  return async (request, response) => {
    const limit = limitOf(request);
    if (limit === null)
      return refuse(response, 400, { error: "BAD_REQUEST", message: `limit must be a whole number from 1 to ${LIMITS.rowsMost}` });
    try {
      const body = await load(request, limit);
      if (body === null) refuse(response, 404, { error: "NOT_FOUND", message: `there is no such ${what}` });
      else response.json(body);
    } catch (error) {
      const code = (error as { code?: string }).code ?? "UNKNOWN";
      refuse(response, 503, {
        error: "DATA_UNAVAILABLE",
        message: `${what} cannot be read now (${code}); trying again helps once Postgres and Redis answer`,
      });
    }
  };
}

function refuse(response: Response, status: number, body: { error: string; message: string }): void {
  response.status(status).json(body);
}
