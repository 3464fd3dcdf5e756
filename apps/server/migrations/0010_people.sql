-- The population register (人、户、房、单位、场所): who lives where, as dated facts, and the vault that holds what one leak
-- would make a scandal of. Periods are [valid_from, valid_to).

CREATE EXTENSION IF NOT EXISTS pgcrypto;

CREATE TABLE register_fields (
  county_id int NOT NULL,
  subject text NOT NULL CONSTRAINT register_fields_subject_known CHECK (subject IN ('person', 'household', 'dwelling', 'organisation')),
  code text NOT NULL CONSTRAINT register_fields_code_form CHECK (code ~ '^[a-z][a-z0-9_]{1,40}$'),
  definition jsonb NOT NULL,
  own boolean NOT NULL DEFAULT false,
  version int NOT NULL DEFAULT 1,
  since timestamptz NOT NULL DEFAULT now(),
  closed_at timestamptz,
  CONSTRAINT register_fields_pkey PRIMARY KEY (county_id, subject, code)
);
COMMENT ON TABLE register_fields IS 'The field catalogue: what may be held of whom, for which purpose, on which basis, for how long. No entry, no field.';
COMMENT ON COLUMN register_fields.subject IS 'What the field is about.';
COMMENT ON COLUMN register_fields.code IS 'Name of the field; with own it is a key of extra or of the vault.';
COMMENT ON COLUMN register_fields.definition IS 'RegisterField of the contract: names, purpose, basis, owner, retention, sensitivity, groups, shape.';
COMMENT ON COLUMN register_fields.own IS 'Defined by the county, not by the platform.';
COMMENT ON COLUMN register_fields.version IS 'Counts changes, so that a stale form is refused.';
COMMENT ON COLUMN register_fields.since IS 'When it came into the catalogue.';

CREATE TABLE buildings (
  county_id int NOT NULL,
  id uuid NOT NULL,
  town_id uuid,
  village_id uuid,
  grid_id uuid NOT NULL,
  name text NOT NULL,
  address text NOT NULL,
  units int NOT NULL DEFAULT 1 CONSTRAINT buildings_units_range CHECK (units BETWEEN 1 AND 50),
  floors int NOT NULL DEFAULT 1 CONSTRAINT buildings_floors_range CHECK (floors BETWEEN 1 AND 120),
  lon double precision,
  lat double precision,
  version int NOT NULL DEFAULT 1,
  closed_at timestamptz,
  CONSTRAINT buildings_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT buildings_grid_fk FOREIGN KEY (county_id, grid_id) REFERENCES areas (county_id, id),
  CONSTRAINT buildings_point_is_whole CHECK ((lon IS NULL) = (lat IS NULL))
);
COMMENT ON TABLE buildings IS 'Buildings with several dwellings: units (entrances) and floors.';
COMMENT ON COLUMN buildings.town_id IS 'With village_id: where grid_id lay when it was written, so that reach is one indexed test.';
COMMENT ON COLUMN buildings.village_id IS 'See town_id.';
COMMENT ON COLUMN buildings.units IS 'Entrances (单元).';
COMMENT ON COLUMN buildings.floors IS 'Floors above ground.';
COMMENT ON COLUMN buildings.lon IS 'WGS 84 degrees.';
COMMENT ON COLUMN buildings.version IS 'Counts changes, so that a stale form is refused.';
CREATE INDEX buildings_grid ON buildings (county_id, grid_id, name);
CREATE INDEX buildings_village ON buildings (county_id, village_id);
CREATE INDEX buildings_address ON buildings USING gin (address gin_trgm_ops);

CREATE TABLE dwellings (
  county_id int NOT NULL,
  id uuid NOT NULL,
  building_id uuid,
  town_id uuid,
  village_id uuid,
  grid_id uuid NOT NULL,
  unit_no int,
  floor int,
  room text,
  address text NOT NULL,
  tenure text NOT NULL DEFAULT 'unknown' CONSTRAINT dwellings_tenure_known CHECK (tenure IN ('owned', 'rented', 'empty', 'other', 'unknown')),
  lon double precision,
  lat double precision,
  extra jsonb NOT NULL DEFAULT '{}',
  version int NOT NULL DEFAULT 1,
  closed_at timestamptz,
  CONSTRAINT dwellings_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT dwellings_building_fk FOREIGN KEY (county_id, building_id) REFERENCES buildings (county_id, id),
  CONSTRAINT dwellings_grid_fk FOREIGN KEY (county_id, grid_id) REFERENCES areas (county_id, id),
  CONSTRAINT dwellings_point_is_whole CHECK ((lon IS NULL) = (lat IS NULL))
);
COMMENT ON TABLE dwellings IS 'Flats and houses (房). A house in the country has no building above it.';
COMMENT ON COLUMN dwellings.town_id IS 'With village_id: where grid_id lay when it was written.';
COMMENT ON COLUMN dwellings.village_id IS 'See town_id.';
COMMENT ON COLUMN dwellings.unit_no IS 'Entrance of the building.';
COMMENT ON COLUMN dwellings.floor IS 'Floor in the building; the ground floor is 1.';
COMMENT ON COLUMN dwellings.room IS 'Room number as on the door.';
COMMENT ON COLUMN dwellings.address IS 'As people write it, down to the door; once per grid.';
COMMENT ON COLUMN dwellings.tenure IS 'Who uses it: owner, tenant, nobody.';
COMMENT ON COLUMN dwellings.lon IS 'WGS 84 degrees.';
COMMENT ON COLUMN dwellings.extra IS 'Fields of the county''s own that are in the catalogue.';
COMMENT ON COLUMN dwellings.version IS 'Counts changes, so that a stale form is refused.';
CREATE UNIQUE INDEX dwellings_one_address ON dwellings (county_id, grid_id, address) WHERE closed_at IS NULL;
CREATE INDEX dwellings_grid ON dwellings (county_id, grid_id);
CREATE INDEX dwellings_building ON dwellings (county_id, building_id, unit_no, floor);
CREATE INDEX dwellings_village ON dwellings (county_id, village_id);
CREATE INDEX dwellings_address ON dwellings USING gin (address gin_trgm_ops);

