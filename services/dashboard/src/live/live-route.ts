import type { RequestHandler, Response } from "express";
import { LIMITS } from "../limits.ts";
import type { LiveStream } from "./live-stream.ts";

/** Server-sent events: `changed` with topics, at most four times a second, and `fleet` every second, which is also the heartbeat. */
export function liveRoute(live: LiveStream, fleet: () => Promise<unknown>): RequestHandler {
  return (_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" });
    response.write("retry: 1000\n\n");
    const changed = new Set<string>();
    const stopListening = live.listen((topics) => {
      for (const topic of topics) changed.add(topic);
    });
    const tell = setInterval(() => {
      if (changed.size === 0) return;
      send(response, "changed", [...changed]);
      changed.clear();
    }, LIMITS.tellEveryMs);
    const beat = async (): Promise<void> => send(response, "fleet", await fleet());
    const pulse = setInterval(() => void beat(), LIMITS.fleetEveryMs);
    void beat();
    response.on("close", () => {
      clearInterval(tell);
      clearInterval(pulse);
      stopListening();
    });
  };
}

function send(response: Response, event: string, data: unknown): void {
  if (!response.writableEnded && !response.destroyed) response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
