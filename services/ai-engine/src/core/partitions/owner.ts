import { deriveId } from "@quantum/types";

/** Who an instance is among those that share the symbols. Partition 0 is the lead, which speaks for all. */
export interface Share {
  readonly partition: number;
  readonly partitions: number;
}

/**
 * AI-04: a symbol belongs to the partition that draws the highest lot for it (rendezvous hashing; Thaler and Ravishankar, "Using name-based
 * mappings to increase hit rates", 1998). So its owner depends on nothing but its name and the count, other symbols never move it, and one
 * partition more takes symbols to itself and moves none between the others.
 */
export function ownerOf(symbol: string, partitions: number): number {
  let owner = 0;
  let highest = "";
  for (let partition = 0; partition < partitions; partition++) {
    // Ids are all of one length, so that their order as texts is that of their numbers.
    const lot = deriveId("partition", symbol, partition);
    if (lot > highest) [owner, highest] = [partition, lot];
  }
  return owner;
}

/** Whether a symbol is this instance's own. */
export function isOwn(symbol: string, { partition, partitions }: Share): boolean {
  return partitions === 1 || ownerOf(symbol, partitions) === partition;
}

/** The name of a worker on the bus. */
export function workerName(partition: number): string {
  return `ai_engine_worker_${partition}`;
}
