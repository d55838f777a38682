import { barSchema, type Interval } from "@quantum/types";
import { WebSocket } from "ws";
import type { StreamListener } from "../gateway.ts";

export interface StreamParts {
  readonly url: string;
  readonly symbols: readonly string[];
  readonly intervals: readonly Interval[];
  readonly listener: StreamListener;
  readonly signal: AbortSignal;
  /** Connections that are open now; one that is ended from outside is made anew. */
  readonly open: Set<WebSocket>;
  listenKey(): Promise<string>;
  keepAlive(): Promise<void>;
}

/** Binance closes a listen key after 60 minutes without a keep-alive. */
const KEEP_ALIVE_MS = 20 * 60_000;
/** No frame for this long means the connection is dead (the exchange pings every three minutes). */
const SILENCE_MS = 200_000;
const RECONNECT_MIN_MS = 200;
const RECONNECT_MAX_MS = 10_000;

/** Follows closed klines and the account's event stream, each on its own connection, until the signal aborts. */
export async function followStreams(parts: StreamParts): Promise<void> {
  const market = follow(parts, async () => `${parts.url}/market/ws`, {
    opened: (socket) => {
      const params = parts.intervals.flatMap((interval) => parts.symbols.map((symbol) => `${symbol.toLowerCase()}@kline_${interval}`));
      socket.send(JSON.stringify({ method: "SUBSCRIBE", params, id: 1 }));
    },
    message: (text) => readMarket(text, parts.listener),
  });
  const account = follow(parts, async () => `${parts.url}/private/ws?listenKey=${await parts.listenKey()}`, {
    opened: () => parts.listener.onNudge(),
    message: (text) => readAccountEvent(text, parts.listener),
  });
  const timer = setInterval(() => {
    parts.keepAlive().catch(() => parts.listener.onNudge());
  }, KEEP_ALIVE_MS);
  await Promise.all([market, account]);
  clearInterval(timer);
}

interface Handlers {
  opened(socket: WebSocket): void;
  /** False: this connection is of no more use; open a new one. */
  message(text: string): boolean;
}

async function follow(parts: StreamParts, address: () => Promise<string>, handlers: Handlers): Promise<void> {
  let retryMs = RECONNECT_MIN_MS;
  while (!parts.signal.aborted) {
    const connected = await address().then(
      (url) => session(url, parts, handlers),
      () => false,
    );
    if (parts.signal.aborted) return;
    retryMs = connected ? RECONNECT_MIN_MS : Math.min(RECONNECT_MAX_MS, retryMs * 2);
    await wait(retryMs * (0.75 + Math.random() / 2), parts.signal);
  }
}

/** One connection from open to close. Resolves true when it had been open. */
function session(url: string, { signal, open }: StreamParts, handlers: Handlers): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    open.add(socket);
    let wasOpen = false;
    let silence: NodeJS.Timeout | undefined;
    const heard = (): void => {
      clearTimeout(silence);
      silence = setTimeout(() => socket.terminate(), SILENCE_MS);
    };
    const stop = (): void => socket.terminate();
    signal.addEventListener("abort", stop, { once: true });
    heard();
    socket.on("open", () => {
      wasOpen = true;
      handlers.opened(socket);
    });
    socket.on("ping", heard);
    socket.on("message", (data) => {
      heard();
      if (!handlers.message(String(data))) socket.terminate();
    });
    socket.on("error", () => socket.terminate());
    socket.on("close", () => {
      clearTimeout(silence);
      open.delete(socket);
      signal.removeEventListener("abort", stop);
      resolve(wasOpen);
    });
  });
}

function readMarket(text: string, listener: StreamListener): boolean {
  const frame = JSON.parse(text) as { id?: number; error?: unknown; e?: string; s?: string; k?: Record<string, string | number | boolean> };
  if (frame.error !== undefined) return false;
  if (frame.id !== undefined) listener.onConnected();
  const kline = frame.k;
  if (frame.e !== "kline" || !kline || kline.x !== true) return true;
  const figures = {
    openAt: kline.t,
    open: kline.o,
    high: kline.h,
    low: kline.l,
    close: kline.c,
    volume: kline.v,
    quoteVolume: kline.q,
    trades: kline.n,
    takerBuyVolume: kline.V,
  };
  const bar = barSchema.safeParse(Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Number(value)])));
  // What is no bar is not passed on: the gap it leaves is filled by asking.
  if (bar.success) listener.onBar(String(frame.s), kline.i as Interval, bar.data);
  else listener.onConnected();
  return true;
}

function readAccountEvent(text: string, listener: StreamListener): boolean {
  const { e } = JSON.parse(text) as { e?: string };
  listener.onNudge();
  return e !== "listenKeyExpired";
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    signal.addEventListener("abort", done, { once: true });
  });
}
