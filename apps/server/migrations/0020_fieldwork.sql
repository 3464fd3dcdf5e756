-- A grid worker's day: duty rules, what they make due, forms, visits with what they said, patrols and first help.

CREATE TABLE duty_rules (
  county_id int NOT NULL,
  id uuid NOT NULL,
  code text NOT NULL CONSTRAINT duty_rules_code_form CHECK (code ~ '^[a-z][a-z0-9_]{1,39}$'),
  version int NOT NULL CONSTRAINT duty_rules_version_positive CHECK (version > 0),
  state text NOT NULL CONSTRAINT duty_rules_state_known CHECK (state IN ('proposed', 'in_force', 'refused', 'ended')),
  terms jsonb NOT NULL,
  ends boolean NOT NULL DEFAULT false,
  valid_from date NOT NULL,
  valid_to date,
  changed_by uuid,
  changed_at timestamptz NOT NULL DEFAULT now(),
  decided_by uuid,
  words text NOT NULL DEFAULT '',
  CONSTRAINT duty_rules_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT duty_rules_version_once UNIQUE (county_id, code, version),
  CONSTRAINT duty_rules_changed_by_fk FOREIGN KEY (county_id, changed_by) REFERENCES staff (county_id, id),
  CONSTRAINT duty_rules_decided_by_fk FOREIGN KEY (county_id, decided_by) REFERENCES staff (county_id, id),
  CONSTRAINT duty_rules_second_person CHECK (decided_by IS NULL OR decided_by <> changed_by)
);
COMMENT ON TABLE duty_rules IS 'Duty rules (职责规则) of the county, versioned: what is to be done how often. The default ones are of data/fieldwork.';
COMMENT ON COLUMN duty_rules.code IS 'What stays the same through all versions.';
COMMENT ON COLUMN duty_rules.version IS 'Counts from 1 per code.';
COMMENT ON COLUMN duty_rules.state IS 'proposed waits for a second person; ended: replaced by a later version or switched off.';
COMMENT ON COLUMN duty_rules.terms IS 'DutyRuleTerms of the contract.';
COMMENT ON COLUMN duty_rules.ends IS 'This version switches the rule off.';
COMMENT ON COLUMN duty_rules.changed_by IS 'Who proposed this version; null for the ones a county begins with.';
COMMENT ON COLUMN duty_rules.decided_by IS 'The second person, where the rule asks for one.';
CREATE UNIQUE INDEX duty_rules_one_in_force ON duty_rules (county_id, code) WHERE state = 'in_force';
CREATE UNIQUE INDEX duty_rules_one_proposed ON duty_rules (county_id, code) WHERE state = 'proposed';
CREATE INDEX duty_rules_changed_by ON duty_rules (county_id, changed_by);
CREATE INDEX duty_rules_decided_by ON duty_rules (county_id, decided_by);

CREATE TABLE visit_forms (
  county_id int NOT NULL,
  code text NOT NULL CONSTRAINT visit_forms_code_form CHECK (code ~ '^[a-z][a-z0-9_]{1,39}$'),
  version int NOT NULL,
  definition jsonb NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  changed_by uuid,
  changed_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT visit_forms_pkey PRIMARY KEY (county_id, code, version),
  CONSTRAINT visit_forms_changed_by_fk FOREIGN KEY (county_id, changed_by) REFERENCES staff (county_id, id)
);
COMMENT ON TABLE visit_forms IS 'Visit forms (走访表), versioned. A visit keeps the version it was filled in.';
COMMENT ON COLUMN visit_forms.code IS 'By which rules name it.';
COMMENT ON COLUMN visit_forms.version IS 'Counts from 1 per code.';
COMMENT ON COLUMN visit_forms.definition IS 'Names, deeds and questions, as VisitForm of the contract.';
CREATE UNIQUE INDEX visit_forms_current ON visit_forms (county_id, code) WHERE valid_to IS NULL;
CREATE INDEX visit_forms_changed_by ON visit_forms (county_id, changed_by);

