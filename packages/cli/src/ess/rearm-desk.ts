import { EssDoor, refusalOf } from "./ess-door.ts";
import type { EssPlace } from "./ess-place.ts";

/** Re-arms the desk: a person, with a reason. `removeFile`: the stop file goes first, else it keeps the desk stopped. */
export async function rearmDesk(
  place: EssPlace,
  wish: { by: string; reason: string },
  how: { url: string | null; removeFile: boolean },
): Promise<Readonly<Record<string, unknown>>> {
  const door = await EssDoor.open(place, how.url);
  if (how.removeFile) place.removeStopFile();
  const answer = await door.post("/rearm", wish);
  if (answer.status !== 200) throw refusalOf(answer, fixOf(String(answer.body.error)));
  return answer.body;
}

function fixOf(code: string): string {
  if (code === "STOP_FILE") return "add --remove-stop-file";
  if (code === "SWEEP_RUNNING") return "wait until ./quantum ess status says that the sweep is done";
  return "see ./quantum ess status";
}
