-- Tables of the core fleet. One writer per table (named in the comment); written in batches, upserted by `key`.
-- `*_at` columns are market time in epoch ms unless they end in `recorded_at` (real time).

-- execution: one row per order at the exchange
CREATE TABLE orders (
  key text PRIMARY KEY,               -- client order id
  at bigint NOT NULL,                 -- when it was submitted
  cycle bigint,
  intent_id text NOT NULL,
  trade_id text NOT NULL,
  leg text NOT NULL,
  symbol text NOT NULL,
  side text NOT NULL,
  type text NOT NULL,
  quantity numeric NOT NULL,
  price numeric,
  trigger_price numeric,
  reduce_only boolean NOT NULL,
  status text NOT NULL,               -- SUBMITTED ACKNOWLEDGED FILLED PARTIAL REJECTED CANCELLED EXPIRED UNRESOLVED
  exchange_order_id text,
  filled_quantity numeric NOT NULL DEFAULT 0,
  average_price numeric,
  code text,
  reason text,
  updated_at bigint NOT NULL
);
CREATE INDEX orders_trade ON orders (trade_id);
CREATE INDEX orders_at ON orders (at);

-- execution: one row per fill, keyed by symbol and the exchange's trade id
CREATE TABLE fills (
  key text PRIMARY KEY,
  at bigint NOT NULL,
  client_order_id text NOT NULL,
  trade_id text NOT NULL,
  leg text NOT NULL,
  symbol text NOT NULL,
  side text NOT NULL,
  quantity numeric NOT NULL,
  price numeric NOT NULL,
  fee_usd numeric NOT NULL,
  realised_pnl_usd numeric NOT NULL,
  maker boolean NOT NULL,
  exchange_trade_id text NOT NULL
);
CREATE INDEX fills_trade ON fills (trade_id);
CREATE INDEX fills_at ON fills (at);

-- execution: closed bars of the trading interval, for charts and labels
CREATE TABLE bars (
  key text PRIMARY KEY,               -- symbol:interval:open_at
  at bigint NOT NULL,                 -- close of the bar
  symbol text NOT NULL,
  interval text NOT NULL,
  open_at bigint NOT NULL,
  open double precision NOT NULL,
  high double precision NOT NULL,
  low double precision NOT NULL,
  close double precision NOT NULL,
  volume double precision NOT NULL,
  quote_volume double precision NOT NULL
);
CREATE INDEX bars_symbol ON bars (symbol, interval, open_at);

-- execution: comparisons of our books with the exchange that found a difference
CREATE TABLE differences (
  key text PRIMARY KEY,
  at bigint NOT NULL,
  symbol text,
  kind text NOT NULL,
  ours text NOT NULL,
  theirs text NOT NULL,
  reason text NOT NULL
);

-- portfolio_intelligence: funding payments
CREATE TABLE funding (
  key text PRIMARY KEY,               -- exchange transaction id
  at bigint NOT NULL,
  symbol text NOT NULL,
  trade_id text,
  amount_usd numeric NOT NULL
);

-- portfolio_intelligence: one row per trade, open or closed
CREATE TABLE trades (
  key text PRIMARY KEY,               -- trade id
  at bigint NOT NULL,                 -- last change
  symbol text NOT NULL,
  direction text NOT NULL,
  status text NOT NULL,               -- OPEN CLOSED
  quantity numeric NOT NULL,          -- largest quantity held
  entry_price numeric NOT NULL,
  exit_price numeric,
  stop_price numeric,
  opened_at bigint NOT NULL,
  closed_at bigint,
  gross_pnl_usd numeric NOT NULL DEFAULT 0,
  fees_usd numeric NOT NULL DEFAULT 0,
  funding_usd numeric NOT NULL DEFAULT 0,
  net_pnl_usd numeric NOT NULL DEFAULT 0,
  initial_risk_usd double precision,
  r_multiple double precision,
  max_favourable_r double precision,
  max_adverse_r double precision,
  exit_code text
);
CREATE INDEX trades_closed ON trades (closed_at);

-- portfolio_intelligence: the desk's worth at every cycle
CREATE TABLE equity (
  key text PRIMARY KEY,               -- cycle
  at bigint NOT NULL,
  wallet_usd numeric NOT NULL,
  unrealised_pnl_usd numeric NOT NULL,
  equity_usd numeric NOT NULL,
  peak_equity_usd numeric NOT NULL,
  drawdown_ratio double precision NOT NULL,
  open_positions integer NOT NULL,
  exposure jsonb NOT NULL
);
CREATE INDEX equity_at ON equity (at);

-- risk_safety: every order it judged, with every check
CREATE TABLE clearances (
  key text PRIMARY KEY,               -- intent id
  at bigint NOT NULL,
  cycle bigint,
  trade_id text NOT NULL,
  symbol text NOT NULL,
  purpose text NOT NULL,
  cleared boolean NOT NULL,
  binding boolean NOT NULL,
  code text,
  intent jsonb NOT NULL,
  verdicts jsonb NOT NULL
);

-- trading_bot: one row per trading cycle
CREATE TABLE cycles (
  key text PRIMARY KEY,               -- close of the bar
  at bigint NOT NULL,
  outcome text NOT NULL,
  signals integer NOT NULL,
  requested integer NOT NULL,
  settled integer NOT NULL,
  skips jsonb NOT NULL,
  missing jsonb NOT NULL,
  participants jsonb NOT NULL         -- who answered, in which mode
);
CREATE INDEX cycles_at ON cycles (at);

-- trading_bot: the story behind every order it asked for
CREATE TABLE decisions (
  key text PRIMARY KEY,               -- intent id
  at bigint NOT NULL,
  cycle bigint NOT NULL,
  trade_id text NOT NULL,
  symbol text NOT NULL,
  purpose text NOT NULL,
  rank integer,
  story jsonb NOT NULL                -- signal, sizing, participants and the rule that decided
);
CREATE INDEX decisions_trade ON decisions (trade_id);

-- clm: one row per prediction, completed when its outcome is known
CREATE TABLE predictions (
  key text PRIMARY KEY,               -- cycle:symbol
  at bigint NOT NULL,
  symbol text NOT NULL,
  side text NOT NULL,
  confidence double precision NOT NULL,
  probability_up double precision,
  close double precision NOT NULL,
  horizon_bars integer NOT NULL,
  features jsonb NOT NULL,
  votes jsonb NOT NULL,
  labelled_at bigint,
  return_ratio double precision,
  up boolean,
  label_status text NOT NULL          -- OPEN LABELLED MISSING
);
CREATE INDEX predictions_at ON predictions (at);

-- every service: mode changes
CREATE TABLE audit (
  key text PRIMARY KEY,
  at bigint NOT NULL,
  service text NOT NULL,
  action text NOT NULL,
  from_mode text,
  to_mode text,
  by text NOT NULL,
  reason text NOT NULL,
  recorded_at bigint NOT NULL
);

-- every service: what a person should know
CREATE TABLE alerts (
  key text PRIMARY KEY,
  at bigint NOT NULL,
  service text NOT NULL,
  severity text NOT NULL,
  code text NOT NULL,
  message text NOT NULL,
  action text NOT NULL,
  recorded_at bigint NOT NULL
);
CREATE INDEX alerts_at ON alerts (at);

-- every service: inputs it could not digest, kept whole
CREATE TABLE dead_letters (
  key text PRIMARY KEY,
  at bigint NOT NULL,
  service text NOT NULL,
  stream text NOT NULL,
  entry text NOT NULL,
  reason text NOT NULL,
  tries integer NOT NULL,
  recorded_at bigint NOT NULL
);
