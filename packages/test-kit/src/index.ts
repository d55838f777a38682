export { freePort } from "@quantum/local-servers";
export { type TestAuthority, type TestCertificate, testAuthority, writeCertificate } from "./certificates.ts";
export { testDatabase } from "./database.ts";
export { eventually } from "./eventually.ts";
export { type Gate, gateTo } from "./gate.ts";
export { Given, given, Outcome } from "./given.ts";
export { type About, answered, event, failed, observed, TEST_TIME, woken } from "./inputs.ts";
export { testRedis } from "./redis.ts";
