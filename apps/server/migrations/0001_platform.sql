-- What every module shares: counties, commands, audit, events, work items, clocks, attachments,
-- notices, numbering, counters. Every key begins with the county, so that counties can be spread over machines.

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE counties (
  county_id int PRIMARY KEY CONSTRAINT counties_id_is_a_code CHECK (county_id BETWEEN 110000 AND 829999),
  name text NOT NULL,
  name_en text NOT NULL,
  time_zone text NOT NULL DEFAULT 'Asia/Shanghai',
  settings jsonb NOT NULL DEFAULT '{}'
);
COMMENT ON TABLE counties IS 'One row per county served; county_id is its GB/T 2260 code.';
COMMENT ON COLUMN counties.settings IS 'Rules that a county sets for itself: working hours, holidays, grid size, reopen window. Read through platform/county.';

CREATE TABLE commands (
  county_id int NOT NULL,
  id uuid NOT NULL,
  actor text NOT NULL,
  audit text NOT NULL,
  input_hash bytea NOT NULL,
  result jsonb,
  at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT commands_pkey PRIMARY KEY (county_id, id)
);
COMMENT ON TABLE commands IS 'One row per write that took effect; makes a resent command answer as it did the first time. Kept 90 days, longer than any phone may stay offline.';
CREATE INDEX commands_at ON commands (county_id, at);

CREATE TABLE audit_log (
  county_id int NOT NULL,
  seq bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL DEFAULT now(),
  actor_kind text NOT NULL,
  actor_id uuid,
  action text NOT NULL,
  subject_kind text,
  subject_id uuid,
  command_id uuid,
  request_id text NOT NULL,
  CONSTRAINT audit_log_pkey PRIMARY KEY (county_id, seq)
);
COMMENT ON TABLE audit_log IS 'Who did what to which record. Never values. Append only.';
CREATE INDEX audit_log_subject ON audit_log (county_id, subject_kind, subject_id, seq);

CREATE TABLE access_log (
  county_id int NOT NULL,
  seq bigint GENERATED ALWAYS AS IDENTITY,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  at timestamptz NOT NULL DEFAULT now(),
  actor_kind text NOT NULL,
  actor_id uuid,
  duty text NOT NULL,
  purpose text NOT NULL,
  reason text,
  subject_kind text NOT NULL,
  subject_ids uuid[] NOT NULL,
  field_group text NOT NULL,
  request_id text NOT NULL,
  CONSTRAINT access_log_pkey PRIMARY KEY (county_id, seq)
);
COMMENT ON TABLE access_log IS 'Who read which group of personal fields of whom, for what; committed before the data leaves. Never values. Append only.';
CREATE INDEX access_log_subjects ON access_log USING gin (subject_ids);

CREATE TABLE events (
  county_id int NOT NULL,
  seq bigint GENERATED ALWAYS AS IDENTITY,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  module text NOT NULL,
  kind text NOT NULL,
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  scope uuid[] NOT NULL DEFAULT '{}',
  at timestamptz NOT NULL DEFAULT now(),
  by_kind text NOT NULL,
  by_id uuid,
  payload jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT events_pkey PRIMARY KEY (county_id, seq)
);
COMMENT ON TABLE events IS 'Everything that happened, once: feeds live pages, counters, webhooks and sync. Append only; payload carries no personal values.';
COMMENT ON COLUMN events.scope IS 'Areas (town, village, grid) and units it concerns: decides who hears of it.';
COMMENT ON COLUMN events.xid IS 'Readers take events with xid below the oldest running transaction, in order (xid, seq): sequence order is not commit order.';
CREATE INDEX events_order ON events (county_id, xid, seq);
CREATE INDEX events_subject ON events (county_id, subject_kind, subject_id, seq);

CREATE TABLE event_readers (
  county_id int NOT NULL,
  name text NOT NULL,
  xid xid8 NOT NULL,
  seq bigint NOT NULL,
  CONSTRAINT event_readers_pkey PRIMARY KEY (county_id, name)
);
COMMENT ON TABLE event_readers IS 'How far each durable reader of events (counters, webhooks) has come.';

CREATE TABLE work_items (
  county_id int NOT NULL,
  id uuid NOT NULL,
  module text NOT NULL,
  kind text NOT NULL,
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  title text NOT NULL,
  facts jsonb NOT NULL DEFAULT '{}',
  unit_id uuid NOT NULL,
  staff_id uuid,
  area_id uuid,
  danger boolean NOT NULL DEFAULT false,
  due_at timestamptz,
  paused boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  done_at timestamptz,
  CONSTRAINT work_items_pkey PRIMARY KEY (county_id, id)
);
COMMENT ON TABLE work_items IS 'What waits for someone: one inbox and one due list whatever the module. title and facts are masked by the module that writes them.';
COMMENT ON COLUMN work_items.staff_id IS 'Null: anyone on duty in the unit may take it.';
CREATE INDEX work_items_unit ON work_items (county_id, unit_id, danger DESC, due_at, id) WHERE done_at IS NULL;
CREATE INDEX work_items_staff ON work_items (county_id, staff_id, danger DESC, due_at, id) WHERE done_at IS NULL;
CREATE INDEX work_items_subject ON work_items (county_id, subject_id) WHERE done_at IS NULL;

