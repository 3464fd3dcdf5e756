-- Doors to other systems: keys for Open311 clients, webhooks and their deliveries.

CREATE TABLE api_keys (
  county_id int NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  key_hash bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  revoked_at timestamptz,
  CONSTRAINT api_keys_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT api_keys_hash UNIQUE (county_id, key_hash)
);
COMMENT ON TABLE api_keys IS 'Clients that may file requests through Open311. The key itself is shown once; here stands its SHA-256.';

CREATE TABLE webhooks (
  county_id int NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  url text NOT NULL,
  secret bytea NOT NULL,
  kinds text[] NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  closed_at timestamptz,
  CONSTRAINT webhooks_pkey PRIMARY KEY (county_id, id)
);
COMMENT ON TABLE webhooks IS 'Addresses that are told of events, signed with a secret of their own.';
COMMENT ON COLUMN webhooks.secret IS 'Seed of the signing secret, which is derived from it with the server''s own secret and stands nowhere.';
COMMENT ON COLUMN webhooks.kinds IS 'Kinds of event, e.g. matter.settle; matter.* for all of a module.';

CREATE TABLE webhook_deliveries (
  county_id int NOT NULL,
  id uuid NOT NULL,
  webhook_id uuid NOT NULL,
  event_seq bigint NOT NULL,
  kind text NOT NULL,
  body jsonb NOT NULL,
  attempts int NOT NULL DEFAULT 0,
  next_at timestamptz,
  delivered_at timestamptz,
  dead_at timestamptz,
  last_error text,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT webhook_deliveries_once UNIQUE (county_id, webhook_id, event_seq),
  CONSTRAINT webhook_deliveries_webhook_fk FOREIGN KEY (county_id, webhook_id) REFERENCES webhooks (county_id, id)
);
COMMENT ON TABLE webhook_deliveries IS 'One row per event and webhook: waiting, delivered, or dead after ten tries until somebody sends it again.';
CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (county_id, next_at) WHERE delivered_at IS NULL AND dead_at IS NULL;
CREATE INDEX webhook_deliveries_listed ON webhook_deliveries (county_id, webhook_id, created_at DESC, id DESC);