CREATE TABLE households (
  county_id int NOT NULL,
  id uuid NOT NULL,
  dwelling_id uuid,
  town_id uuid,
  village_id uuid,
  grid_id uuid NOT NULL,
  number text,
  address text NOT NULL,
  kind text NOT NULL DEFAULT 'family' CONSTRAINT households_kind_known CHECK (kind IN ('family', 'collective')),
  head_name text NOT NULL,
  members int NOT NULL DEFAULT 0,
  visits_declined boolean NOT NULL DEFAULT false,
  extra jsonb NOT NULL DEFAULT '{}',
  version int NOT NULL DEFAULT 1,
  valid_from date NOT NULL,
  valid_to date,
  import_id uuid,
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT households_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT households_dwelling_fk FOREIGN KEY (county_id, dwelling_id) REFERENCES dwellings (county_id, id),
  CONSTRAINT households_grid_fk FOREIGN KEY (county_id, grid_id) REFERENCES areas (county_id, id),
  CONSTRAINT households_members_range CHECK (members >= 0),
  CONSTRAINT households_period CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
COMMENT ON TABLE households IS 'Who keeps house together (户): the unit of work at the door.';
COMMENT ON COLUMN households.town_id IS 'With village_id: where grid_id lay when it was written.';
COMMENT ON COLUMN households.village_id IS 'See town_id.';
COMMENT ON COLUMN households.number IS 'Number of the household register (户号), where known.';
COMMENT ON COLUMN households.address IS 'Of its dwelling, or as people write it.';
COMMENT ON COLUMN households.kind IS 'collective: a dormitory, a home, a work site; may be larger than a family.';
COMMENT ON COLUMN households.head_name IS 'Name of its head (户主), by which the household is called; follows the residences.';
COMMENT ON COLUMN households.members IS 'People who belong to it now; follows the residences.';
COMMENT ON COLUMN households.visits_declined IS 'Asked not to be visited.';
COMMENT ON COLUMN households.extra IS 'Fields of the county''s own that are in the catalogue.';
COMMENT ON COLUMN households.version IS 'Counts changes, so that a stale form is refused.';
COMMENT ON COLUMN households.import_id IS 'The list it came from.';
CREATE INDEX households_grid ON households (county_id, grid_id, address, id);
CREATE INDEX households_village ON households (county_id, village_id, address, id);
CREATE INDEX households_town ON households (county_id, town_id, address, id);
CREATE INDEX households_county ON households (county_id, address, id) WHERE valid_to IS NULL;
CREATE INDEX households_dwelling ON households (county_id, dwelling_id);
CREATE INDEX households_address ON households USING gin (address gin_trgm_ops);
CREATE INDEX households_number ON households (county_id, number) WHERE number IS NOT NULL;
CREATE INDEX households_import ON households (county_id, import_id) WHERE import_id IS NOT NULL;

CREATE TABLE persons (
  county_id int NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL CONSTRAINT persons_name_length CHECK (char_length(name) BETWEEN 1 AND 50),
  name_full text NOT NULL,
  name_initials text NOT NULL,
  sex text NOT NULL DEFAULT 'unknown' CONSTRAINT persons_sex_known CHECK (sex IN ('male', 'female', 'unknown')),
  birth_on date,
  document_kind text NOT NULL DEFAULT 'unknown' CONSTRAINT persons_document_kind_known CHECK (document_kind IN (
    'resident_id', 'hk_macao_permit', 'taiwan_permit', 'foreign_residence', 'passport', 'none', 'unknown')),
  phone_masked text,
  education text,
  work text,
  state text NOT NULL DEFAULT 'present' CONSTRAINT persons_state_known CHECK (state IN ('present', 'away', 'left', 'died', 'merged')),
  died_on date,
  household_id uuid,
  relation text,
  residence_kind text,
  town_id uuid,
  village_id uuid,
  grid_id uuid,
  merged_into_id uuid,
  extra jsonb NOT NULL DEFAULT '{}',
  version int NOT NULL DEFAULT 1,
  import_id uuid,
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT persons_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT persons_household_fk FOREIGN KEY (county_id, household_id) REFERENCES households (county_id, id),
  CONSTRAINT persons_merged_fk FOREIGN KEY (county_id, merged_into_id) REFERENCES persons (county_id, id),
  CONSTRAINT persons_merged_has_heir CHECK ((state = 'merged') = (merged_into_id IS NOT NULL)),
  CONSTRAINT persons_not_into_itself CHECK (merged_into_id <> id),
  CONSTRAINT persons_died_has_day CHECK (died_on IS NULL OR state IN ('died', 'merged')),
  CONSTRAINT persons_born_before_death CHECK (died_on >= birth_on)
);
COMMENT ON TABLE persons IS 'People as they are known now (人): what their records say, folded. One person, one file.';
COMMENT ON COLUMN persons.name_full IS 'Pinyin without tones, for search.';
COMMENT ON COLUMN persons.name_initials IS 'Initials of the pinyin, for search.';
COMMENT ON COLUMN persons.sex IS 'As in the document.';
COMMENT ON COLUMN persons.birth_on IS 'Null where unknown or not told.';
COMMENT ON COLUMN persons.document_kind IS 'Which document was seen; its number is in the vault.';
COMMENT ON COLUMN persons.phone_masked IS 'As lists show it; the number is in the vault.';
COMMENT ON COLUMN persons.education IS 'Asked for by purposes of the catalogue only.';
COMMENT ON COLUMN persons.work IS 'Asked for by purposes of the catalogue only.';
COMMENT ON COLUMN persons.state IS 'present: lives here; away: belongs to a household here and lives elsewhere; left, died: as the last residence says; merged: a double whose file is another.';
COMMENT ON COLUMN persons.died_on IS 'Day of death.';
COMMENT ON COLUMN persons.household_id IS 'Present or last household; follows the residences.';
COMMENT ON COLUMN persons.relation IS 'To the head of that household (GB/T 4761 in words).';
COMMENT ON COLUMN persons.residence_kind IS '户籍 registered, 流动 migrant, 未落户 unregistered, 境外 overseas.';
COMMENT ON COLUMN persons.town_id IS 'With village_id and grid_id: of that household, so that reach is one indexed test.';
COMMENT ON COLUMN persons.village_id IS 'See town_id.';
COMMENT ON COLUMN persons.grid_id IS 'See town_id.';
COMMENT ON COLUMN persons.extra IS 'Fields of the county''s own that are in the catalogue and not sensitive.';
COMMENT ON COLUMN persons.version IS 'Counts changes, so that a stale form is refused.';
COMMENT ON COLUMN persons.import_id IS 'The list that first brought this file.';
CREATE INDEX persons_name ON persons (county_id, name text_pattern_ops, id);
CREATE INDEX persons_name_full ON persons (county_id, name_full text_pattern_ops, id);
CREATE INDEX persons_name_initials ON persons (county_id, name_initials text_pattern_ops, id);
CREATE INDEX persons_grid ON persons (county_id, grid_id, name, id);
CREATE INDEX persons_village ON persons (county_id, village_id, name, id);
CREATE INDEX persons_town ON persons (county_id, town_id, name, id);
CREATE INDEX persons_household ON persons (county_id, household_id);
CREATE INDEX persons_birth ON persons (county_id, birth_on, name);
CREATE INDEX persons_merged ON persons (county_id, merged_into_id) WHERE merged_into_id IS NOT NULL;
CREATE INDEX persons_import ON persons (county_id, import_id) WHERE import_id IS NOT NULL;

CREATE TABLE person_records (
  county_id int NOT NULL,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  said jsonb NOT NULL,
  valid_from date NOT NULL,
  known_how text NOT NULL CONSTRAINT person_records_known_how CHECK (known_how IN (
    'document', 'person', 'household', 'neighbour', 'other_body', 'list', 'clerk')),
  standing text NOT NULL DEFAULT 'holds' CONSTRAINT person_records_standing_known CHECK (standing IN ('holds', 'contested', 'refused')),
  recorded_at timestamptz NOT NULL DEFAULT now(),
  by_kind text NOT NULL,
  by_id uuid,
  decided_at timestamptz,
  decided_by uuid,
  import_id uuid,
  CONSTRAINT person_records_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT person_records_person_fk FOREIGN KEY (county_id, person_id) REFERENCES persons (county_id, id)
);
COMMENT ON TABLE person_records IS 'What was said of a person, from which day, by whom, known how. Append only; persons is what they say together.';
COMMENT ON COLUMN person_records.said IS 'The fields it speaks of; fields it leaves out stay as they were.';
COMMENT ON COLUMN person_records.known_how IS 'Seen in a document, told by the person, the household, a neighbour, another body; taken from a list; decided by a clerk.';
COMMENT ON COLUMN person_records.standing IS 'contested: disagrees with what holds; both are kept until a clerk decides.';
COMMENT ON COLUMN person_records.by_kind IS 'staff, resident or system.';
COMMENT ON COLUMN person_records.by_id IS 'Who recorded it.';
COMMENT ON COLUMN person_records.decided_by IS 'The clerk who decided between contested records.';
COMMENT ON COLUMN person_records.import_id IS 'The list it came from.';
CREATE INDEX person_records_person ON person_records (county_id, person_id, valid_from);
CREATE INDEX person_records_contested ON person_records (county_id, recorded_at) WHERE standing = 'contested';
CREATE INDEX person_records_import ON person_records (county_id, import_id) WHERE import_id IS NOT NULL;

CREATE TABLE residences (
  county_id int NOT NULL,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  household_id uuid NOT NULL,
  grid_id uuid NOT NULL,
  relation text NOT NULL CONSTRAINT residences_relation_known CHECK (relation IN (
    'head', 'spouse', 'son', 'daughter', 'grandchild', 'parent', 'grandparent', 'sibling', 'other', 'non_relative', 'unknown')),
  kind text NOT NULL CONSTRAINT residences_kind_known CHECK (kind IN ('registered', 'migrant', 'unregistered', 'overseas')),
  lives_here boolean NOT NULL DEFAULT true,
  valid_from date NOT NULL,
  valid_to date,
  began_by text NOT NULL CONSTRAINT residences_began_by_known CHECK (began_by IN ('known', 'born', 'moved_in', 'moved_within', 'married', 'correction')),
  ended_by text CONSTRAINT residences_ended_by_known CHECK (ended_by IN ('died', 'moved_out', 'moved_within', 'married', 'correction')),
  other_place text,
  known_how text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  by_id uuid,
  import_id uuid,
  CONSTRAINT residences_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT residences_person_fk FOREIGN KEY (county_id, person_id) REFERENCES persons (county_id, id),
  CONSTRAINT residences_household_fk FOREIGN KEY (county_id, household_id) REFERENCES households (county_id, id),
  CONSTRAINT residences_grid_fk FOREIGN KEY (county_id, grid_id) REFERENCES areas (county_id, id),
  CONSTRAINT residences_end_has_reason CHECK ((valid_to IS NULL) = (ended_by IS NULL)),
  CONSTRAINT residences_period CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
COMMENT ON TABLE residences IS 'Who belonged to which household and in which grid, from when to when. Never overwritten: moving ends one row and begins the next.';
COMMENT ON COLUMN residences.grid_id IS 'The grid at that time.';
COMMENT ON COLUMN residences.relation IS 'To the head of the household, in the words of GB/T 4761.';
COMMENT ON COLUMN residences.kind IS '户籍 registered, 流动 migrant, 未落户 unregistered, 境外 overseas.';
COMMENT ON COLUMN residences.lives_here IS 'False for somebody who belongs to the household and lives elsewhere (外出).';
COMMENT ON COLUMN residences.began_by IS 'known: was here already when first written down; it counts as no arrival.';
COMMENT ON COLUMN residences.ended_by IS 'Why it ended.';
COMMENT ON COLUMN residences.other_place IS 'Where from or where to, as told.';
COMMENT ON COLUMN residences.known_how IS 'As person_records.known_how.';
COMMENT ON COLUMN residences.by_id IS 'Who recorded it.';
COMMENT ON COLUMN residences.import_id IS 'The list it came from.';
CREATE UNIQUE INDEX residences_one_now ON residences (county_id, person_id) WHERE valid_to IS NULL;
CREATE INDEX residences_person ON residences (county_id, person_id, valid_from);
CREATE INDEX residences_household ON residences (county_id, household_id, valid_from);
CREATE INDEX residences_grid ON residences (county_id, grid_id, valid_from);
CREATE UNIQUE INDEX residences_one_head ON residences (county_id, household_id) WHERE relation = 'head' AND valid_to IS NULL;
CREATE INDEX residences_import ON residences (county_id, import_id) WHERE import_id IS NOT NULL;

CREATE TABLE person_needs (
  county_id int NOT NULL,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  kind text NOT NULL,
  basis text NOT NULL,
  valid_from date NOT NULL,
  valid_to date NOT NULL,
  ended_at timestamptz,
  known_how text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  by_id uuid,
  import_id uuid,
  CONSTRAINT person_needs_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT person_needs_person_fk FOREIGN KEY (county_id, person_id) REFERENCES persons (county_id, id),
  CONSTRAINT person_needs_period CHECK (valid_to > valid_from)
);
COMMENT ON TABLE person_needs IS 'Needs that a service follows from, each with its basis and its end. Says what help is due, and restricts nothing.';
COMMENT ON COLUMN person_needs.kind IS 'A code of data/register/needs.json.';
COMMENT ON COLUMN person_needs.basis IS 'Certificate, decision or what was seen.';
COMMENT ON COLUMN person_needs.known_how IS 'As person_records.known_how.';
COMMENT ON COLUMN person_needs.by_id IS 'Who recorded it.';
COMMENT ON COLUMN person_needs.import_id IS 'The list it came from.';
CREATE INDEX person_needs_person ON person_needs (county_id, person_id);
CREATE INDEX person_needs_kind ON person_needs (county_id, kind, valid_to) WHERE ended_at IS NULL;

CREATE TABLE person_relations (
  county_id int NOT NULL,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  other_id uuid NOT NULL,
  kind text NOT NULL CONSTRAINT person_relations_kind_known CHECK (kind IN ('parent', 'spouse', 'guardian', 'carer')),
  valid_from date NOT NULL,
  valid_to date,
  known_how text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  by_id uuid,
  CONSTRAINT person_relations_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT person_relations_person_fk FOREIGN KEY (county_id, person_id) REFERENCES persons (county_id, id),
  CONSTRAINT person_relations_other_fk FOREIGN KEY (county_id, other_id) REFERENCES persons (county_id, id),
  CONSTRAINT person_relations_not_itself CHECK (person_id <> other_id),
  CONSTRAINT person_relations_period CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
COMMENT ON TABLE person_relations IS 'other_id is the parent, spouse, guardian or carer of person_id. Never opened along with a person.';
COMMENT ON COLUMN person_relations.kind IS 'What other_id is to person_id.';
COMMENT ON COLUMN person_relations.known_how IS 'As person_records.known_how.';
COMMENT ON COLUMN person_relations.by_id IS 'Who recorded it.';
CREATE INDEX person_relations_person ON person_relations (county_id, person_id);
CREATE INDEX person_relations_other ON person_relations (county_id, other_id);

CREATE TABLE person_keys (
  county_id int NOT NULL,
  kind text NOT NULL CONSTRAINT person_keys_kind_known CHECK (kind IN ('document', 'phone')),
  digest bytea NOT NULL,
  person_id uuid NOT NULL,
  CONSTRAINT person_keys_pkey PRIMARY KEY (county_id, kind, digest, person_id),
  CONSTRAINT person_keys_person_fk FOREIGN KEY (county_id, person_id) REFERENCES persons (county_id, id)
);
COMMENT ON TABLE person_keys IS 'Blind index: finds the file of a whole document or phone number without holding it.';
COMMENT ON COLUMN person_keys.kind IS 'Of what number.';
COMMENT ON COLUMN person_keys.digest IS 'HMAC of the normalised number with a key that is not in the database.';
CREATE INDEX person_keys_person ON person_keys (county_id, person_id);

CREATE TABLE duplicates (
  county_id int NOT NULL,
  id uuid NOT NULL,
  kept_id uuid NOT NULL,
  other_id uuid NOT NULL,
  why text NOT NULL CONSTRAINT duplicates_why_known CHECK (why IN ('document', 'name_birth', 'name_phone', 'sound_birth', 'chosen')),
  state text NOT NULL DEFAULT 'open' CONSTRAINT duplicates_state_known CHECK (state IN ('open', 'merged', 'different', 'undone')),
  before jsonb,
  found_at timestamptz NOT NULL DEFAULT now(),
  decided_at timestamptz,
  decided_by uuid,
  words text,
  CONSTRAINT duplicates_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT duplicates_kept_fk FOREIGN KEY (county_id, kept_id) REFERENCES persons (county_id, id),
  CONSTRAINT duplicates_other_fk FOREIGN KEY (county_id, other_id) REFERENCES persons (county_id, id),
  CONSTRAINT duplicates_two CHECK (kept_id <> other_id)
);
COMMENT ON TABLE duplicates IS 'Two files that may be one person: found by the platform or named by a clerk, decided by a clerk, and undone when it was wrong.';
COMMENT ON COLUMN duplicates.kept_id IS 'The file that stays after a merge.';
COMMENT ON COLUMN duplicates.state IS 'open until a clerk decides; undone: a merge that was taken apart.';
COMMENT ON COLUMN duplicates.why IS 'What the two have in common.';
COMMENT ON COLUMN duplicates.before IS 'What the merge moved, by id, so that it can be undone.';
COMMENT ON COLUMN duplicates.decided_by IS 'The clerk.';
CREATE UNIQUE INDEX duplicates_once ON duplicates (county_id, least(kept_id, other_id), greatest(kept_id, other_id)) WHERE state IN ('open', 'different');
CREATE INDEX duplicates_kept ON duplicates (county_id, kept_id);
CREATE INDEX duplicates_other ON duplicates (county_id, other_id);
CREATE INDEX duplicates_open ON duplicates (county_id, found_at, id) WHERE state = 'open';

CREATE TABLE organisations (
  county_id int NOT NULL,
  id uuid NOT NULL,
  town_id uuid,
  village_id uuid,
  grid_id uuid NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  name_search text NOT NULL,
  credit_code text,
  address text NOT NULL,
  phone text,
  hazards text[] NOT NULL DEFAULT '{}',
  lon double precision,
  lat double precision,
  extra jsonb NOT NULL DEFAULT '{}',
  version int NOT NULL DEFAULT 1,
  valid_from date NOT NULL,
  valid_to date,
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT organisations_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT organisations_grid_fk FOREIGN KEY (county_id, grid_id) REFERENCES areas (county_id, id),
  CONSTRAINT organisations_period CHECK (valid_to IS NULL OR valid_to >= valid_from),
  CONSTRAINT organisations_point_is_whole CHECK ((lon IS NULL) = (lat IS NULL))
);
COMMENT ON TABLE organisations IS 'Organisations and places (单位、场所): shops, schools, clinics, rented houses, hazard sites.';
COMMENT ON COLUMN organisations.town_id IS 'With village_id: where grid_id lay when it was written.';
COMMENT ON COLUMN organisations.village_id IS 'See town_id.';
COMMENT ON COLUMN organisations.kind IS 'A code of data/register/organisation-kinds.json.';
COMMENT ON COLUMN organisations.name_search IS 'Lower case: name, pinyin and initials.';
COMMENT ON COLUMN organisations.credit_code IS 'Unified social credit code (GB 32100).';
COMMENT ON COLUMN organisations.hazards IS 'What to look at there: codes of the same list.';
COMMENT ON COLUMN organisations.lon IS 'WGS 84 degrees.';
COMMENT ON COLUMN organisations.extra IS 'Fields of the county''s own that are in the catalogue.';
COMMENT ON COLUMN organisations.version IS 'Counts changes, so that a stale form is refused.';
CREATE INDEX organisations_grid ON organisations (county_id, grid_id, name);
CREATE INDEX organisations_village ON organisations (county_id, village_id, name);
CREATE INDEX organisations_search ON organisations USING gin (name_search gin_trgm_ops);

CREATE TABLE resident_persons (
  county_id int NOT NULL,
  id uuid NOT NULL,
  resident_id uuid NOT NULL,
  person_id uuid NOT NULL,
  as_guardian boolean NOT NULL DEFAULT false,
  checked_how text NOT NULL CONSTRAINT resident_persons_checked_how CHECK (checked_how IN ('document_and_phone', 'counter')),
  checked_at timestamptz NOT NULL DEFAULT now(),
  checked_by uuid,
  ended_at timestamptz,
  CONSTRAINT resident_persons_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT resident_persons_resident_fk FOREIGN KEY (county_id, resident_id) REFERENCES residents (county_id, id),
  CONSTRAINT resident_persons_person_fk FOREIGN KEY (county_id, person_id) REFERENCES persons (county_id, id)
);
COMMENT ON TABLE resident_persons IS 'Which file a signed-in resident may see as their own, or as the guardian of a child under 14.';
COMMENT ON COLUMN resident_persons.as_guardian IS 'The file is a child''s whom this resident answers for.';
COMMENT ON COLUMN resident_persons.checked_how IS 'By number and phone on the portal, or by a clerk at the counter who saw the document.';
COMMENT ON COLUMN resident_persons.checked_by IS 'The clerk.';
CREATE INDEX resident_persons_resident ON resident_persons (county_id, resident_id);
CREATE INDEX resident_persons_person ON resident_persons (county_id, person_id);
CREATE UNIQUE INDEX resident_persons_once ON resident_persons (county_id, resident_id, person_id) WHERE ended_at IS NULL;

CREATE TABLE break_glass (
  county_id int NOT NULL,
  id uuid NOT NULL,
  staff_id uuid NOT NULL,
  person_id uuid NOT NULL,
  reason text NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  reviewed_at timestamptz,
  reviewed_by uuid,
  finding text CONSTRAINT break_glass_finding_known CHECK (finding IN ('justified', 'not_justified')),
  words text,
  CONSTRAINT break_glass_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT break_glass_staff_fk FOREIGN KEY (county_id, staff_id) REFERENCES staff (county_id, id),
  CONSTRAINT break_glass_person_fk FOREIGN KEY (county_id, person_id) REFERENCES persons (county_id, id),
  CONSTRAINT break_glass_two_hours CHECK (expires_at <= opened_at + interval '2 hours')
);
COMMENT ON TABLE break_glass IS 'Files opened beyond reach in an emergency: for two hours, told to the supervisor, reviewed by the data-protection officer.';
COMMENT ON COLUMN break_glass.reviewed_by IS 'The data-protection officer.';
COMMENT ON COLUMN break_glass.finding IS 'What the review found.';
CREATE INDEX break_glass_staff ON break_glass (county_id, staff_id, person_id, expires_at);
CREATE INDEX break_glass_person ON break_glass (county_id, person_id);
CREATE INDEX break_glass_open ON break_glass (county_id, opened_at) WHERE reviewed_at IS NULL;

ALTER TABLE access_log ADD COLUMN basis text;
ALTER TABLE access_log ADD COLUMN case_id uuid;
COMMENT ON COLUMN access_log.basis IS 'Legal basis of the purpose, as the purposes of the register name it.';
COMMENT ON COLUMN access_log.case_id IS 'The matter, service or task that the reading belonged to, where there was one.';

-- The application works as a role that owns nothing: it makes no tables, drops none, and is held by the policies below.
-- It belongs to the cluster, where another database may have made it already.
DO $$ BEGIN
  CREATE ROLE linli_application NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
GRANT USAGE ON SCHEMA public TO linli_application;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO linli_application;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO linli_application;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO linli_application;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO linli_application;
-- Statistics after a large list, where the server knows that right (17 and newer).
DO $$ BEGIN
  IF current_setting('server_version_num')::int >= 170000 THEN
    GRANT MAINTAIN ON ALL TABLES IN SCHEMA public TO linli_application;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT MAINTAIN ON TABLES TO linli_application;
  END IF;
END $$;
-- What was recorded stays: adding and reading, nothing else.
REVOKE UPDATE, DELETE ON audit_log, access_log FROM linli_application;
-- Not there while a backup is being put back.
DO $$ BEGIN
  IF to_regclass('public.migrations') IS NOT NULL THEN
    REVOKE INSERT, UPDATE, DELETE ON public.migrations FROM linli_application;
  END IF;
END $$;

-- The vault. Scope in it is assignment and purpose, decided here from the session token and not by the application: whoever
-- holds a stolen connection without a session reads nothing.
CREATE SCHEMA vault;
REVOKE ALL ON SCHEMA vault FROM PUBLIC;
GRANT USAGE ON SCHEMA vault TO linli_application;

CREATE TABLE vault.marks (secret bytea NOT NULL);
COMMENT ON TABLE vault.marks IS 'Signs what open() has allowed to one transaction. Read by the functions of the vault alone.';
INSERT INTO vault.marks VALUES (gen_random_bytes(32));

CREATE TABLE vault.purposes (
  purpose text NOT NULL PRIMARY KEY,
  permission text,
  groups text[] NOT NULL,
  basis text NOT NULL
);
COMMENT ON TABLE vault.purposes IS 'What each purpose opens, and which permission it needs; own and emergency need none, but a file of one''s own or an open break-glass.';
INSERT INTO vault.purposes VALUES
  ('upkeep', 'register.reveal', '{identity,contact}', '个人信息保护法第13条第1款第3项、第34条'),
  ('service', 'register.reveal', '{identity,contact,health,child}', '个人信息保护法第13条第1款第3项、第34条'),
  ('visit', 'register.reveal', '{contact}', '个人信息保护法第13条第1款第3项、第34条'),
  ('merge', 'register.merge', '{identity,contact}', '个人信息保护法第8条'),
  ('rights', 'rights.handle', '{identity,contact,health,child}', '个人信息保护法第44条至第50条'),
  ('export', 'register.export', '{identity,contact}', '个人信息保护法第13条第1款第3项、第34条'),
  ('emergency', NULL, '{identity,contact,health,child}', '个人信息保护法第13条第1款第4项'),
  ('own', NULL, '{identity,contact,health,child}', '个人信息保护法第45条');

CREATE TABLE vault.keys (
  county_id int NOT NULL,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  master text NOT NULL,
  wrapped bytea NOT NULL,
  CONSTRAINT keys_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT keys_person_fk FOREIGN KEY (county_id, person_id) REFERENCES public.persons (county_id, id)
);
COMMENT ON TABLE vault.keys IS 'Keys of single persons, wrapped under a master key that is not in the database. Destroying them erases what they sealed, in every backup too.';
COMMENT ON COLUMN vault.keys.master IS 'Which master key wraps it.';
CREATE INDEX keys_person ON vault.keys (county_id, person_id);
CREATE INDEX keys_master ON vault.keys (master);

CREATE TABLE vault.facts (
  county_id int NOT NULL,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  field text NOT NULL,
  field_group text NOT NULL CONSTRAINT facts_group_known CHECK (field_group IN ('identity', 'contact', 'health', 'child')),
  key_id uuid NOT NULL,
  sealed bytea NOT NULL,
  valid_from date NOT NULL,
  known_how text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  by_kind text NOT NULL,
  by_id uuid,
  import_id uuid,
  CONSTRAINT facts_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT facts_person_fk FOREIGN KEY (county_id, person_id) REFERENCES public.persons (county_id, id),
  CONSTRAINT facts_key_fk FOREIGN KEY (county_id, key_id) REFERENCES vault.keys (county_id, id)
);
COMMENT ON TABLE vault.facts IS 'Sealed values, added and never changed: the latest of a field holds.';
CREATE INDEX facts_person ON vault.facts (county_id, person_id, field, recorded_at);
CREATE INDEX facts_key ON vault.facts (county_id, key_id);
CREATE INDEX facts_import ON vault.facts (county_id, import_id) WHERE import_id IS NOT NULL;

-- A function of its own, so that a rehearsal of next year can be held.
CREATE FUNCTION vault.clock() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now()';

CREATE FUNCTION vault.with_predecessors(p_county int, p_area uuid) RETURNS uuid[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
  WITH RECURSIVE reached (id) AS (
    SELECT p_area UNION
    SELECT s.from_id FROM area_successions s JOIN reached ON s.to_id = reached.id WHERE s.county_id = p_county)
  SELECT array_agg(id) FROM reached
$$;

-- Which of these persons somebody may open by their posts of today.
CREATE FUNCTION vault.within_reach(p_county int, p_staff uuid, p_method text, p_permission text, p_persons uuid[]) RETURNS uuid[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public AS $$
DECLARE
  today date := (SELECT (vault.clock() AT TIME ZONE time_zone)::date FROM counties WHERE county_id = p_county);
  everywhere boolean := false;
  areas uuid[] := '{}';
  post record;
BEGIN
  FOR post IN
    SELECT r.reach, u.kind, u.area_id, a.level
    FROM posts p
    JOIN staff st ON st.county_id = p.county_id AND st.id = p.staff_id AND st.disabled_at IS NULL
    JOIN roles r ON r.county_id = p.county_id AND r.id = p.role_id AND r.closed_at IS NULL
    JOIN units u ON u.county_id = p.county_id AND u.id = p.unit_id AND (u.valid_to IS NULL OR u.valid_to > today)
    LEFT JOIN areas a ON a.county_id = u.county_id AND a.id = u.area_id
    WHERE p.county_id = p_county AND p.staff_id = p_staff AND p.valid_from <= today AND (p.valid_to IS NULL OR p.valid_to > today)
      AND p_permission = ANY(r.permissions) AND (NOT r.totp_required OR p_method IN ('totp', 'oidc'))
  LOOP
    IF post.reach = 'area' THEN
      everywhere := everywhere OR post.kind = 'county_centre' OR post.level = 'county';
      areas := areas || vault.with_predecessors(p_county, post.area_id);
    ELSIF post.reach = 'assignment' THEN
      areas := areas || ARRAY(
        SELECT unnest(vault.with_predecessors(p_county, a.area_id)) FROM assignments a
        WHERE a.county_id = p_county AND a.staff_id = p_staff AND a.kind IN ('worker', 'deputy')
          AND a.valid_from <= today AND (a.valid_to IS NULL OR a.valid_to > today));
    END IF;
  END LOOP;
  RETURN ARRAY(
    SELECT p.id FROM persons p
    WHERE p.county_id = p_county AND p.id = ANY(p_persons)
      AND (everywhere OR p.grid_id = ANY(areas) OR p.village_id = ANY(areas) OR p.town_id = ANY(areas)));
END $$;

-- The only door: finds out from the session who asks, what they may open for this purpose, writes it down, and marks this
-- transaction as having opened exactly that. Answers the persons that were opened; of the others nothing is said.
CREATE FUNCTION vault.open(
  p_county int, p_token bytea, p_purpose text, p_groups text[], p_persons uuid[], p_reason text, p_case uuid, p_request text
) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  need vault.purposes;
  session record;
  opened uuid[] := '{}';
  duty text := '';
  payload text;
BEGIN
  SELECT * INTO need FROM vault.purposes WHERE purpose = p_purpose AND p_groups <@ groups;
  IF need.purpose IS NULL THEN RETURN opened; END IF;
  SELECT s.staff_id, s.resident_id, s.method INTO session FROM sessions s
  WHERE s.county_id = p_county AND s.token_hash = sha256(p_token) AND s.revoked_at IS NULL AND s.expires_at > vault.clock();
  IF session.staff_id IS NOT NULL THEN
    IF p_purpose = 'emergency' THEN
      opened := ARRAY(
        SELECT b.person_id FROM break_glass b
        WHERE b.county_id = p_county AND b.staff_id = session.staff_id AND b.person_id = ANY(p_persons) AND b.expires_at > vault.clock());
    ELSIF need.permission IS NOT NULL THEN
      opened := vault.within_reach(p_county, session.staff_id, session.method, need.permission, p_persons);
    END IF;
    SELECT coalesce(string_agg(DISTINCT r.name_zh, '、'), '') INTO duty
    FROM posts p JOIN roles r ON r.county_id = p.county_id AND r.id = p.role_id
    WHERE p.county_id = p_county AND p.staff_id = session.staff_id AND (p.valid_to IS NULL OR p.valid_to > vault.clock()::date);
  ELSIF session.resident_id IS NOT NULL AND p_purpose = 'own' THEN
    opened := ARRAY(
      SELECT rp.person_id FROM resident_persons rp JOIN persons p ON p.county_id = rp.county_id AND p.id = rp.person_id
      WHERE rp.county_id = p_county AND rp.resident_id = session.resident_id AND rp.person_id = ANY(p_persons) AND rp.ended_at IS NULL
        -- A guardian answers for a child under 14 and no longer.
        AND (NOT rp.as_guardian OR p.birth_on > vault.clock()::date - interval '14 years'));
  END IF;
  IF cardinality(opened) = 0 THEN RETURN opened; END IF;
  INSERT INTO access_log (county_id, actor_kind, actor_id, duty, purpose, basis, case_id, reason, subject_kind, subject_ids, field_group, request_id)
  VALUES (p_county, CASE WHEN session.staff_id IS NULL THEN 'resident' ELSE 'staff' END, coalesce(session.staff_id, session.resident_id),
    duty, p_purpose, need.basis, p_case, p_reason, 'person', opened, array_to_string(p_groups, ','), p_request);
  payload := concat_ws(':', pg_backend_pid(), pg_current_xact_id(), p_county, array_to_string(p_groups, ','), array_to_string(opened, ','));
  PERFORM set_config('linli.vault', payload || ':' || encode(hmac(payload::bytea, (SELECT secret FROM vault.marks), 'sha256'), 'hex'), true);
  RETURN opened;
END $$;

CREATE FUNCTION vault.is_open(p_county int, p_person uuid, p_group text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  part text[] := string_to_array(coalesce(current_setting('linli.vault', true), ''), ':');
BEGIN
  RETURN cardinality(part) = 6
    AND part[1] = pg_backend_pid()::text AND part[2] = pg_current_xact_id_if_assigned()::text AND part[3] = p_county::text
    AND p_group = ANY(string_to_array(part[4], ',')) AND p_person::text = ANY(string_to_array(part[5], ','))
    AND part[6] = encode(hmac(array_to_string(part[1:5], ':')::bytea, (SELECT secret FROM vault.marks), 'sha256'), 'hex');
END $$;

-- Not even the owner of the tables reads them by accident; the functions above and the key rotation work as this role.
ALTER TABLE vault.keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault.keys FORCE ROW LEVEL SECURITY;
ALTER TABLE vault.facts ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault.facts FORCE ROW LEVEL SECURITY;
CREATE POLICY keys_upkeep ON vault.keys TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY facts_upkeep ON vault.facts TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY facts_open ON vault.facts FOR SELECT TO linli_application USING (vault.is_open(county_id, person_id, field_group));
CREATE POLICY keys_open ON vault.keys FOR SELECT TO linli_application USING (EXISTS (
  SELECT FROM vault.facts f WHERE f.county_id = keys.county_id AND f.key_id = keys.id));
-- Sealed values can be put in by whoever may change a file; nothing can be got out that way.
CREATE POLICY facts_added ON vault.facts FOR INSERT TO linli_application WITH CHECK (true);
CREATE POLICY keys_added ON vault.keys FOR INSERT TO linli_application WITH CHECK (true);
GRANT SELECT, INSERT ON vault.keys, vault.facts TO linli_application;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA vault FROM PUBLIC;
GRANT EXECUTE ON FUNCTION vault.open, vault.is_open TO linli_application;

-- Counties that run already: the default roles learn what the register needs; what a county has made of them stays.
UPDATE roles r SET permissions = r.permissions || ARRAY(SELECT unnest(n.permissions) EXCEPT SELECT unnest(r.permissions))
FROM (VALUES
  ('grid_worker', '{register.read,register.change,register.reveal}'::text[]),
  ('station_clerk', '{register.read,register.change,register.reveal,register.merge,register.import}'),
  ('town_dispatcher', '{register.read,register.change,register.reveal,register.merge,register.import,register.export}'),
  ('centre_supervisor', '{register.read,register.reveal,register.merge,register.export,register.approve}'),
  ('administrator', '{register.configure}'),
  ('data_protection_officer', '{rights.handle,register.configure,register.approve}')
) AS n (code, permissions)
WHERE r.code = n.code;
