import type { Input } from "@quantum/types";

/** A core threw. The fleet would bury that input and go on; here it ends the run, because it is a defect that must be looked at. */
export class CoreFailure extends Error {
  override readonly name = "CoreFailure";
  constructor(service: string, input: Input, cause: Error) {
    const about = input.type === "feed" || input.type === "wake" ? `${input.type} ${input.data.name}` : input.type;
    super(`${service} threw on ${about} (${input.id}) at ${new Date(input.at).toISOString()}: ${cause.message}`, { cause });
  }
}
