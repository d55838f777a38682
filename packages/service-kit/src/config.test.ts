import { describe, expect, it } from "@jest/globals";
import { ConfigError, databaseUrl, readVariables } from "./config.ts";

const read = (url: string) => readVariables({ DATABASE_URL: databaseUrl }, { DATABASE_URL: url }).DATABASE_URL;

describe("the address of Postgres", () => {
  it.each(["", "?sslmode=verify-full", "?sslmode=disable", "?sslmode=verify-full&application_name=desk"])("may end with %j", (query) => {
    expect(read(`postgres://q:x@db.example.net/quantum${query}`)).toContain(query);
  });

  it.each(["prefer", "require", "verify-ca", "no-verify"])("is refused with sslmode=%s, which checks less than it seems to", (mode) => {
    const refused = () => read(`postgres://q:secret@db.example.net/quantum?sslmode=${mode}`);
    expect(refused).toThrow(ConfigError);
    expect(refused).toThrow("DATABASE_URL: its value is not usable: its sslmode must be verify-full");
    expect(refused).not.toThrow("secret");
  });
});
