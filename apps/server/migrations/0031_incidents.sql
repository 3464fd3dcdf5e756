-- Leading an incident: rooms, their log, tasks with receipts, plans, broadcasts, lessons.

CREATE TABLE incidents (
  county_id int NOT NULL,
  id uuid NOT NULL,
  number text NOT NULL,
  title text NOT NULL,
  words text NOT NULL DEFAULT '',
  kind text NOT NULL,
  severity text NOT NULL CONSTRAINT incidents_severity_known CHECK (severity IN ('i', 'ii', 'iii', 'iv')),
  state text NOT NULL DEFAULT 'open' CONSTRAINT incidents_state_known CHECK (state IN ('open', 'standing_down', 'closed', 'reviewed')),
  exercise boolean NOT NULL,
  commander_id uuid NOT NULL,
  area_ids uuid[] NOT NULL,
  scope uuid[] NOT NULL,
  lon double precision,
  lat double precision,
  opened_at timestamptz NOT NULL,
  opened_by uuid NOT NULL,
  stood_down_at timestamptz,
  closed_at timestamptz,
  reviewed_at timestamptz,
  review_well text NOT NULL DEFAULT '',
  review_badly text NOT NULL DEFAULT '',
  version int NOT NULL DEFAULT 1,
  last_seq int NOT NULL DEFAULT 0,
  CONSTRAINT incidents_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT incidents_number_once UNIQUE (county_id, number),
  CONSTRAINT incidents_commander_fk FOREIGN KEY (county_id, commander_id) REFERENCES staff (county_id, id),
  CONSTRAINT incidents_opened_by_fk FOREIGN KEY (county_id, opened_by) REFERENCES staff (county_id, id),
  CONSTRAINT incidents_point_whole CHECK ((lon IS NULL) = (lat IS NULL))
);
COMMENT ON TABLE incidents IS 'Incident rooms (事件指挥室): what is led from one place until it is over and reviewed.';
COMMENT ON COLUMN incidents.number IS 'Stands on what is printed.';
COMMENT ON COLUMN incidents.words IS 'What is known at the beginning.';
COMMENT ON COLUMN incidents.kind IS 'IncidentKind of the contract.';
COMMENT ON COLUMN incidents.severity IS '等级 Ⅰ–Ⅳ; i is the gravest.';
COMMENT ON COLUMN incidents.state IS 'open, then standing_down, closed, reviewed; standing_down may be resumed.';
COMMENT ON COLUMN incidents.exercise IS 'A rehearsal (演练).';
COMMENT ON COLUMN incidents.area_ids IS 'Affected areas as they were named: towns, villages or grids.';
COMMENT ON COLUMN incidents.scope IS 'Affected areas with those above and below them, and the involved units: whoever reaches one of them sees the room.';
COMMENT ON COLUMN incidents.lon IS 'With lat: where it is, for the way from the grids; never where a person is.';
COMMENT ON COLUMN incidents.opened_by IS 'Who opened the room.';
COMMENT ON COLUMN incidents.review_well IS 'After-action review: what went well.';
COMMENT ON COLUMN incidents.review_badly IS 'After-action review: what did not.';
COMMENT ON COLUMN incidents.version IS 'Counts changes of the head, so that a stale one is refused.';
COMMENT ON COLUMN incidents.last_seq IS 'Number of the last entry of the log.';
CREATE INDEX incidents_newest ON incidents (county_id, opened_at DESC, id DESC);
CREATE INDEX incidents_scope ON incidents USING gin (scope);
CREATE INDEX incidents_commander ON incidents (county_id, commander_id);
CREATE INDEX incidents_opened_by ON incidents (county_id, opened_by);
CREATE INDEX incidents_running ON incidents (county_id, severity) WHERE state IN ('open', 'standing_down');

