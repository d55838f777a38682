/** What the emergency stop knew last, as far as it is told here. */
export interface EssMemory {
  readonly level: string;
  readonly causes: readonly { readonly trigger: string; readonly level: string; readonly close: boolean; readonly by: string }[];
  readonly sweep: { readonly phase: string; readonly close: boolean } | null;
  readonly [other: string]: unknown;
}

/** The newest decision in a journal of the emergency stop; null when there is none that can be read. */
export function newestDecision(journal: string | null): EssMemory | null {
  const lines = journal?.split("\n") ?? [];
  for (const line of lines.reverse()) {
    const decision = decisionIn(line);
    if (decision) return decision;
  }
  return null;
}

function decisionIn(line: string): EssMemory | null {
  if (!line.startsWith('{"kind":"decision"')) return null;
  try {
    return (JSON.parse(line) as { state: EssMemory }).state;
  } catch {
    // The last line may still be on its way; the one before it counts.
    return null;
  }
}