CREATE TABLE clocks (
  county_id int NOT NULL,
  id uuid NOT NULL,
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  kind text NOT NULL,
  amount int NOT NULL CONSTRAINT clocks_amount_positive CHECK (amount > 0),
  unit text NOT NULL CONSTRAINT clocks_unit_known CHECK (unit IN ('urgent_hour', 'work_hour', 'work_day', 'natural_day')),
  started_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  warn_at timestamptz,
  pauses jsonb NOT NULL DEFAULT '[]',
  paused_at timestamptz,
  extensions jsonb NOT NULL DEFAULT '[]',
  stopped_at timestamptz,
  warned_at timestamptz,
  escalated_at timestamptz,
  retry_at timestamptz,
  CONSTRAINT clocks_pkey PRIMARY KEY (county_id, id)
);
COMMENT ON TABLE clocks IS 'A running limit on a subject. due_at is always recomputed from the start, the pauses and the extensions, never adjusted by hand.';
COMMENT ON COLUMN clocks.kind IS 'Which limit: whole, or the step (accept, dispatch, handle, verify, reply).';
CREATE INDEX clocks_subject ON clocks (county_id, subject_id);
CREATE INDEX clocks_due ON clocks (county_id, due_at) WHERE stopped_at IS NULL AND paused_at IS NULL AND escalated_at IS NULL;
CREATE INDEX clocks_warn ON clocks (county_id, warn_at) WHERE stopped_at IS NULL AND paused_at IS NULL AND warned_at IS NULL;

CREATE TABLE attachments (
  county_id int NOT NULL,
  id uuid NOT NULL,
  subject_kind text,
  subject_id uuid,
  role text NOT NULL DEFAULT 'photo',
  media_type text NOT NULL,
  bytes bigint NOT NULL,
  width int,
  height int,
  sha256 bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  by_kind text NOT NULL,
  by_id uuid,
  claim_hash bytea,
  CONSTRAINT attachments_pkey PRIMARY KEY (county_id, id)
);
COMMENT ON TABLE attachments IS 'A cleaned file: type sniffed, pictures re-encoded without metadata. subject null until the command that uses it; unused ones go after 24 hours.';
COMMENT ON COLUMN attachments.claim_hash IS 'SHA-256 of the secret given to an uploader without a session: only its holder may link the file.';
CREATE INDEX attachments_subject ON attachments (county_id, subject_id, created_at);

CREATE TABLE notices (
  county_id int NOT NULL,
  id uuid NOT NULL,
  channel text NOT NULL CONSTRAINT notices_channel_known CHECK (channel IN ('sms', 'email', 'inapp')),
  recipient text NOT NULL,
  template text NOT NULL,
  params jsonb NOT NULL DEFAULT '{}',
  body text NOT NULL,
  subject_kind text,
  subject_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  sent_at timestamptz,
  failed_at timestamptz,
  attempts int NOT NULL DEFAULT 0,
  last_error text,
  retry_at timestamptz,
  read_at timestamptz,
  CONSTRAINT notices_pkey PRIMARY KEY (county_id, id)
);
COMMENT ON TABLE notices IS 'Messages to people, sent after commit by a job. recipient is a staff id (inapp), phone or e-mail address; bodies go after 30 days.';
CREATE INDEX notices_created ON notices (county_id, created_at DESC, id);
CREATE INDEX notices_unsent ON notices (county_id, created_at) WHERE sent_at IS NULL AND failed_at IS NULL;
CREATE INDEX notices_recipient ON notices (county_id, recipient, created_at DESC);

CREATE TABLE numbering (
  county_id int NOT NULL,
  kind text NOT NULL,
  period text NOT NULL,
  last bigint NOT NULL,
  CONSTRAINT numbering_pkey PRIMARY KEY (county_id, kind, period)
);
COMMENT ON TABLE numbering IS 'Last human number given per kind and period; gapless because the row is locked by the transaction that takes one.';

CREATE TABLE counters (
  county_id int NOT NULL,
  area_id uuid NOT NULL,
  day date NOT NULL,
  measure text NOT NULL,
  value bigint NOT NULL,
  CONSTRAINT counters_pkey PRIMARY KEY (county_id, area_id, day, measure)
);
COMMENT ON TABLE counters IS 'Figures per area and day, folded from events outside the write transaction.';
CREATE INDEX counters_day ON counters (county_id, day, measure);
