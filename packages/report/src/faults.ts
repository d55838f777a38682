import type { IncidentRow } from "./ledger.ts";

/** Faults of services over a day: how many, how many of them were met with a restart, and of which kind, as "service fault". */
export interface Faults {
  readonly incidents: number;
  readonly restarted: number;
  readonly kinds: Readonly<Record<string, number>>;
}

/** Null when nobody watched. */
export function faultsOf(rows: readonly IncidentRow[] | null): Faults | null {
  if (rows === null) return null;
  const kinds: Record<string, number> = {};
  for (const { service, fault } of rows) kinds[`${service} ${fault}`] = (kinds[`${service} ${fault}`] ?? 0) + 1;
  return { incidents: rows.length, restarted: rows.filter(({ restarts }) => restarts > 0).length, kinds };
}
