import { describe, expect, it } from "@jest/globals";
import { serverProblem } from "./server-problem.ts";

const failure = (code: string, message = "") => Object.assign(new Error(message), { code });

describe("what is wrong with a server", () => {
  it.each([
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "NODE_EXTRA_CA_CERTS"],
    ["SELF_SIGNED_CERT_IN_CHAIN", "NODE_EXTRA_CA_CERTS"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "NODE_EXTRA_CA_CERTS"],
    ["CERT_HAS_EXPIRED", "renew"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "the name that stands in the certificate"],
  ])("%s names the variable and the way out", (code, fix) => {
    for (const variable of ["REDIS_URL", "DATABASE_URL"] as const) {
      const said = serverProblem(variable, failure(code));
      expect(said?.startsWith(`${variable}: `)).toBe(true);
      expect(said).toContain(fix);
    }
  });

  it("a server without TLS that is asked for it, and one with TLS that is not, are told apart", () => {
    expect(serverProblem("REDIS_URL", failure("ERR_SSL_WRONG_VERSION_NUMBER"))).toContain("without rediss://");
    expect(serverProblem("DATABASE_URL", new Error("The server does not support SSL connections"))).toContain("does not speak it");
    const refused = failure("28000", 'no pg_hba.conf entry for host "10.0.0.9", user "quantum", database "quantum", no encryption');
    expect(serverProblem("DATABASE_URL", refused)).toContain("add ?sslmode=verify-full");
  });

  it("a wrong password is a problem of the address, and no password is repeated", () => {
    expect(serverProblem("DATABASE_URL", failure("28P01", 'password authentication failed for user "quantum"'))).toContain(
      "correct the address",
    );
    expect(serverProblem("REDIS_URL", new Error("WRONGPASS at redis://:hunter2@there"))).not.toContain("hunter2");
  });

  it("an outage is none: it ends by itself", () => {
    for (const code of ["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "ETIMEDOUT"])
      expect(serverProblem("REDIS_URL", failure(code))).toBeNull();
  });
});
