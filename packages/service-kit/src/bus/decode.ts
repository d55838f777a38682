import { CATALOGUE, envelopeSchema, type FleetEvent } from "@quantum/types";

/** An entry that is not a known, well-formed event. The message names the field and what was expected. */
export class MalformedEventError extends Error {
  override readonly name = "MalformedEventError";
}

/**
 * Parses the JSON of one stream entry and checks it against the catalogue.
 * @throws MalformedEventError
 */
export function decodeEvent(type: string, json: string): FleetEvent {
  const definition = CATALOGUE.get(type);
  if (!definition) throw new MalformedEventError(`"${type}" is not an event of the catalogue`);
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch (error) {
    throw new MalformedEventError(`not JSON: ${(error as Error).message}`);
  }
  const envelope = envelopeSchema.safeParse(raw);
  if (!envelope.success) throw new MalformedEventError(`envelope: ${firstIssue(envelope.error.issues)}`);
  if (envelope.data.type !== type) throw new MalformedEventError(`type: the entry says "${type}", its data "${envelope.data.type}"`);
  if (envelope.data.v !== definition.v)
    throw new MalformedEventError(`v: version ${envelope.data.v} is not known (known: ${definition.v})`);
  const data = definition.data.safeParse((raw as { data?: unknown }).data);
  if (!data.success) throw new MalformedEventError(`data.${firstIssue(data.error.issues)}`);
  return { ...envelope.data, data: data.data } as FleetEvent;
}

function firstIssue(issues: readonly { path: readonly PropertyKey[]; message: string }[]): string {
  const [issue] = issues;
  return issue ? `${issue.path.map(String).join(".")}: ${issue.message}` : "unusable";
}