CREATE TABLE due_items (
  county_id int NOT NULL,
  id uuid NOT NULL,
  rule_code text NOT NULL,
  rule_id uuid NOT NULL,
  target text NOT NULL CONSTRAINT due_items_target_known CHECK (target IN ('grid', 'household', 'need', 'organisation')),
  subject_id uuid NOT NULL,
  household_id uuid,
  town_id uuid,
  village_id uuid,
  grid_id uuid NOT NULL,
  period_from date NOT NULL,
  nth int NOT NULL,
  due_from date NOT NULL,
  planned_on date NOT NULL,
  due_by date NOT NULL,
  state text NOT NULL DEFAULT 'open' CONSTRAINT due_items_state_known CHECK (state IN ('open', 'done', 'missed', 'cancelled')),
  tries int NOT NULL DEFAULT 0,
  title text NOT NULL,
  lon double precision,
  lat double precision,
  why jsonb NOT NULL,
  visit_id uuid,
  ended_at timestamptz,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  CONSTRAINT due_items_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT due_items_once UNIQUE (county_id, subject_id, rule_code, period_from, nth),
  CONSTRAINT due_items_grid_fk FOREIGN KEY (county_id, grid_id) REFERENCES areas (county_id, id),
  CONSTRAINT due_items_days CHECK (due_from <= planned_on AND planned_on <= due_by),
  CONSTRAINT due_items_point_is_whole CHECK ((lon IS NULL) = (lat IS NULL)),
  CONSTRAINT due_items_support_has_no_place CHECK (target <> 'need' OR lon IS NULL)
);
COMMENT ON TABLE due_items IS 'What is due (应办): one row per rule, subject and turn of the period, made by the planner.';
COMMENT ON COLUMN due_items.rule_code IS 'Of duty_rules, whichever version.';
COMMENT ON COLUMN due_items.rule_id IS 'The version of the rule that it follows. No foreign key: versions stay for ever, and its index would cost the planner a tenth of its time.';
COMMENT ON COLUMN due_items.target IS 'As in the terms of the rule: grid, household, a person by need, organisation.';
COMMENT ON COLUMN due_items.subject_id IS 'Grid, household, person or organisation, by target.';
COMMENT ON COLUMN due_items.household_id IS 'Where the worker goes: the household, or that of the person.';
COMMENT ON COLUMN due_items.town_id IS 'With village_id: where grid_id lies, so that reach is one indexed test.';
COMMENT ON COLUMN due_items.village_id IS 'See town_id.';
COMMENT ON COLUMN due_items.period_from IS 'First day of the period of the rule (day, week, month, …) that it belongs to.';
COMMENT ON COLUMN due_items.nth IS 'The how-many-eth turn within the period.';
COMMENT ON COLUMN due_items.due_from IS 'First day on which it may be done.';
COMMENT ON COLUMN due_items.planned_on IS 'The day it is planned for: spread evenly, near ones together.';
COMMENT ON COLUMN due_items.due_by IS 'Last day; longer where somebody was not at home on it.';
COMMENT ON COLUMN due_items.state IS 'missed: nobody came in its time; cancelled: no longer due, or its household has gone.';
COMMENT ON COLUMN due_items.tries IS 'Vain visits so far.';
COMMENT ON COLUMN due_items.title IS 'Door, place or grid. Of a support visit only the door; the phone shows less until it is opened.';
COMMENT ON COLUMN due_items.lon IS 'WGS 84 degrees; never of a support visit.';
COMMENT ON COLUMN due_items.why IS 'DueWhy of the contract: figures that the page makes a sentence of.';
COMMENT ON COLUMN due_items.visit_id IS 'The visit that ended it; no foreign key: the item ends before the visit is written, in one transaction.';
COMMENT ON COLUMN due_items.xid IS 'Transaction that last changed it: what a phone has not seen yet is found by it.';
CREATE INDEX due_items_grid ON due_items (county_id, grid_id, planned_on, id) WHERE state = 'open';
CREATE INDEX due_items_ended ON due_items (county_id, grid_id, due_by) WHERE state <> 'open';
CREATE INDEX due_items_household ON due_items (county_id, household_id) WHERE state = 'open';
CREATE INDEX due_items_changed ON due_items (county_id, grid_id, xid);

