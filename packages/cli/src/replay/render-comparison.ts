import type { RunComparison } from "@quantum/replay";

type Parting = NonNullable<RunComparison["event"]>;
type Lone = NonNullable<Parting["one"]>;

/** Characters of an event's data that are shown; the folders hold the rest. */
const SHOWN = 400;
const FIELDS_SHOWN = 12;

/** Where two runs part, for a person. */
export function renderComparison(comparison: RunComparison, names: readonly [string, string]): string {
  const { same, fingerprints, event, order, fill } = comparison;
  if (same) return `the two runs are the same: ${fingerprints[0]}`;
  return [
    fingerprints[0] === fingerprints[1]
      ? `same fingerprint ${fingerprints[0]}, but not the same events`
      : `fingerprints ${fingerprints.join(" and ")}`,
    ...(event ? ["", ...renderEvent(event, names)] : ["", "all events that both logs hold are the same"]),
    ...renderRows("order", order, names),
    ...renderRows("fill", fill, names),
  ].join("\n");
}

function renderEvent(parting: Parting, names: readonly [string, string]): string[] {
  const fields = parting.fields.slice(0, FIELDS_SHOWN).map(({ path, one, other }) => `  ${path}: ${cut(one)} and ${cut(other)}`);
  return [
    `they part at ${new Date(parting.at).toISOString()}`,
    ...renderSide(names[0], parting.one),
    ...renderSide(names[1], parting.other),
    ...(fields.length > 0 ? ["where the two differ:", ...fields] : []),
  ];
}

function renderSide(name: string, lone: Lone | null): string[] {
  if (!lone) return [`only in ${name}: nothing`];
  return [`only in ${name}:`, `  ${lineOf(lone.event)}`, "  led by:", ...lone.ledBy.map((event) => `    ${lineOf(event)}`)];
}

function lineOf({ at, source, type, id, cause, data, digest }: Lone["event"]): string {
  const said = data === undefined ? `digest ${digest}` : cut(JSON.stringify(data));
  return `${new Date(at).toISOString()} ${source} ${type} ${id} (because of ${cause ?? "nothing"}) ${said}`;
}

function renderRows(what: string, rows: readonly [unknown, unknown] | null, names: readonly [string, string]): string[] {
  if (!rows) return [];
  return ["", `first ${what} that differs:`, ...rows.map((row, i) => `  ${names[i]}: ${row === null ? "none" : JSON.stringify(row)}`)];
}

function cut(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text;
}