CREATE TABLE incident_matters (
  county_id int NOT NULL,
  incident_id uuid NOT NULL,
  matter_id uuid NOT NULL,
  CONSTRAINT incident_matters_pkey PRIMARY KEY (county_id, incident_id, matter_id),
  CONSTRAINT incident_matters_incident_fk FOREIGN KEY (county_id, incident_id) REFERENCES incidents (county_id, id),
  CONSTRAINT incident_matters_matter_fk FOREIGN KEY (county_id, matter_id) REFERENCES matters (county_id, id)
);
COMMENT ON TABLE incident_matters IS 'Matters from which a room was opened.';
CREATE INDEX incident_matters_matter ON incident_matters (county_id, matter_id);

CREATE TABLE incident_units (
  county_id int NOT NULL,
  incident_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  CONSTRAINT incident_units_pkey PRIMARY KEY (county_id, incident_id, unit_id),
  CONSTRAINT incident_units_incident_fk FOREIGN KEY (county_id, incident_id) REFERENCES incidents (county_id, id),
  CONSTRAINT incident_units_unit_fk FOREIGN KEY (county_id, unit_id) REFERENCES units (county_id, id)
);
COMMENT ON TABLE incident_units IS 'Units involved in an incident (参与单位).';
CREATE INDEX incident_units_unit ON incident_units (county_id, unit_id);

CREATE TABLE incident_entries (
  county_id int NOT NULL,
  incident_id uuid NOT NULL,
  seq int NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  happened_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  by_id uuid,
  words text NOT NULL,
  facts jsonb NOT NULL DEFAULT '{}',
  corrects int,
  CONSTRAINT incident_entries_pkey PRIMARY KEY (county_id, incident_id, seq),
  CONSTRAINT incident_entries_incident_fk FOREIGN KEY (county_id, incident_id) REFERENCES incidents (county_id, id),
  CONSTRAINT incident_entries_corrects_fk FOREIGN KEY (county_id, incident_id, corrects) REFERENCES incident_entries (county_id, incident_id, seq),
  CONSTRAINT incident_entries_corrects_earlier CHECK (corrects < seq)
);
COMMENT ON TABLE incident_entries IS 'The log of a room (大事记). Entries are never changed; what was wrong is put right by a later one.';
COMMENT ON COLUMN incident_entries.seq IS 'Number within the room, without gaps.';
COMMENT ON COLUMN incident_entries.kind IS 'LogKind of the contract.';
COMMENT ON COLUMN incident_entries.by_id IS 'Staff who wrote it.';
COMMENT ON COLUMN incident_entries.facts IS 'What the words do not say: states, who was called.';
COMMENT ON COLUMN incident_entries.corrects IS 'Number of the entry that it puts right.';
CREATE INDEX incident_entries_corrects ON incident_entries (county_id, incident_id, corrects);
REVOKE UPDATE, DELETE ON incident_entries FROM linli_application;

CREATE TABLE incident_tasks (
  county_id int NOT NULL,
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  words text NOT NULL,
  unit_id uuid NOT NULL,
  staff_id uuid,
  due_at timestamptz,
  given_at timestamptz NOT NULL,
  given_by uuid NOT NULL,
  state text NOT NULL DEFAULT 'given'
    CONSTRAINT incident_tasks_state_known CHECK (state IN ('given', 'received', 'arrived', 'done', 'unable', 'withdrawn')),
  received_at timestamptz,
  arrived_at timestamptz,
  ended_at timestamptz,
  answer text NOT NULL DEFAULT '',
  CONSTRAINT incident_tasks_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT incident_tasks_incident_fk FOREIGN KEY (county_id, incident_id) REFERENCES incidents (county_id, id),
  CONSTRAINT incident_tasks_unit_fk FOREIGN KEY (county_id, unit_id) REFERENCES units (county_id, id),
  CONSTRAINT incident_tasks_staff_fk FOREIGN KEY (county_id, staff_id) REFERENCES staff (county_id, id),
  CONSTRAINT incident_tasks_given_by_fk FOREIGN KEY (county_id, given_by) REFERENCES staff (county_id, id),
  CONSTRAINT incident_tasks_ended CHECK ((state IN ('done', 'unable', 'withdrawn')) = (ended_at IS NOT NULL))
);
COMMENT ON TABLE incident_tasks IS 'Tasks of an incident (处置任务), each with its receipts.';
COMMENT ON COLUMN incident_tasks.staff_id IS 'Null: anyone of the unit.';
COMMENT ON COLUMN incident_tasks.given_by IS 'Who gave it.';
COMMENT ON COLUMN incident_tasks.state IS 'The furthest receipt, or withdrawn.';
COMMENT ON COLUMN incident_tasks.answer IS 'What was said with the last receipt, or why it was withdrawn.';
CREATE INDEX incident_tasks_incident ON incident_tasks (county_id, incident_id, given_at);
CREATE INDEX incident_tasks_unit ON incident_tasks (county_id, unit_id, given_at);
CREATE INDEX incident_tasks_staff ON incident_tasks (county_id, staff_id, given_at);
CREATE INDEX incident_tasks_given_by ON incident_tasks (county_id, given_by);

