import type { ComponentChildren } from "preact";
import type { Resource } from "./resource.ts";

interface PanelProps {
  id: string;
  title: string;
  note?: ComponentChildren;
  /** Over the whole width. */
  full?: boolean;
  children: ComponentChildren;
}

/** A titled part of the page. */
export function Panel({ id, title, note, full = false, children }: PanelProps) {
  return (
    <section class={full ? "panel full" : "panel"} aria-labelledby={id}>
      <header class="panel-head">
        <h2 id={id}>{title}</h2>
        {note ? <div class="note">{note}</div> : null}
      </header>
      {children}
    </section>
  );
}

interface LoadedProps<T> {
  from: Resource<T>;
  isEmpty: (data: T) => boolean;
  empty: string;
  children: (data: T) => ComponentChildren;
}

/** Shows data once it is there; until then, and when there is none, says so. Old data stays visible under its warning. */
export function Loaded<T>({ from, isEmpty, empty, children }: LoadedProps<T>) {
  const warning = from.error ? (
    <p class="stale" role="status">
      Not up to date: {from.error}.
    </p>
  ) : null;
  if (from.data === null) return warning ?? <p class="empty">Loading …</p>;
  return (
    <>
      {warning}
      {isEmpty(from.data) ? <p class="empty">{empty}</p> : children(from.data)}
    </>
  );
}
