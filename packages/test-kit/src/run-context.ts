/** The name of this test run, so that two runs can share a server. */
export function runId(): string {
  return variable("QUANTUM_TEST_RUN");
}

/** Where a server of this run is. */
export function serverUrl(name: "REDIS_URL" | "DATABASE_URL"): string {
  return variable(name);
}

function variable(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(`${name} is not set: tests that need servers are named *.int.test.ts or *.e2e.test.ts, so that jest starts them`);
  return value;
}
