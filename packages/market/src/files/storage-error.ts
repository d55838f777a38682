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
  const code = errorCode(error);
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new StorageError(
      "DISK_FULL",
      `${file}: no space left on the disk. Free some space or choose another folder, then run it again.`,
      { cause: error },
    );
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new StorageError("NOT_WRITABLE", `${file}: cannot be written (${reason}). Check that the folder exists and may be written to.`, {
    cause: error,
  });
}

/** Turns a failed read into an error that says what to do. */
export function readError(error: unknown, path: string): StorageError {
  if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") {
    return new StorageError("NO_FOLDER", `${path}: there is no such folder or file. Check the path of the market data.`, { cause: error });
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new StorageError("NOT_READABLE", `${path}: cannot be read (${reason}).`, { cause: error });
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
