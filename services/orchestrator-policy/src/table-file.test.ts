import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { POLICY_TABLE } from "./core/index.ts";
import { service } from "./service.ts";
import { readTable } from "./table-file.ts";

function fileOf(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "policy-")), "table.json");
  writeFileSync(path, text);
  return path;
}

describe("an operator's policy table", () => {
  it("is read as it stands", () => {
    expect(readTable(fileOf(JSON.stringify(POLICY_TABLE)))).toEqual(POLICY_TABLE);
  });

  it.each([
    ["no JSON", "{", /cannot be used/],
    [
      "a size factor above 1",
      JSON.stringify({ version: "2", rows: [{ ...POLICY_TABLE.rows[0], sizeFactor: 1.1 }] }),
      /rows\[0\].sizeFactor/,
    ],
    ["an unknown regime", JSON.stringify({ version: "2", rows: [{ ...POLICY_TABLE.rows[0], regimes: ["SUNNY"] }] }), /rows\[0\].regimes/],
    ["no rows", JSON.stringify({ version: "2", rows: [] }), /rows/],
  ])("with %s is refused, naming the place", (_, text, message) => {
    expect(() => readTable(fileOf(text))).toThrow(message);
  });

  it("that is not there is refused", () => {
    expect(() => readTable("/nowhere/table.json")).toThrow(/\/nowhere\/table.json cannot be used/);
  });

  it("with a hole keeps the service from starting", () => {
    const path = fileOf(JSON.stringify({ version: "2", rows: POLICY_TABLE.rows.slice(1) }));
    expect(() => service({ WAIT_MS: 1, POLICY_TABLE_FILE: path })).toThrow(/policy table 2 is refused: no row holds for/);
  });
});
