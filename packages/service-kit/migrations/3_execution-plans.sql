-- aelm: how an order should be carried out
CREATE TABLE plans (
  key text PRIMARY KEY,               -- intent id
  at bigint NOT NULL,
  cycle bigint,
  trade_id text NOT NULL,
  symbol text NOT NULL,
  purpose text NOT NULL,
  urgency text NOT NULL,              -- LOW NORMAL HIGH
  plan jsonb NOT NULL                 -- steps, guard, expected costs, verdicts
);
CREATE INDEX plans_trade ON plans (trade_id);

-- aelm: what carrying out an order cost against its arrival price; basis points of the arrival value, positive is a cost
CREATE TABLE shortfalls (
  key text PRIMARY KEY,               -- intent id
  at bigint NOT NULL,                 -- when it was known in full
  cycle bigint,
  trade_id text NOT NULL,
  symbol text NOT NULL,
  purpose text NOT NULL,
  side text NOT NULL,
  executed text NOT NULL,             -- PLANNED PLAIN
  quantity numeric NOT NULL,
  filled_quantity numeric NOT NULL,
  arrival_price numeric NOT NULL,
  average_price numeric,
  delay_bps double precision NOT NULL,
  spread_bps double precision NOT NULL,
  impact_bps double precision NOT NULL,
  fee_bps double precision NOT NULL,
  opportunity_bps double precision NOT NULL,
  total_bps double precision NOT NULL,  -- the sum of the five above
  other_bps double precision            -- estimate of the way not taken
);
CREATE INDEX shortfalls_at ON shortfalls (at);
