import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { eventually } from "@quantum/test-kit";

const run = promisify(execFile);
const CONNECT_WITHIN_S = 2;
const PORT = 8000;
/** Addresses for examples (RFC 5737): nobody's. */
const [HOST_SIDE, THERE] = ["198.51.100.1", "198.51.100.2"];
const NAMESPACE = "quantum-outside";
const CABLE = "quantum-cable";

/** Why no world outside can be made on this machine; null when one can. */
export function whyNoOutside(): string | null {
  if (process.getuid?.() !== 0) return "needs root";
  const missing = ["ip", "nsenter"].filter((program) => spawnSync(program, ["-V"]).error !== undefined);
  return missing.length > 0 ? `not here: ${missing.join(", ")}` : null;
}

/**
 * A machine outside the fleet's networks, one cable away from this one, on which something listens. Like any machine of the Internet it knows no way
 * to the private addresses of containers: it can only answer who comes under this machine's address.
 */
export class OutsideWorld {
  #listener: ChildProcess | null = null;

  async open(): Promise<void> {
    await run("ip", ["netns", "add", NAMESPACE]);
    await run("ip", ["link", "add", CABLE, "type", "veth", "peer", "name", "there", "netns", NAMESPACE]);
    await run("ip", ["address", "add", `${HOST_SIDE}/30`, "dev", CABLE]);
    await run("ip", ["link", "set", CABLE, "up"]);
    await this.#there("ip", "address", "add", `${THERE}/30`, "dev", "there");
    await this.#there("ip", "link", "set", "there", "up");
    const program = `require("node:http").createServer((_, answer) => answer.end("outside")).listen(${PORT}, "${THERE}")`;
    this.#listener = spawn("nsenter", [`--net=/run/netns/${NAMESPACE}`, process.execPath, "-e", program], { stdio: "ignore" });
    await eventually(() => canReach(process.pid), { what: "this machine reaches the one outside" });
  }

  async #there(...command: string[]): Promise<void> {
    await run("nsenter", [`--net=/run/netns/${NAMESPACE}`, ...command]);
  }

  async close(): Promise<void> {
    this.#listener?.kill("SIGKILL");
    await run("ip", ["netns", "delete", NAMESPACE]).catch(() => undefined);
    await run("ip", ["link", "delete", CABLE]).catch(() => undefined);
  }
}

/** Whether a connection to the world outside can be made from the network of this process. */
export async function canReach(pid: number): Promise<boolean> {
  const connect = `exec 3<>/dev/tcp/${THERE}/${PORT}`;
  try {
    await run("nsenter", ["--target", String(pid), "--net", "timeout", String(CONNECT_WITHIN_S), "bash", "-c", connect]);
    return true;
  } catch {
    return false;
  }
}