CREATE TABLE visits (
  county_id int NOT NULL,
  id uuid NOT NULL,
  subject_kind text NOT NULL CONSTRAINT visits_subject_known CHECK (subject_kind IN ('grid', 'household', 'person', 'organisation')),
  subject_id uuid NOT NULL,
  household_id uuid,
  town_id uuid,
  village_id uuid,
  grid_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  result text NOT NULL CONSTRAINT visits_result_known CHECK (result IN ('found', 'not_at_home', 'moved_away', 'declined')),
  captured_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  clock_off boolean NOT NULL DEFAULT false,
  deeds text[] NOT NULL DEFAULT '{}',
  form_code text,
  form_version int,
  answers jsonb,
  words text NOT NULL DEFAULT '',
  matter_ids uuid[] NOT NULL DEFAULT '{}',
  rule_codes text[] NOT NULL DEFAULT '{}',
  CONSTRAINT visits_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT visits_grid_fk FOREIGN KEY (county_id, grid_id) REFERENCES areas (county_id, id),
  CONSTRAINT visits_staff_fk FOREIGN KEY (county_id, staff_id) REFERENCES staff (county_id, id),
  CONSTRAINT visits_form_fk FOREIGN KEY (county_id, form_code, form_version) REFERENCES visit_forms (county_id, code, version),
  CONSTRAINT visits_answers_have_a_form CHECK ((answers IS NULL) = (form_code IS NULL))
);
COMMENT ON TABLE visits IS 'Visits (走访): who called on whom, when, with which result. What they changed in the file stands in visit_parts.';
COMMENT ON COLUMN visits.subject_kind IS 'Who or what was called on.';
COMMENT ON COLUMN visits.subject_id IS 'See subject_kind.';
COMMENT ON COLUMN visits.household_id IS 'The household called on, also where the subject is one of its people.';
COMMENT ON COLUMN visits.town_id IS 'With village_id and grid_id: where it was, so that reach is one indexed test.';
COMMENT ON COLUMN visits.village_id IS 'See town_id.';
COMMENT ON COLUMN visits.result IS 'What came of it; what was found out stands in answers and visit_parts.';
COMMENT ON COLUMN visits.captured_at IS 'By the clock of the phone.';
COMMENT ON COLUMN visits.recorded_at IS 'By the clock of the server.';
COMMENT ON COLUMN visits.clock_off IS 'The two cannot both be right: the phone was ahead, or further behind than it may stay offline.';
COMMENT ON COLUMN visits.deeds IS 'What was ticked as done: codes of the form.';
COMMENT ON COLUMN visits.answers IS 'By key of the form; unknown and declined are answers.';
COMMENT ON COLUMN visits.matter_ids IS 'Reports that the worker made at this door.';
COMMENT ON COLUMN visits.rule_codes IS 'Duty rules that it served.';
CREATE INDEX visits_household ON visits (county_id, household_id, captured_at DESC);
CREATE INDEX visits_subject ON visits (county_id, subject_id, captured_at DESC);
CREATE INDEX visits_grid ON visits (county_id, grid_id, captured_at DESC);
CREATE INDEX visits_village ON visits (county_id, village_id, captured_at DESC);
CREATE INDEX visits_town ON visits (county_id, town_id, captured_at DESC);
CREATE INDEX visits_staff ON visits (county_id, staff_id, captured_at DESC);
CREATE INDEX visits_form ON visits (county_id, form_code, form_version);

CREATE TABLE visit_parts (
  county_id int NOT NULL,
  id uuid NOT NULL,
  visit_id uuid NOT NULL,
  place int NOT NULL,
  kind text NOT NULL CONSTRAINT visit_parts_kind_known CHECK (kind IN ('person_said', 'person_moved', 'person_added', 'household_changed')),
  person_id uuid,
  part jsonb,
  state text NOT NULL CONSTRAINT visit_parts_state_known CHECK (state IN ('applied', 'contested', 'refused', 'dropped')),
  problem jsonb,
  decided_by uuid,
  decided_at timestamptz,
  words text NOT NULL DEFAULT '',
  CONSTRAINT visit_parts_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT visit_parts_place_once UNIQUE (county_id, visit_id, place),
  CONSTRAINT visit_parts_visit_fk FOREIGN KEY (county_id, visit_id) REFERENCES visits (county_id, id),
  CONSTRAINT visit_parts_decided_by_fk FOREIGN KEY (county_id, decided_by) REFERENCES staff (county_id, id),
  CONSTRAINT visit_parts_open_is_kept CHECK (state IN ('applied', 'dropped') OR part IS NOT NULL)
);
COMMENT ON TABLE visit_parts IS 'What a visit said of the file, part by part. What could not be applied as the file stood is kept until a clerk decides.';
COMMENT ON COLUMN visit_parts.kind IS 'As in VisitPart of the contract.';
COMMENT ON COLUMN visit_parts.person_id IS 'Whose file it is about; null for the household''s.';
COMMENT ON COLUMN visit_parts.state IS 'contested: both are kept until a clerk decides; refused: cannot be done as the file stands; dropped: decided against.';
COMMENT ON COLUMN visit_parts.place IS 'Order within the visit.';
COMMENT ON COLUMN visit_parts.part IS 'VisitPart of the contract, without numbers, while it waits; gone once it is applied or dropped, since the file has it then.';
COMMENT ON COLUMN visit_parts.problem IS 'Code and details of what stood in its way.';
CREATE INDEX visit_parts_waiting ON visit_parts (county_id, id) WHERE state IN ('contested', 'refused');
CREATE INDEX visit_parts_person ON visit_parts (county_id, person_id) WHERE person_id IS NOT NULL;
CREATE INDEX visit_parts_decided_by ON visit_parts (county_id, decided_by);

