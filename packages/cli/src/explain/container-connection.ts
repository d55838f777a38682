import { spawn } from "node:child_process";
import { Duplex } from "node:stream";

/** Passes bytes between its own channels and a port of the container; ends with whoever ends first. */
const PASS_ON = 'exec 3<>"/dev/tcp/127.0.0.1/$1" && { cat <&3 & cat >&3; kill $! 2>/dev/null; }';

/** A connection to what listens inside a container, as pg wants one. Nothing needs to be published for it. */
export function connectionInto(container: string, port: number): Duplex {
  const child = spawn("docker", ["exec", "-i", container, "bash", "-c", PASS_ON, "pass-on", String(port)], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  const stream = Duplex.from({ writable: child.stdin, readable: child.stdout });
  child.once("error", (error) => stream.destroy(error));
  child.once("close", () => stream.destroy());
  return Object.assign(stream, {
    connect: () => child.once("spawn", () => stream.emit("connect")),
    setNoDelay: () => stream,
    setKeepAlive: () => stream,
    ref: () => stream,
    unref: () => stream,
  });
}
