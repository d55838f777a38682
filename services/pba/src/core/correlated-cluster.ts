import { Exact, larger, ZERO } from "@quantum/exact";
import type { Book, Holding } from "./book.ts";
import { moveTogether } from "./move-together.ts";
import { ratioOf } from "./ratio.ts";
import { firstToCut, percent, type Rule } from "./rule.ts";

/** PBA-05: a cluster (positions linked, over any number of steps, by moving together) is worth at most half of equity. */
export const correlatedCluster: Rule = {
  id: "PBA-05",
  room: (book, candidate) => larger(ZERO, book.limits.clusterUsd.minus(worth(clusterAround(book, candidate)))),
  measure: (book, candidate) => {
    const usd = candidate ? worth(clusterAround(book, candidate)).plus(candidate.notionalUsd) : worth(largestCluster(book));
    const observed = ratioOf(usd, book.equityUsd);
    const limit = book.settings.maxClusterEquityRatio;
    return { observed, limit, reason: `${percent(observed)} of equity moves as one cluster, at most ${percent(limit)}` };
  },
  cut: (book) => {
    const cluster = largestCluster(book);
    const excess = worth(cluster).minus(book.limits.clusterUsd);
    const holding = firstToCut(cluster);
    return excess.gt(0) && holding ? { holding, usd: excess } : null;
  },
};

/** Every holding linked to this one, itself left out. */
function clusterAround(book: Book, start: Holding): Holding[] {
  const left = new Set(book.holdings);
  left.delete(start);
  const cluster: Holding[] = [];
  const open = [start];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const other of left) {
      if (!moveTogether(book, next, other)) continue;
      left.delete(other);
      cluster.push(other);
      open.push(other);
    }
  }
  return cluster;
}

function largestCluster(book: Book): Holding[] {
  const seen = new Set<Holding>();
  let largest: Holding[] = [];
  for (const holding of book.holdings) {
    if (seen.has(holding)) continue;
    const cluster = [holding, ...clusterAround(book, holding)];
    for (const one of cluster) seen.add(one);
    if (largest.length === 0 || worth(cluster).gt(worth(largest))) largest = cluster;
  }
  return largest;
}

function worth(holdings: readonly Holding[]): Exact {
  return holdings.reduce((sum, { notionalUsd }) => sum.plus(notionalUsd), new Exact(0));
}
