import { useEffect, useState } from "preact/hooks";
import type { Fleet } from "./model.ts";

/** No word from the server for this long means that what is shown may be old. */
const LINE_LOST_AFTER_MS = 4_000;
/** Rows reach the database shortly after the event: look again then. */
const ROWS_FOLLOW_MS = 600;
/** Even without events everything is looked at again this often. */
const SLOW_LOOK_MS = 10_000;

type Told = () => void;
const waiting = new Map<string, Set<Told>>();

/** Calls `told` when one of the topics changed. Returns how to stop. */
export function onChange(topics: readonly string[], told: Told): () => void {
  for (const topic of topics) {
    const listeners = waiting.get(topic) ?? new Set();
    listeners.add(told);
    waiting.set(topic, listeners);
  }
  return () => {
    for (const topic of topics) waiting.get(topic)?.delete(told);
  };
}

function tell(topics: Iterable<string>): void {
  const all = new Set<Told>();
  for (const topic of topics) for (const told of waiting.get(topic) ?? []) all.add(told);
  for (const told of all) told();
}

/** The live line: the fleet as last heard of, and whether the line is alive. Reconnects by itself. */
export function useLive(): { fleet: Fleet | null; alive: boolean } {
  const [fleet, setFleet] = useState<Fleet | null>(null);
  const [alive, setAlive] = useState(true);
  useEffect(() => {
    let heardAt = Date.now();
    const source = new EventSource("/api/live");
    source.addEventListener("fleet", (event) => {
      heardAt = Date.now();
      setFleet(JSON.parse((event as MessageEvent<string>).data) as Fleet);
      setAlive(true);
    });
    source.addEventListener("changed", (event) => {
      const topics = JSON.parse((event as MessageEvent<string>).data) as string[];
      setTimeout(() => tell(topics), ROWS_FOLLOW_MS);
    });
    source.addEventListener("open", () => tell(waiting.keys()));
    const watch = setInterval(() => setAlive(Date.now() - heardAt < LINE_LOST_AFTER_MS), 1_000);
    const slow = setInterval(() => tell(waiting.keys()), SLOW_LOOK_MS);
    return () => {
      source.close();
      clearInterval(watch);
      clearInterval(slow);
    };
  }, []);
  return { fleet, alive };
}
