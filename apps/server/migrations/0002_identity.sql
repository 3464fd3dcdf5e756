-- Who works where, in which role, and how they and the residents sign in.
-- Periods are [valid_from, valid_to): valid_to is the first day on which it no longer holds.

CREATE TABLE units (
  county_id int NOT NULL,
  id uuid NOT NULL,
  parent_id uuid,
  path uuid[] NOT NULL,
  kind text NOT NULL CONSTRAINT units_kind_known CHECK (kind IN (
    'county_centre', 'town_grid_office', 'town_service_centre', 'town_safety_centre', 'village_grid_station',
    'village_service_station', 'village_safety_station', 'village_legal_station', 'village_police_room',
    'department', 'stationed_unit')),
  area_id uuid,
  department_code text,
  name text NOT NULL,
  name_en text,
  phone text,
  duties text,
  valid_from date NOT NULL,
  valid_to date,
  CONSTRAINT units_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT units_parent_fk FOREIGN KEY (county_id, parent_id) REFERENCES units (county_id, id),
  CONSTRAINT units_path_ends_here CHECK (path[cardinality(path)] = id),
  CONSTRAINT units_period CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
COMMENT ON TABLE units IS 'Bodies that do the work: the county centre, town offices, village stations, departments, stationed units.';
COMMENT ON COLUMN units.path IS 'Ids from the root down to the unit itself, so that "this unit and all below" is one indexed test.';
COMMENT ON COLUMN units.area_id IS 'The area it serves (module areas); null for units that serve by function, such as departments.';
COMMENT ON COLUMN units.department_code IS 'Code of data/departments.json, by which categories name their lead department.';
CREATE INDEX units_parent ON units (county_id, parent_id);
CREATE INDEX units_path ON units USING gin (path);
CREATE INDEX units_area ON units (county_id, area_id, kind);
CREATE INDEX units_name ON units (county_id, name, id);
CREATE UNIQUE INDEX units_department_code ON units (county_id, department_code)
  WHERE department_code IS NOT NULL AND valid_to IS NULL;

CREATE TABLE staff (
  county_id int NOT NULL,
  id uuid NOT NULL,
  login text NOT NULL CONSTRAINT staff_login_is_lower_case CHECK (login = lower(login)),
  name text NOT NULL,
  name_search text NOT NULL,
  phone text,
  email text CONSTRAINT staff_email_is_lower_case CHECK (email = lower(email)),
  password_hash text,
  password_changed_at timestamptz,
  must_change_password boolean NOT NULL DEFAULT false,
  totp_secret bytea,
  totp_enabled_at timestamptz,
  totp_last_step bigint,
  locale text NOT NULL DEFAULT 'zh' CONSTRAINT staff_locale_known CHECK (locale IN ('zh', 'en')),
  created_at timestamptz NOT NULL DEFAULT now(),
  disabled_at timestamptz,
  CONSTRAINT staff_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT staff_login_unique UNIQUE (county_id, login),
  CONSTRAINT staff_totp_has_secret CHECK (totp_enabled_at IS NULL OR totp_secret IS NOT NULL)
);
COMMENT ON TABLE staff IS 'People who work in units. What they may do comes from their posts alone.';
COMMENT ON COLUMN staff.name_search IS 'Lower case: name, login, full pinyin and initials of the name, for one substring search.';
COMMENT ON COLUMN staff.password_hash IS 'Argon2id PHC string with its parameters; null for staff who sign in through the identity provider only.';
COMMENT ON COLUMN staff.totp_secret IS 'Sealed with a key that is not in the database. Set but not enabled: enrolment begun, not confirmed.';
COMMENT ON COLUMN staff.totp_last_step IS 'Time step of the last code accepted: the same or an earlier code is refused.';
CREATE INDEX staff_name_search ON staff USING gin (name_search gin_trgm_ops);
CREATE UNIQUE INDEX staff_email_unique ON staff (county_id, email) WHERE email IS NOT NULL;

CREATE TABLE roles (
  county_id int NOT NULL,
  id uuid NOT NULL,
  code text NOT NULL,
  name_zh text NOT NULL,
  name_en text NOT NULL,
  permissions text[] NOT NULL,
  reach text NOT NULL CONSTRAINT roles_reach_known CHECK (reach IN ('area', 'function', 'assignment')),
  totp_required boolean NOT NULL DEFAULT false,
  closed_at timestamptz,
  CONSTRAINT roles_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT roles_code UNIQUE (county_id, code)
);
COMMENT ON TABLE roles IS 'Named bundles of permissions that a county composes for itself.';
COMMENT ON COLUMN roles.reach IS 'area: the area of the unit and all below it; function: the unit and the units below it; assignment: the grids assigned to the person.';

CREATE TABLE posts (
  county_id int NOT NULL,
  id uuid NOT NULL,
  staff_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  role_id uuid NOT NULL,
  title text,
  valid_from date NOT NULL,
  valid_to date,
  CONSTRAINT posts_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT posts_staff_fk FOREIGN KEY (county_id, staff_id) REFERENCES staff (county_id, id),
  CONSTRAINT posts_unit_fk FOREIGN KEY (county_id, unit_id) REFERENCES units (county_id, id),
  CONSTRAINT posts_role_fk FOREIGN KEY (county_id, role_id) REFERENCES roles (county_id, id),
  CONSTRAINT posts_period CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
COMMENT ON TABLE posts IS 'A person in a unit in a role, for a time. One person may hold several.';
CREATE INDEX posts_staff ON posts (county_id, staff_id);
CREATE INDEX posts_unit ON posts (county_id, unit_id);
CREATE INDEX posts_role ON posts (county_id, role_id);

CREATE TABLE staff_identities (
  county_id int NOT NULL,
  issuer text NOT NULL,
  subject text NOT NULL,
  staff_id uuid NOT NULL,
  linked_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT staff_identities_pkey PRIMARY KEY (county_id, issuer, subject),
  CONSTRAINT staff_identities_staff_fk FOREIGN KEY (county_id, staff_id) REFERENCES staff (county_id, id)
);
COMMENT ON TABLE staff_identities IS 'Accounts at an OpenID provider that sign a staff member in.';
CREATE INDEX staff_identities_staff ON staff_identities (county_id, staff_id);

CREATE TABLE recovery_codes (
  county_id int NOT NULL,
  staff_id uuid NOT NULL,
  code_hash bytea NOT NULL,
  used_at timestamptz,
  CONSTRAINT recovery_codes_pkey PRIMARY KEY (county_id, staff_id, code_hash),
  CONSTRAINT recovery_codes_staff_fk FOREIGN KEY (county_id, staff_id) REFERENCES staff (county_id, id)
);
COMMENT ON TABLE recovery_codes IS 'Single-use replacements for a lost authenticator, as keyed hashes.';

CREATE TABLE residents (
  county_id int NOT NULL,
  id uuid NOT NULL,
  phone text NOT NULL,
  name text,
  locale text NOT NULL DEFAULT 'zh' CONSTRAINT residents_locale_known CHECK (locale IN ('zh', 'en')),
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT residents_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT residents_phone UNIQUE (county_id, phone)
);
COMMENT ON TABLE residents IS 'People who proved a phone number to follow their own reports. Not the population register.';

CREATE TABLE sessions (
  county_id int NOT NULL,
  id uuid NOT NULL,
  token_hash bytea NOT NULL,
  staff_id uuid,
  resident_id uuid,
  method text NOT NULL CONSTRAINT sessions_method_known CHECK (method IN ('password', 'totp', 'oidc', 'phone_code')),
  created_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  user_agent text NOT NULL,
  address_hash bytea NOT NULL,
  revoked_at timestamptz,
  CONSTRAINT sessions_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT sessions_token UNIQUE (county_id, token_hash),
  CONSTRAINT sessions_staff_fk FOREIGN KEY (county_id, staff_id) REFERENCES staff (county_id, id),
  CONSTRAINT sessions_resident_fk FOREIGN KEY (county_id, resident_id) REFERENCES residents (county_id, id),
  CONSTRAINT sessions_one_owner CHECK (num_nonnulls(staff_id, resident_id) = 1)
);
COMMENT ON TABLE sessions IS 'Signed-in browsers. The token itself is only in the cookie; here stands its SHA-256.';
COMMENT ON COLUMN sessions.address_hash IS 'Keyed hash of the network address at sign-in: tells "same place or not" without keeping the address.';
CREATE INDEX sessions_staff ON sessions (county_id, staff_id) WHERE staff_id IS NOT NULL;
CREATE INDEX sessions_resident ON sessions (county_id, resident_id) WHERE resident_id IS NOT NULL;
CREATE INDEX sessions_expires ON sessions (county_id, expires_at);

CREATE TABLE trusted_devices (
  county_id int NOT NULL,
  staff_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  created_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  CONSTRAINT trusted_devices_pkey PRIMARY KEY (county_id, token_hash, staff_id),
  CONSTRAINT trusted_devices_staff_fk FOREIGN KEY (county_id, staff_id) REFERENCES staff (county_id, id)
);
COMMENT ON TABLE trusted_devices IS 'Browsers that have signed this person in before. Wrong passwords typed elsewhere never throttle them.';
CREATE INDEX trusted_devices_staff ON trusted_devices (county_id, staff_id);
CREATE INDEX trusted_devices_expires ON trusted_devices (county_id, expires_at);

CREATE TABLE login_failures (
  county_id int NOT NULL,
  key bytea NOT NULL,
  failures int NOT NULL,
  window_ends_at timestamptz NOT NULL,
  CONSTRAINT login_failures_pkey PRIMARY KEY (county_id, key)
);
COMMENT ON TABLE login_failures IS 'Attempts per account, device, address or phone in the running window. key is a keyed hash: neither logins nor addresses stand here.';
CREATE INDEX login_failures_window ON login_failures (county_id, window_ends_at);

CREATE TABLE phone_codes (
  county_id int NOT NULL,
  id uuid NOT NULL,
  phone text NOT NULL,
  purpose text NOT NULL CONSTRAINT phone_codes_purpose_known CHECK (purpose IN ('sign_in')),
  code_hash bytea NOT NULL,
  attempts int NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  CONSTRAINT phone_codes_pkey PRIMARY KEY (county_id, id)
);
COMMENT ON TABLE phone_codes IS 'Codes sent to phones. The id goes to whoever asked and is needed to use the code: a stranger cannot spend somebody else''s attempts.';
CREATE INDEX phone_codes_expires ON phone_codes (county_id, expires_at);

CREATE VIEW post_cards AS
SELECT p.county_id, p.id, p.staff_id, p.unit_id, p.role_id, p.valid_from, p.valid_to,
  u.path AS unit_path, r.permissions, r.totp_required,
  jsonb_build_object(
    'id', p.id,
    'unit', jsonb_build_object('id', u.id, 'name', u.name, 'kind', u.kind, 'areaId', u.area_id),
    'role', jsonb_build_object('id', r.id, 'code', r.code, 'names', jsonb_build_object('zh', r.name_zh, 'en', r.name_en)),
    'title', p.title, 'validFrom', p.valid_from, 'validTo', p.valid_to
  ) AS card
FROM posts p
JOIN units u ON u.county_id = p.county_id AND u.id = p.unit_id
JOIN roles r ON r.county_id = p.county_id AND r.id = p.role_id;
COMMENT ON VIEW post_cards IS 'Posts as the interface shows them, with what decides who may see and change them.';
