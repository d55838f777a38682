import { existsSync } from "node:fs";
import { join } from "node:path";
import express, { type RequestHandler, type Router } from "express";

/** Where the built page lies, seen from this file. */
export const PAGE_FOLDER = join(import.meta.dirname, "../../dist/web");

/** Nothing but our own files may load, run or be talked to; nobody may frame the page. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Sets the strict policy on everything the console serves. */
export const strictPolicy: RequestHandler = (_request, response, next) => {
  response.setHeader("content-security-policy", POLICY);
  response.setHeader("referrer-policy", "no-referrer");
  next();
};

/** Serves the built page; when it is not built, says so and how to. */
export function servePage(router: Router, folder: string = PAGE_FOLDER): void {
  router.use("/assets", express.static(join(folder, "assets"), { immutable: true, maxAge: "1y" }));
  router.get("/", (_request, response) => {
    const page = join(folder, "index.html");
    if (existsSync(page)) response.setHeader("cache-control", "no-store").sendFile(page);
    else response.status(503).type("text/plain").send("The console's page is not built. Run: pnpm --filter @quantum/dashboard build\n");
  });
}
