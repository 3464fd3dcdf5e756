-- Matters (诉求、事件): categories in versions, the matter, who reported it, its timeline.

CREATE TABLE categories (
  county_id int NOT NULL,
  id uuid NOT NULL,
  code text NOT NULL,
  version int NOT NULL,
  rules jsonb NOT NULL,
  valid_from timestamptz NOT NULL DEFAULT now(),
  valid_to timestamptz,
  CONSTRAINT categories_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT categories_version UNIQUE (county_id, code, version)
);
COMMENT ON TABLE categories IS 'Kinds of matter, in versions: a running matter keeps the version it began with. rules is CategoryRules of the contract.';
CREATE UNIQUE INDEX categories_current_code ON categories (county_id, code) WHERE valid_to IS NULL;

CREATE TABLE places (
  county_id int NOT NULL,
  id uuid NOT NULL,
  token text NOT NULL,
  name text NOT NULL,
  address text,
  lon double precision NOT NULL,
  lat double precision NOT NULL,
  grid_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  closed_at timestamptz,
  CONSTRAINT places_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT places_token UNIQUE (county_id, token)
);
COMMENT ON TABLE places IS 'Places that carry a QR code: a report made through it is already located.';

CREATE TABLE matters (
  county_id int NOT NULL,
  id uuid NOT NULL,
  number text NOT NULL,
  title text NOT NULL,
  description text NOT NULL,
  status text NOT NULL CONSTRAINT matters_status_known CHECK (status IN ('reported', 'accepted', 'dispatched', 'handling', 'disputed', 'paused', 'settled', 'verified', 'closed', 'declined', 'merged')),
  channel text NOT NULL,
  category_id uuid NOT NULL,
  category_code text NOT NULL,
  danger boolean NOT NULL DEFAULT false,
  confidential boolean NOT NULL DEFAULT false,
  supervision text NOT NULL DEFAULT 'none',
  place_id uuid,
  lon double precision,
  lat double precision,
  address text,
  town_id uuid,
  village_id uuid,
  grid_id uuid,
  desk_unit_id uuid NOT NULL,
  desk_level text NOT NULL CONSTRAINT matters_desk_level_known CHECK (desk_level IN ('village', 'town', 'county')),
  first_unit_id uuid NOT NULL,
  first_staff_id uuid,
  lead_unit_id uuid,
  handler_id uuid,
  designated boolean NOT NULL DEFAULT false,
  settle_level text,
  reported_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz,
  due_at timestamptz,
  closed_at timestamptz,
  reopened int NOT NULL DEFAULT 0,
  reopen_until timestamptz,
  rating int CONSTRAINT matters_rating_is_stars CHECK (rating BETWEEN 1 AND 5),
  merged_into_id uuid,
  status_before_merge text,
  photos int NOT NULL DEFAULT 0,
  followers int NOT NULL DEFAULT 0,
  version int NOT NULL DEFAULT 1,
  CONSTRAINT matters_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT matters_number UNIQUE (county_id, number),
  CONSTRAINT matters_category_fk FOREIGN KEY (county_id, category_id) REFERENCES categories (county_id, id),
  CONSTRAINT matters_merged_into_fk FOREIGN KEY (county_id, merged_into_id) REFERENCES matters (county_id, id)
);
COMMENT ON TABLE matters IS 'What somebody reported, from the first word to the closing. Areas are those of the day it came in; they are never rewritten when the county is divided anew.';
COMMENT ON COLUMN matters.desk_unit_id IS 'The desk that triages it now; first_unit_id received it first and stays answerable (首接负责).';
COMMENT ON COLUMN matters.designated IS 'The lead unit was named by a decision on competence and may not return it.';
COMMENT ON COLUMN matters.due_at IS 'Copy of the whole clock''s limit, for lists ordered by limit; null while paused.';
COMMENT ON COLUMN matters.version IS 'Rises with every change of status, place or holder; a stale page is told what happened.';
CREATE INDEX matters_reported ON matters (county_id, reported_at DESC, id DESC);
CREATE INDEX matters_town ON matters (county_id, town_id, reported_at DESC, id DESC);
CREATE INDEX matters_village ON matters (county_id, village_id, reported_at DESC, id DESC);
CREATE INDEX matters_grid ON matters (county_id, grid_id, reported_at DESC, id DESC);
CREATE INDEX matters_lead ON matters (county_id, lead_unit_id, reported_at DESC, id DESC);
CREATE INDEX matters_handler ON matters (county_id, handler_id) WHERE closed_at IS NULL;
CREATE INDEX matters_desk ON matters (county_id, desk_unit_id, reported_at DESC, id DESC);
CREATE INDEX matters_open_due ON matters (county_id, due_at, id) WHERE closed_at IS NULL;
CREATE INDEX matters_open_category ON matters (county_id, category_code, reported_at DESC) WHERE closed_at IS NULL;
CREATE INDEX matters_open_place ON matters USING gist (county_id, point(lon, lat)) WHERE closed_at IS NULL AND lon IS NOT NULL;
CREATE INDEX matters_title ON matters USING gin (title gin_trgm_ops);
CREATE INDEX matters_merged_into ON matters (county_id, merged_into_id) WHERE merged_into_id IS NOT NULL;
CREATE INDEX matters_category ON matters (county_id, category_id);

