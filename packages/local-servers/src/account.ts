import { execFileSync } from "node:child_process";
import { lstatSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** A system account, by its numbers. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * The account Postgres runs under: null means our own. Postgres refuses to run as root, so root gets the `postgres`
 * account, created when the system has none.
 */
export function postgresAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  const existing = findAccount("postgres");
  if (existing) return existing;
  try {
    execFileSync("useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", "postgres"], {
      stdio: "pipe",
    });
  } catch (error) {
    throw new Error(
      `Postgres does not run as root and the account "postgres" could not be created (${(error as Error).message}). ` +
        "Create it (useradd --system postgres), run as another user, or set QUANTUM_DATABASE_URL (tests: DATABASE_URL) to a server of your own.",
    );
  }
  const created = findAccount("postgres");
  if (!created) throw new Error('the account "postgres" was created but cannot be found in /etc/passwd');
  return created;
}

function findAccount(name: string): Account | null {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid && gid ? { name, uid: Number(uid), gid: Number(gid) } : null;
}

/** True when the account may enter every folder on the way to `path` (which need not exist yet). */
export function canReach(account: Account, path: string): boolean {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    const stat = lstatSync(folder, { throwIfNoEntry: false });
    if (stat && !mayEnter(account, stat)) return false;
    if (folder === dirname(folder)) return true;
  }
}

function mayEnter(account: Account, stat: { uid: number; gid: number; mode: number }): boolean {
  if (stat.uid === account.uid) return (stat.mode & 0o100) !== 0;
  if (stat.gid === account.gid) return (stat.mode & 0o010) !== 0;
  return (stat.mode & 0o001) !== 0;
}
