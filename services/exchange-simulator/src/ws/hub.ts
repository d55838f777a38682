import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import type { Logger } from "@quantum/service-kit/logger";
import { WebSocket, WebSocketServer } from "ws";
import * as z from "zod";
import { SIMULATOR_LIMITS } from "../limits.ts";
import { parseStream, type StreamName } from "./market-messages.ts";
import type { UserStreams } from "./user-streams.ts";

const requestSchema = z.object({
  method: z.enum(["SUBSCRIBE", "UNSUBSCRIBE", "LIST_SUBSCRIPTIONS"]),
  params: z.array(z.string()).default([]),
  id: z.union([z.number(), z.string(), z.null()]).default(null),
});

interface Connection {
  readonly socket: WebSocket;
  readonly streams: Map<string, StreamName>;
  /** Messages are wrapped as {stream, data}. */
  readonly combined: boolean;
  /** Listen keys: user events go to connections that have a valid one. */
  readonly listenKeys: Set<string>;
  alive: boolean;
}

/** All WebSocket connections: who listens to what. Paths: [/public|/market|/private]/ws[/...] and .../stream?streams=a/b. */
export class Hub {
  private readonly server = new WebSocketServer({ noServer: true });
  private readonly connections = new Set<Connection>();
  private readonly userStreams: UserStreams;
  private readonly symbols: ReadonlySet<string>;
  private readonly logger: Logger;
  private readonly timer: NodeJS.Timeout;
  /** Called when somebody subscribes to a market stream. */
  onSubscribe: () => void = () => undefined;

  constructor(parts: { userStreams: UserStreams; symbols: readonly string[]; logger: Logger }) {
    this.userStreams = parts.userStreams;
    this.symbols = new Set(parts.symbols);
    this.logger = parts.logger;
    this.timer = setInterval(() => this.checkConnections(), SIMULATOR_LIMITS.pingEveryMs);
    this.timer.unref();
  }

  /** Accepts connections that come to an HTTP server. */
  attach(http: Server): void {
    http.on("upgrade", (request, socket, head) => this.upgrade(request, socket, head));
  }

  get size(): number {
    return this.connections.size;
  }

  get userConnections(): number {
    return [...this.connections].filter((connection) => [...connection.listenKeys].some((key) => this.userStreams.isValid(key))).length;
  }

  /** The streams that somebody listens to, each once. */
  streams(): StreamName[] {
    const all = new Map<string, StreamName>();
    for (const connection of this.connections) for (const [name, stream] of connection.streams) all.set(name, stream);
    return [...all.values()];
  }

  /** Sends to everybody who listens to a stream. */
  publish(stream: string, data: unknown): void {
    const plain = JSON.stringify(data);
    for (const connection of this.connections) {
      if (connection.streams.has(stream)) this.send(connection, connection.combined ? `{"stream":"${stream}","data":${plain}}` : plain);
    }
  }

  /** Sends to everybody with a valid listen key. */
  publishUser(data: unknown): void {
    const plain = JSON.stringify(data);
    for (const connection of this.connections) {
      const key = [...connection.listenKeys].find((each) => this.userStreams.isValid(each));
      if (key !== undefined) this.send(connection, connection.combined ? `{"stream":"${key}","data":${plain}}` : plain);
    }
  }

  /** Cuts every connection without a goodbye. */
  disconnectAll(): void {
    for (const connection of this.connections) connection.socket.terminate();
  }

  close(): void {
    clearInterval(this.timer);
    this.disconnectAll();
    this.server.close();
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? "/", "ws://simulator");
    const path = /^\/(?:(?:public|market|private)\/)?(ws|stream)(?:\/(.*))?$/.exec(url.pathname);
    if (!path) {
      socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n");
      return;
    }
    this.server.handleUpgrade(request, socket, head, (webSocket) => {
      this.accept(webSocket, { combined: path[1] === "stream", rest: path[2] ?? "", query: url.searchParams });
    });
  }

  private accept(socket: WebSocket, path: { combined: boolean; rest: string; query: URLSearchParams }): void {
    const connection: Connection = { socket, streams: new Map(), combined: path.combined, listenKeys: new Set(), alive: true };
    this.connections.add(connection);
    socket.on("close", () => this.connections.delete(connection));
    socket.on("error", (error) => this.logger.debug({ error }, "a WebSocket connection failed"));
    socket.on("pong", () => {
      connection.alive = true;
    });
    socket.on("message", (data) => this.receive(connection, String(data)));
    const named = [...path.rest.split("/"), ...(path.query.get("streams") ?? "").split("/"), path.query.get("listenKey") ?? ""];
    for (const name of named.filter((each) => each !== "")) this.subscribe(connection, name);
  }

  private receive(connection: Connection, text: string): void {
    const request = requestSchema.safeParse(parseJson(text));
    if (!request.success) {
      this.send(connection, JSON.stringify({ error: { code: 2, msg: "Invalid request: expected {method, params, id}" }, id: null }));
      return;
    }
    const { method, params, id } = request.data;
    if (method === "LIST_SUBSCRIPTIONS") return this.send(connection, JSON.stringify({ result: [...connection.streams.keys()], id }));
    if (method === "SUBSCRIBE" && connection.streams.size + params.length > SIMULATOR_LIMITS.streamsMax) {
      return this.send(
        connection,
        JSON.stringify({ error: { code: 4, msg: `Too many streams: at most ${SIMULATOR_LIMITS.streamsMax}` }, id }),
      );
    }
    for (const name of params) {
      if (method === "SUBSCRIBE") this.subscribe(connection, name);
      else connection.streams.delete(name);
    }
    this.send(connection, JSON.stringify({ result: null, id }));
  }

  /** Names that are not served are ignored, as on Binance; a listen key opens the user data. */
  private subscribe(connection: Connection, name: string): void {
    const stream = parseStream(name, this.symbols);
    if (stream) {
      connection.streams.set(name, stream);
      this.onSubscribe();
    } else if (this.userStreams.isValid(name)) connection.listenKeys.add(name);
  }

  private send(connection: Connection, text: string): void {
    const { socket } = connection;
    if (socket.readyState !== WebSocket.OPEN) return;
    if (socket.bufferedAmount > SIMULATOR_LIMITS.sendBufferMaxBytes) {
      this.logger.warn("a WebSocket client does not read; it is cut off");
      socket.terminate();
      return;
    }
    socket.send(text);
  }

  private checkConnections(): void {
    for (const connection of this.connections) {
      if (!connection.alive) {
        connection.socket.terminate();
        continue;
      }
      connection.alive = false;
      connection.socket.ping();
      this.expireKeys(connection);
    }
  }

  private expireKeys(connection: Connection): void {
    for (const key of connection.listenKeys) {
      if (this.userStreams.isValid(key)) continue;
      connection.listenKeys.delete(key);
      this.send(connection, JSON.stringify({ e: "listenKeyExpired", E: Date.now(), listenKey: key }));
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
