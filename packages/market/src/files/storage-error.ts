/** What went wrong with stored market data. */
export type StorageErrorCode =
  | "NO_FOLDER"
  | "NO_DATA"
  | "UNKNOWN_SYMBOL"
  | "MISSING_DAY"
  | "AMBIGUOUS_FOLDER"
  | "DISK_FULL"
  | "NOT_WRITABLE"
  | "NOT_READABLE";

/** Market data could not be read or written; the message says what to do. */
export class StorageError extends Error {
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StorageError";
    this.code = code;
  }
}

/** Turns a failed write into an error that says what to do. */
export function writeError(error: unknown, file: string): StorageError {
  const code = systemCode(error);
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new StorageError(
      "DISK_FULL",
      `${file}: no space left on the disk. Free some space or choose another folder, then run it again.`,
      { cause: error },
    );
  }
  const reason = reasonOf(error);
  return new StorageError("NOT_WRITABLE", `${file}: cannot be written (${reason}). Check that the folder exists and may be written to.`, {
    cause: error,
  });
}

/** Turns a failed read into an error that says what to do. */
export function readError(error: unknown, path: string): StorageError {
  if (systemCode(error) === "ENOENT" || systemCode(error) === "ENOTDIR") {
    return new StorageError("NO_FOLDER", `${path}: there is no such folder or file. Check the path of the market data.`, { cause: error });
  }
  const reason = reasonOf(error);
  return new StorageError("NOT_READABLE", `${path}: cannot be read (${reason}).`, { cause: error });
}

/** The code of a system error, such as ENOENT; undefined for anything else. */
export function systemCode(error: unknown): string | undefined {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : undefined;
}

function reasonOf(error: unknown): string {
  return typeof error === "object" && error !== null && "message" in error ? String(error.message) : String(error);
}