CREATE TABLE incident_plans (
  county_id int NOT NULL,
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  code text NOT NULL,
  version int NOT NULL,
  names jsonb NOT NULL,
  begun_at timestamptz NOT NULL,
  CONSTRAINT incident_plans_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT incident_plans_once UNIQUE (county_id, incident_id, code),
  CONSTRAINT incident_plans_incident_fk FOREIGN KEY (county_id, incident_id) REFERENCES incidents (county_id, id)
);
COMMENT ON TABLE incident_plans IS 'Plans (预案) begun in a room, as they stood then.';
COMMENT ON COLUMN incident_plans.code IS 'Code of the template.';
COMMENT ON COLUMN incident_plans.version IS 'Version of the template that was begun.';
COMMENT ON COLUMN incident_plans.names IS 'Names of the contract.';

CREATE TABLE incident_checks (
  county_id int NOT NULL,
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  plan_id uuid NOT NULL,
  place int NOT NULL,
  names jsonb NOT NULL,
  duty jsonb NOT NULL,
  unit_id uuid,
  within_minutes int,
  done_at timestamptz,
  done_by uuid,
  CONSTRAINT incident_checks_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT incident_checks_incident_fk FOREIGN KEY (county_id, incident_id) REFERENCES incidents (county_id, id),
  CONSTRAINT incident_checks_plan_fk FOREIGN KEY (county_id, plan_id) REFERENCES incident_plans (county_id, id),
  CONSTRAINT incident_checks_unit_fk FOREIGN KEY (county_id, unit_id) REFERENCES units (county_id, id),
  CONSTRAINT incident_checks_done_by_fk FOREIGN KEY (county_id, done_by) REFERENCES staff (county_id, id),
  CONSTRAINT incident_checks_done_by_somebody CHECK ((done_at IS NULL) = (done_by IS NULL))
);
COMMENT ON TABLE incident_checks IS 'Lines of a plan''s check-list.';
COMMENT ON COLUMN incident_checks.place IS 'Order within the plan.';
COMMENT ON COLUMN incident_checks.names IS 'What is to be done, in both languages.';
COMMENT ON COLUMN incident_checks.duty IS 'Whose duty it is by the plan, in words.';
COMMENT ON COLUMN incident_checks.unit_id IS 'The unit that answers for it here.';
COMMENT ON COLUMN incident_checks.within_minutes IS 'By the plan, from its beginning.';
CREATE INDEX incident_checks_incident ON incident_checks (county_id, incident_id);
CREATE INDEX incident_checks_plan ON incident_checks (county_id, plan_id, place);
CREATE INDEX incident_checks_unit ON incident_checks (county_id, unit_id);
CREATE INDEX incident_checks_done_by ON incident_checks (county_id, done_by);

