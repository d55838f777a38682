-- self_healing: faults of services and what became of them. Columns ending in real_ms are real time, epoch ms.
CREATE TABLE incidents (
  key text PRIMARY KEY,               -- incident id
  at bigint NOT NULL,
  service text NOT NULL,
  fault text NOT NULL,                -- DEAD FROZEN WEDGED NOT_CONSUMING DEPENDENCY CORRUPT_STATE
  rule text NOT NULL,
  evidence text NOT NULL,
  restarts integer NOT NULL,
  since_real_ms bigint NOT NULL,
  opened_real_ms bigint NOT NULL,
  closed_real_ms bigint,
  outcome text,                       -- RECOVERED STOPPED_ON_PURPOSE GONE; null while it is open
  recovery_ms bigint
);
CREATE INDEX incidents_service ON incidents (service, opened_real_ms);
