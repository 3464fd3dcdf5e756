-- Phones of grid workers, their keys, and work that a phone may not send any more.

CREATE TABLE field_devices (
  county_id int NOT NULL,
  id uuid NOT NULL,
  staff_id uuid NOT NULL,
  town_id uuid,
  village_id uuid,
  grid_id uuid,
  name text NOT NULL,
  app_version text NOT NULL,
  token_hash bytea NOT NULL,
  sealed_key bytea NOT NULL,
  pin_hash text NOT NULL,
  enrolled_at timestamptz NOT NULL,
  unlocked_at timestamptz NOT NULL,
  last_sync_at timestamptz,
  clock_off_seconds int,
  revoked_at timestamptz,
  revoked_by uuid,
  revoke_words text,
  CONSTRAINT field_devices_pkey PRIMARY KEY (county_id, id, staff_id),
  CONSTRAINT field_devices_staff_fk FOREIGN KEY (county_id, staff_id) REFERENCES staff (county_id, id),
  CONSTRAINT field_devices_revoked_by_fk FOREIGN KEY (county_id, revoked_by) REFERENCES staff (county_id, id)
);
COMMENT ON TABLE field_devices IS 'Phones, once per person who uses them: two who share one never open each other’s store.';
COMMENT ON COLUMN field_devices.town_id IS 'With village_id and grid_id: where the worker worked at the last sync, so that reach is one indexed test.';
COMMENT ON COLUMN field_devices.village_id IS 'See town_id.';
COMMENT ON COLUMN field_devices.token_hash IS 'SHA-256 of the token with which the phone hands in work when it may do nothing else.';
COMMENT ON COLUMN field_devices.sealed_key IS 'Key of the store on the phone, under the server''s secret; released per shift against the PIN.';
COMMENT ON COLUMN field_devices.pin_hash IS 'Argon2id.';
COMMENT ON COLUMN field_devices.clock_off_seconds IS 'Phone minus server at the last sync; null when it was right.';
COMMENT ON COLUMN field_devices.revoke_words IS 'Why, for the record.';
CREATE INDEX field_devices_staff ON field_devices (county_id, staff_id);
CREATE INDEX field_devices_place ON field_devices (county_id, village_id, enrolled_at);
CREATE INDEX field_devices_revoked_by ON field_devices (county_id, revoked_by) WHERE revoked_by IS NOT NULL;

CREATE TABLE quarantine (
  county_id int NOT NULL,
  id uuid NOT NULL,
  device_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  command text NOT NULL,
  title text NOT NULL,
  sealed_input bytea,
  captured_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  reason text NOT NULL CONSTRAINT quarantine_reason_known CHECK (reason IN ('revoked', 'reassigned', 'account')),
  state text NOT NULL DEFAULT 'waiting' CONSTRAINT quarantine_state_known CHECK (state IN ('waiting', 'applied', 'dropped')),
  decided_by uuid,
  decided_at timestamptz,
  words text NOT NULL DEFAULT '',
  CONSTRAINT quarantine_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT quarantine_device_fk FOREIGN KEY (county_id, device_id, staff_id) REFERENCES field_devices (county_id, id, staff_id),
  CONSTRAINT quarantine_decided_by_fk FOREIGN KEY (county_id, decided_by) REFERENCES staff (county_id, id),
  CONSTRAINT quarantine_dropped_has_words CHECK (state <> 'dropped' OR words <> '')
);
COMMENT ON TABLE quarantine IS 'Work that was done on a phone which may not send it any more; a supervisor applies or drops it.';
COMMENT ON COLUMN quarantine.id IS 'The commandId that the phone gave it: handed in twice, it is here once.';
COMMENT ON COLUMN quarantine.sealed_input IS 'Input of the command under the server''s secret; gone once it is decided.';
COMMENT ON COLUMN quarantine.captured_at IS 'By the clock of the phone.';
CREATE INDEX quarantine_device ON quarantine (county_id, device_id, staff_id);
CREATE INDEX quarantine_waiting ON quarantine (county_id, captured_at, id) WHERE state = 'waiting';
CREATE INDEX quarantine_decided_by ON quarantine (county_id, decided_by) WHERE decided_by IS NOT NULL;
COMMENT ON COLUMN field_devices.grid_id IS 'See town_id.';
COMMENT ON COLUMN field_devices.app_version IS 'Of the app, as it told at the last contact.';
COMMENT ON COLUMN quarantine.command IS 'Name of the route in the contract.';
COMMENT ON COLUMN quarantine.state IS 'waiting; applied in the name of who did it; dropped with a reason.';