CREATE TABLE matter_reporters (
  county_id int NOT NULL,
  id uuid NOT NULL,
  matter_id uuid NOT NULL,
  role text NOT NULL CONSTRAINT matter_reporters_role_known CHECK (role IN ('reporter', 'follower')),
  name text,
  phone text,
  anonymous boolean NOT NULL DEFAULT false,
  notify boolean NOT NULL DEFAULT true,
  code_hash bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT matter_reporters_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT matter_reporters_matter_fk FOREIGN KEY (county_id, matter_id) REFERENCES matters (county_id, id)
);
COMMENT ON TABLE matter_reporters IS 'Contact of whoever asked or joined. Shown masked; in full only through a recorded reading.';
COMMENT ON COLUMN matter_reporters.code_hash IS 'HMAC of the six digits that, with the number, open the tracking page.';
CREATE INDEX matter_reporters_matter ON matter_reporters (county_id, matter_id);
CREATE INDEX matter_reporters_phone ON matter_reporters (county_id, phone, created_at DESC) WHERE phone IS NOT NULL;

CREATE TABLE matter_entries (
  county_id int NOT NULL,
  id uuid NOT NULL,
  matter_id uuid NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  captured_at timestamptz,
  kind text NOT NULL,
  visibility text NOT NULL CONSTRAINT matter_entries_visibility_known CHECK (visibility IN ('public', 'internal')),
  by_kind text NOT NULL,
  by_id uuid,
  by_name text,
  by_unit text,
  words text,
  from_status text,
  to_status text,
  changes jsonb NOT NULL DEFAULT '{}',
  clock jsonb,
  pictures uuid[] NOT NULL DEFAULT '{}',
  CONSTRAINT matter_entries_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT matter_entries_matter_fk FOREIGN KEY (county_id, matter_id) REFERENCES matters (county_id, id)
);
COMMENT ON TABLE matter_entries IS 'The timeline: one row per step, never changed. Names are those of the day.';
CREATE INDEX matter_entries_matter ON matter_entries (county_id, matter_id, at, id);

CREATE TABLE matter_units (
  county_id int NOT NULL,
  matter_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  since timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT matter_units_pkey PRIMARY KEY (county_id, matter_id, unit_id),
  CONSTRAINT matter_units_matter_fk FOREIGN KEY (county_id, matter_id) REFERENCES matters (county_id, id)
);
COMMENT ON TABLE matter_units IS 'Joint units (协办) beside the lead unit (主办).';
CREATE INDEX matter_units_unit ON matter_units (county_id, unit_id, matter_id);

CREATE TABLE matter_extensions (
  county_id int NOT NULL,
  id uuid NOT NULL,
  matter_id uuid NOT NULL,
  amount int NOT NULL,
  unit text NOT NULL,
  reason text NOT NULL,
  requested_by uuid NOT NULL,
  requested_by_name text NOT NULL,
  requested_at timestamptz NOT NULL DEFAULT now(),
  granted boolean,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  decision_reason text,
  CONSTRAINT matter_extensions_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT matter_extensions_matter_fk FOREIGN KEY (county_id, matter_id) REFERENCES matters (county_id, id)
);
COMMENT ON TABLE matter_extensions IS 'Requests for more time and their decisions.';
CREATE INDEX matter_extensions_matter ON matter_extensions (county_id, matter_id);
