import { randomBytes } from "node:crypto";
import { ApiError } from "../api/api-error.ts";
import { SIMULATOR_LIMITS } from "../limits.ts";

/** The listen key of the one account: while it is valid, asking again gives the same one. */
export class UserStreams {
  private key: string | null = null;
  private expiresAtMs = 0;

  openKey(): string {
    if (this.key === null || Date.now() >= this.expiresAtMs) this.key = randomBytes(32).toString("hex");
    this.expiresAtMs = Date.now() + SIMULATOR_LIMITS.listenKeyMs;
    return this.key;
  }

  renewKey(): string {
    if (this.key === null || Date.now() >= this.expiresAtMs) throw new ApiError(400, -1125, "This listenKey does not exist.");
    this.expiresAtMs = Date.now() + SIMULATOR_LIMITS.listenKeyMs;
    return this.key;
  }

  closeKey(): void {
    this.key = null;
  }

  isValid(key: string): boolean {
    return key === this.key && Date.now() < this.expiresAtMs;
  }
}
