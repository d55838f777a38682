import { connect, createServer, type Server } from "node:net";

/** One port that is passed on, byte for byte: TLS stays between the two ends. */
export interface Forward {
  readonly port: number;
  readonly to: { readonly host: string; readonly port: number };
}

/** An idle line is asked for a sign of life this often, so that a dead one is noticed by both ends. */
const KEEP_ALIVE_MS = 10_000;

/** Listens on a port (0: a free one) and passes every connection on. When one end closes or breaks, so does the other. */
export async function forward({ port, to }: Forward, report: (error: Error) => void): Promise<Server> {
  const server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS }, (near) => {
    const far = connect({ ...to, noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS });
    near.pipe(far).pipe(near);
    near.on("error", () => far.destroy()).on("close", () => far.destroy());
    far
      .on("error", (error) => {
        report(error);
        near.resetAndDestroy();
      })
      .on("close", () => near.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, () => resolve());
  });
  return server;
}
