import type { AddressInfo } from "node:net";
import { connect, createServer, type Server, type Socket } from "node:net";

/** A way to a server that a test can shut: what goes through it loses the server as if it had gone away, and finds it again. */
export interface Gate {
  /** The server's address by way of the gate. */
  readonly url: string;
  shut(): void;
  open(): void;
  close(): Promise<void>;
}

/** Opens a gate in front of the server at this address. */
export async function gateTo(url: string): Promise<Gate> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let isOpen = true;
  const server: Server = createServer((near) => {
    if (!isOpen) return void near.destroy();
    const far = connect(Number(port), hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const way = new URL(url);
  way.hostname = "127.0.0.1";
  way.port = String((server.address() as AddressInfo).port);
  const open = (): void => {
    isOpen = true;
  };
  const shut = (): void => {
    isOpen = false;
    for (const socket of sockets) socket.destroy();
  };
  const close = async (): Promise<void> => {
    shut();
    await new Promise((closed) => server.close(closed));
  };
  return { url: way.href, shut, open, close };
}