CREATE TABLE patrols (
  county_id int NOT NULL,
  id uuid NOT NULL,
  staff_id uuid NOT NULL,
  town_id uuid,
  village_id uuid,
  grid_id uuid NOT NULL,
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  words text NOT NULL DEFAULT '',
  matter_ids uuid[] NOT NULL DEFAULT '{}',
  track jsonb,
  track_metres int,
  track_gaps jsonb,
  CONSTRAINT patrols_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT patrols_staff_fk FOREIGN KEY (county_id, staff_id) REFERENCES staff (county_id, id),
  CONSTRAINT patrols_grid_fk FOREIGN KEY (county_id, grid_id) REFERENCES areas (county_id, id),
  CONSTRAINT patrols_order CHECK (ended_at IS NULL OR ended_at >= started_at)
);
COMMENT ON TABLE patrols IS 'Rounds through a grid (巡查).';
COMMENT ON COLUMN patrols.town_id IS 'With village_id: where grid_id lies.';
COMMENT ON COLUMN patrols.village_id IS 'See town_id.';
COMMENT ON COLUMN patrols.matter_ids IS 'Reports that the worker made on the way.';
COMMENT ON COLUMN patrols.track IS 'Raw points [instant, lon, lat], on shift only and only where the county keeps tracks; gone after 30 days.';
COMMENT ON COLUMN patrols.track_metres IS 'Length of the track; what stays of it.';
COMMENT ON COLUMN patrols.track_gaps IS 'Times without a position: shown as gaps, never as absence.';
CREATE INDEX patrols_staff ON patrols (county_id, staff_id, started_at DESC);
CREATE INDEX patrols_grid ON patrols (county_id, grid_id, started_at DESC);
CREATE INDEX patrols_village ON patrols (county_id, village_id, started_at DESC);
CREATE INDEX patrols_town ON patrols (county_id, town_id, started_at DESC);
CREATE INDEX patrols_raw ON patrols (county_id, ended_at) WHERE track IS NOT NULL;

CREATE TABLE responses (
  county_id int NOT NULL,
  id uuid NOT NULL,
  staff_id uuid NOT NULL,
  grid_id uuid NOT NULL,
  kind text NOT NULL CONSTRAINT responses_kind_known CHECK (kind IN ('emergency', 'accident', 'quarrel', 'police_call')),
  matter_id uuid,
  on_the_way_at timestamptz,
  arrived_at timestamptz,
  helped_at timestamptz,
  not_needed_at timestamptz,
  words text NOT NULL DEFAULT '',
  CONSTRAINT responses_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT responses_staff_fk FOREIGN KEY (county_id, staff_id) REFERENCES staff (county_id, id),
  CONSTRAINT responses_grid_fk FOREIGN KEY (county_id, grid_id) REFERENCES areas (county_id, id)
);
COMMENT ON TABLE responses IS 'First to help (先期到场): emergencies, accidents, quarrels, police calls, step by step, by the clock of the phone.';
COMMENT ON COLUMN responses.kind IS 'What called for help.';
COMMENT ON COLUMN responses.matter_id IS 'The matter it belongs to, where there is one.';
CREATE INDEX responses_staff ON responses (county_id, staff_id);
CREATE INDEX responses_grid ON responses (county_id, grid_id);

-- Counties that run already: the default roles learn what the field day needs; what a county has made of them stays.
UPDATE roles r SET permissions = r.permissions || ARRAY(SELECT unnest(n.permissions) EXCEPT SELECT unnest(r.permissions))
FROM (VALUES
  ('grid_worker', '{fieldwork.do}'::text[]),
  ('station_clerk', '{fieldwork.read,fieldwork.manage}'),
  ('town_dispatcher', '{fieldwork.read,fieldwork.manage}'),
  ('centre_supervisor', '{fieldwork.read,duty.configure}'),
  ('administrator', '{duty.configure}')
) AS n (code, permissions)
WHERE r.code = n.code;
