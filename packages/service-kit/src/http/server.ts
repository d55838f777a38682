import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express, { type Express, type NextFunction, type Request, type Response } from "express";
import helmet from "helmet";
import type { Logger } from "../logger.ts";

/** The address is taken. Names who wanted it and what to do. */
export class PortInUseError extends Error {
  override readonly name = "PortInUseError";
}

/** An express app with the fleet's defaults: JSON in and out, strict headers, no ETags, errors as JSON. */
export function createApp(): Express {
  const app = express();
  app.disable("etag");
  app.disable("x-powered-by");
  app.use(helmet());
  app.use(express.json({ limit: "1mb" }));
  return app;
}

/** Adds the last two handlers: unknown path, and any error. */
export function finishApp(app: Express, logger: Logger): void {
  app.use((request: Request, response: Response) => {
    response.status(404).json({
      error: "NOT_FOUND",
      message: `${request.method} ${request.path} is not served here.`,
      action: "See the service's README for its endpoints.",
    });
  });
  app.use((error: Error & { status?: number; type?: string }, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    const status = error.status ?? 500;
    if (status >= 500) logger.error({ error, path: request.path }, "a request failed");
    const message = status >= 500 ? "The request failed; the log of this service says why." : error.message;
    response.status(status).json({ error: status >= 500 ? "INTERNAL" : "BAD_REQUEST", message });
  });
}

/**
 * Listens, and stops with `close`.
 * @throws PortInUseError
 */
export async function listen(
  app: Express,
  address: { host: string; port: number; service: string },
): Promise<{ server: Server; port: number; close(): Promise<void> }> {
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE") return reject(error);
      reject(
        new PortInUseError(
          `${address.service} cannot listen on ${address.host}:${address.port}: the port is in use. Stop what uses it, or set PORT to a free one.`,
        ),
      );
    });
    server.listen(address.port, address.host, resolve);
  });
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { server, port: (server.address() as AddressInfo).port, close };
}
