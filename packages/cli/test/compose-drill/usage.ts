import { docker } from "./watch.ts";

const MEGABYTE = 1024 * 1024;
const UNITS: Readonly<Record<string, number>> = { B: 1, KiB: 1024, MiB: MEGABYTE, GiB: 1024 * MEGABYTE };

/** What one container took while it was looked at. */
export interface Usage {
  readonly container: string;
  readonly memoryMb: number;
  /** Of one core, in percent: mean and largest of the looks, each of which covers about a second. */
  readonly cpuMean: number;
  readonly cpuPeak: number;
}

/** Looks at all containers so many times. */
export async function usageOver(looks: number): Promise<Usage[]> {
  const seen = new Map<string, { memory: number[]; cpu: number[] }>();
  for (let look = 0; look < looks; look += 1) {
    const said = await docker("stats", "--no-stream", "--format", "{{.Name}} {{.CPUPerc}} {{.MemUsage}}");
    for (const line of said.split("\n")) {
      const [container = "", cpu = "", memory = ""] = line.split(" ");
      if (!container.startsWith("quantum_")) continue;
      const one = seen.get(container) ?? { memory: [], cpu: [] };
      one.memory.push(bytesOf(memory) / MEGABYTE);
      one.cpu.push(Number.parseFloat(cpu));
      seen.set(container, one);
    }
  }
  return [...seen]
    .map(([container, { memory, cpu }]) => ({
      container,
      memoryMb: tenths(Math.max(...memory)),
      cpuMean: tenths(cpu.reduce((sum, one) => sum + one, 0) / cpu.length),
      cpuPeak: tenths(Math.max(...cpu)),
    }))
    .sort((one, other) => one.container.localeCompare(other.container));
}

function bytesOf(text: string): number {
  const [, amount, unit] = /^([\d.]+)(\w+)$/.exec(text) ?? [];
  const factor = UNITS[unit ?? ""];
  if (amount === undefined || factor === undefined) throw new Error(`docker stats says "${text}", which is no amount of memory`);
  return Number(amount) * factor;
}

const tenths = (value: number): number => Math.round(value * 10) / 10;
