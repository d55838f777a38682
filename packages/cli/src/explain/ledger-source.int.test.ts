import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { testDatabase } from "@quantum/test-kit";
import pg from "pg";
import { homeOf } from "../home.ts";
import { openLedger } from "./ledger-source.ts";
import { storyOf } from "./story.ts";

const CYCLE = Date.UTC(2023, 6, 13, 0, 5);
const root = mkdtempSync(join(tmpdir(), "quantum-books-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("the books of an instance that is up", () => {
  it("are its Postgres: the same id is found as intent, trade and cycle, and times are numbers", async () => {
    const url = await testDatabase();
    const home = { ...homeOf("one"), root, secrets: join(root, "secrets") };
    mkdirSync(home.secrets);
    writeFileSync(join(home.secrets, "database-url"), `${url}\n`);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(
      "INSERT INTO decisions (key, at, cycle, trade_id, symbol, purpose, rank, story) VALUES ('i1', $1, $1, 't1', 'BTCUSDT', 'ENTRY', 1, '{}')",
      [CYCLE],
    );
    await client.query(
      "INSERT INTO cycles (key, at, outcome, signals, requested, settled, skips, missing, participants) VALUES ($1::text, $2, 'TRADED', 1, 1, 1, '[]', '[]', '[]')",
      [String(CYCLE), CYCLE],
    );
    await client.end();
    const ledger = await openLedger(home);
    for (const [id, kind] of [
      ["i1", "intent"],
      ["t1", "trade"],
      [String(CYCLE), "cycle"],
    ] as const)
      expect(await storyOf(ledger, id)).toMatchObject({
        kind,
        cycles: [{ at: CYCLE, outcome: "TRADED" }],
        intents: [{ intentId: "i1", decision: { at: CYCLE } }],
      });
    expect(await storyOf(ledger, "'; DROP TABLE decisions; --")).toBeNull();
    await ledger.close();
  });
});