CREATE TABLE incident_broadcasts (
  county_id int NOT NULL,
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  words text NOT NULL,
  area_ids uuid[] NOT NULL,
  sms boolean NOT NULL,
  sent_at timestamptz NOT NULL,
  by_id uuid NOT NULL,
  CONSTRAINT incident_broadcasts_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT incident_broadcasts_incident_fk FOREIGN KEY (county_id, incident_id) REFERENCES incidents (county_id, id),
  CONSTRAINT incident_broadcasts_by_fk FOREIGN KEY (county_id, by_id) REFERENCES staff (county_id, id)
);
COMMENT ON TABLE incident_broadcasts IS 'Broadcasts (通播) to the workers of grids.';
COMMENT ON COLUMN incident_broadcasts.area_ids IS 'Areas as they were named.';
COMMENT ON COLUMN incident_broadcasts.sms IS 'Also by text message.';
CREATE INDEX incident_broadcasts_incident ON incident_broadcasts (county_id, incident_id, sent_at);
CREATE INDEX incident_broadcasts_by ON incident_broadcasts (county_id, by_id);

CREATE TABLE incident_readers (
  county_id int NOT NULL,
  broadcast_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  grid_id uuid NOT NULL,
  sent_at timestamptz NOT NULL,
  read_at timestamptz,
  CONSTRAINT incident_readers_pkey PRIMARY KEY (county_id, broadcast_id, staff_id),
  CONSTRAINT incident_readers_broadcast_fk FOREIGN KEY (county_id, broadcast_id) REFERENCES incident_broadcasts (county_id, id),
  CONSTRAINT incident_readers_staff_fk FOREIGN KEY (county_id, staff_id) REFERENCES staff (county_id, id),
  CONSTRAINT incident_readers_grid_fk FOREIGN KEY (county_id, grid_id) REFERENCES areas (county_id, id)
);
COMMENT ON TABLE incident_readers IS 'Whom a broadcast went to, for which grid, and when it was read (阅读回执).';
COMMENT ON COLUMN incident_readers.read_at IS 'By the clock of the phone where it was read without a network.';
CREATE INDEX incident_readers_staff ON incident_readers (county_id, staff_id, sent_at);
CREATE INDEX incident_readers_grid ON incident_readers (county_id, grid_id);

CREATE TABLE incident_lessons (
  county_id int NOT NULL,
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  words text NOT NULL,
  unit_id uuid NOT NULL,
  due_on date NOT NULL,
  done_at timestamptz,
  done_by uuid,
  answer text NOT NULL DEFAULT '',
  CONSTRAINT incident_lessons_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT incident_lessons_incident_fk FOREIGN KEY (county_id, incident_id) REFERENCES incidents (county_id, id),
  CONSTRAINT incident_lessons_unit_fk FOREIGN KEY (county_id, unit_id) REFERENCES units (county_id, id),
  CONSTRAINT incident_lessons_done_by_fk FOREIGN KEY (county_id, done_by) REFERENCES staff (county_id, id)
);
COMMENT ON TABLE incident_lessons IS 'Lessons of the after-action review (复盘), each the work of a unit until it is acted on.';
COMMENT ON COLUMN incident_lessons.due_on IS 'The day by which it is acted on.';
COMMENT ON COLUMN incident_lessons.answer IS 'How it was acted on.';
CREATE INDEX incident_lessons_incident ON incident_lessons (county_id, incident_id);
CREATE INDEX incident_lessons_unit ON incident_lessons (county_id, unit_id);
CREATE INDEX incident_lessons_done_by ON incident_lessons (county_id, done_by);

-- Counties that run already: the default roles learn what incidents need; what a county has made of them stays.
UPDATE roles r SET permissions = r.permissions || ARRAY(SELECT unnest(n.permissions) EXCEPT SELECT unnest(r.permissions))
FROM (VALUES
  ('station_clerk', '{incident.read,incident.work}'::text[]),
  ('town_dispatcher', '{incident.read,incident.work,incident.lead}'),
  ('hotline_operator', '{incident.read,incident.work}'),
  ('centre_supervisor', '{incident.read,incident.work,incident.lead}'),
  ('department_officer', '{incident.read,incident.work}'),
  ('stationed_officer', '{incident.read,incident.work}')
) AS n (code, permissions)
WHERE r.code = n.code;
