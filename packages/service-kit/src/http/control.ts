import { createHash, timingSafeEqual } from "node:crypto";
import type { RequestHandler } from "express";
import * as z from "zod";
import type { ControlToken } from "../control-token.ts";

/** Who wants it and why; both go into the audit. */
export const controlBody = z
  .object({ by: z.string().min(1).max(100).default("operator"), reason: z.string().min(1).max(1_000).default("no reason given") })
  .loose();

/** Lets only requests with the control token as it is now pass: `authorization: Bearer <token>`. `refused` is told of every other. */
export function requireControl(token: ControlToken, refused: () => void = () => undefined): RequestHandler {
  return (request, response, next) => {
    const expected = token.value();
    if (expected === null) {
      refused();
      response.status(503).json({
        error: "NO_CONTROL_TOKEN",
        message: `The control token cannot be used: ${token.problem()}.`,
        action: "Write one into its file; it holds at once.",
      });
      return;
    }
    const [scheme, given] = (request.headers.authorization ?? "").split(" ");
    if (scheme !== "Bearer" || !given || !timingSafeEqual(digest(given), digest(expected))) {
      refused();
      response.status(401).json({
        error: "UNAUTHORIZED",
        message: "This needs the control token.",
        action: "Send the header `authorization: Bearer <token>`.",
      });
      return;
    }
    const body = controlBody.safeParse(request.body ?? {});
    if (!body.success) {
      const [issue] = body.error.issues;
      response.status(400).json({
        error: "BAD_REQUEST",
        message: `${issue?.path.join(".")}: ${issue?.message}`,
        action: 'Send JSON such as {"by":"anna","reason":"drill"}.',
      });
      return;
    }
    request.body = body.data;
    next();
  };
}

/** Equal length whatever was sent, so that comparing takes the same time. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
