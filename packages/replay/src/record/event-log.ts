import { createHash } from "node:crypto";
import type { FleetEvent } from "@quantum/types";
import { TextFile } from "./text-file.ts";

/** How much of each event is written: everything, a digest in place of what has a row per symbol, or nothing. */
export const EVENT_DETAILS = ["all", "brief", "none"] as const;
export type EventDetail = (typeof EVENT_DETAILS)[number];

/** Events whose data has a row for every symbol. */
const BULKY = new Set(["bars.backfilled", "bars.closed", "quotes.observed", "signals.generated", "predictions.labelled"]);

/** An event as it stands in a log: whole, or with a digest of its data. */
export type LoggedEvent = Omit<FleetEvent, "data"> & { readonly data?: unknown; readonly digest?: string };

/** A short hash of an event's data: equal exactly when the data are. Lists are hashed entry by entry, so that no long text is made. */
export function digestOf(data: unknown): string {
  const hash = createHash("sha256");
  for (const [name, value] of Object.entries(data as object)) {
    hash.update(`${name}:`);
    for (const entry of Array.isArray(value) ? value : [value]) hash.update(`${JSON.stringify(entry)},`);
  }
  return hash.digest("hex").slice(0, 16);
}

/** One line of the log. */
export function lineOf(event: FleetEvent, detail: EventDetail): string {
  if (detail === "all" || !BULKY.has(event.type)) return JSON.stringify(event);
  const { data, ...envelope } = event;
  return JSON.stringify({ ...envelope, digest: digestOf(data) });
}

/** Writes events to a file, one line each, as they happen. */
export class EventLog {
  private readonly file: TextFile;
  private readonly detail: EventDetail;

  constructor(path: string, detail: EventDetail) {
    this.file = new TextFile(path);
    this.detail = detail;
  }

  readonly write = (event: FleetEvent): void => {
    if (this.detail !== "none") this.file.write(`${lineOf(event, this.detail)}\n`);
  };

  close(): void {
    this.file.close();
  }
}
