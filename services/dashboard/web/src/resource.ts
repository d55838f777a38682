import { useEffect, useState } from "preact/hooks";
import { onChange } from "./live.ts";

/** Data of one endpoint: null while it was never read; `error` says why it could not be read last time. */
export interface Resource<T> {
  data: T | null;
  error: string | null;
}

/** Reads an endpoint now and again whenever one of its topics changed; never two reads of it at once. */
export function useResource<T>(path: string | null, topics: readonly string[]): Resource<T> {
  const [resource, setResource] = useState<Resource<T> & { path: string | null }>({ path, data: null, error: null });
  const topicList = topics.join(",");
  useEffect(() => {
    if (path === null) return;
    let stopped = false;
    let reading = false;
    let again = false;
    const look = async (): Promise<void> => {
      again = reading;
      if (reading) return;
      reading = true;
      const found = await readJson<T>(path);
      reading = false;
      if (stopped) return;
      setResource((before) =>
        found.error === null ? { path, ...found } : { path, error: found.error, data: before.path === path ? before.data : null },
      );
      if (again) void look();
    };
    void look();
    const stop = onChange(topicList.split(","), () => void look());
    return () => {
      stopped = true;
      stop();
    };
  }, [path, topicList]);
  return resource.path === path ? resource : { data: null, error: null };
}

async function readJson<T>(path: string): Promise<Resource<T>> {
  try {
    const response = await fetch(path, { signal: AbortSignal.timeout(10_000) });
    const body = (await response.json()) as T & { message?: string };
    return response.ok ? { data: body, error: null } : { data: null, error: body.message ?? `the console answered ${response.status}` };
  } catch {
    return { data: null, error: "the console does not answer" };
  }
}
