-- clm's workers: what an evaluation of the models found, one row per slot and the ensemble. Written in one transaction, once: whoever does the same
-- evaluation of as many labels again changes nothing. An estimate is an object {value, low, high}, or null where it cannot be told.
CREATE TABLE model_evaluations (
  key text PRIMARY KEY,               -- evaluation:labelled:slot
  at bigint NOT NULL,                 -- end of the window
  evaluation text NOT NULL,
  slot text NOT NULL,                 -- XGB LGBM NH PT ENSEMBLE
  from_at bigint NOT NULL,            -- predictions from here (included)
  to_at bigint NOT NULL,              -- to here (not included)
  verdict text NOT NULL,              -- EDGE NO_EDGE N/A
  note text NOT NULL,
  models jsonb NOT NULL,              -- models and versions that spoke for the slot
  labelled integer NOT NULL,          -- predictions of the window with a label; open and missing ones never count
  unlabelled integer NOT NULL,
  outcomes integer NOT NULL,
  decided integer NOT NULL,
  blocks integer NOT NULL,
  block_hours integer NOT NULL,
  trials integer NOT NULL,            -- verdicts drawn at once, for which the intervals are widened
  earlier_trials integer NOT NULL,    -- verdicts drawn before over windows that overlap this one
  confidence_ratio double precision NOT NULL, -- what an interval covers
  base_rate double precision,
  accuracy jsonb,
  excess jsonb,                       -- accuracy beyond chance
  brier jsonb,
  skill jsonb,                        -- Brier skill against the base rate
  recorded_at bigint NOT NULL
);
CREATE INDEX model_evaluations_at ON model_evaluations (at);
