import { CliFailure } from "../failure.ts";
import { EssDoor } from "./ess-door.ts";
import { type EssMemory, newestDecision } from "./ess-journal.ts";
import type { EssPlace } from "./ess-place.ts";

/** What is known of the emergency stop, and how: from itself, or from its journal when it does not answer. */
export interface EssView {
  readonly source: "http" | "journal";
  readonly problem: string | null;
  readonly stopFile: string | null;
  readonly state: EssMemory;
}

/** @throws CliFailure when it neither answers nor left a journal. */
export async function essStatus(place: EssPlace, url: string | null): Promise<EssView> {
  const stopFile = place.stopFileExists() ? place.stopFile : null;
  try {
    const { body } = await (await EssDoor.open(place, url)).get("/status");
    return { source: "http", problem: null, stopFile, state: body as unknown as EssMemory };
  } catch (error) {
    const state = newestDecision(place.journal());
    if (!(error instanceof CliFailure) || state === null) throw error;
    return { source: "journal", problem: error.message, stopFile, state };
  }
}

/** The view for a person. */
export function renderEssStatus({ source, problem, stopFile, state }: EssView): string {
  const sweep = state.sweep ? `${state.sweep.phase}${state.sweep.close ? ", closing positions" : ""}` : "none";
  const mode = typeof state.mode === "string" ? state.mode : ((state.mode as { mode?: string } | undefined)?.mode ?? "unknown");
  const causes = state.causes.map(
    (cause) => `  ${cause.level} ${cause.trigger} by ${cause.by}: ${(cause as { reason?: string }).reason ?? ""}`,
  );
  return [
    `level        ${state.level}${state.wouldBe === state.level ? "" : ` (would be ${state.wouldBe})`}`,
    `mode         ${mode}`,
    `equity       ${state.equityUsd ?? "unknown"} USD, peak ${state.peakUsd ?? "unknown"} USD`,
    `sweep        ${sweep}`,
    ...(causes.length > 0 ? ["causes", ...causes] : []),
    ...(stopFile ? [`stop file    ${stopFile} exists`] : []),
    ...(source === "journal" ? [`it does not answer (${problem}); this is what its journal says`] : []),
  ].join("\n");
}
