-- What keeps the plan of the field fresh, and the roster behind it: shifts, swaps, leave, hand-over.

CREATE TABLE plan_grids (
  county_id int NOT NULL,
  grid_id uuid NOT NULL,
  planned_on date,
  stale boolean NOT NULL DEFAULT true,
  CONSTRAINT plan_grids_pkey PRIMARY KEY (county_id, grid_id),
  CONSTRAINT plan_grids_grid_fk FOREIGN KEY (county_id, grid_id) REFERENCES areas (county_id, id)
);
COMMENT ON TABLE plan_grids IS 'Grids whose duties are planned, each once a day and again when something it hangs on has changed.';
COMMENT ON COLUMN plan_grids.planned_on IS 'The day it was last planned on; null: not yet.';
COMMENT ON COLUMN plan_grids.stale IS 'Something has changed since: it is planned anew at the next turn of the chore.';
CREATE INDEX plan_grids_waiting ON plan_grids (county_id, planned_on) WHERE stale;

CREATE TABLE shift_patterns (
  county_id int NOT NULL,
  id uuid NOT NULL,
  staff_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  week jsonb NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  made_by uuid,
  CONSTRAINT shift_patterns_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT shift_patterns_staff_fk FOREIGN KEY (county_id, staff_id) REFERENCES staff (county_id, id),
  CONSTRAINT shift_patterns_unit_fk FOREIGN KEY (county_id, unit_id) REFERENCES units (county_id, id),
  CONSTRAINT shift_patterns_made_by_fk FOREIGN KEY (county_id, made_by) REFERENCES staff (county_id, id),
  CONSTRAINT shift_patterns_period CHECK (valid_to IS NULL OR valid_to >= valid_from),
  CONSTRAINT shift_patterns_one_at_a_time EXCLUDE USING gist
    (county_id WITH =, staff_id WITH =, daterange(valid_from, valid_to) WITH &&)
);
COMMENT ON TABLE shift_patterns IS 'Working weeks (班次安排): on which days of the week somebody works from when to when; shifts are made from them some weeks ahead.';
COMMENT ON COLUMN shift_patterns.week IS 'Array of PatternShift of the contract.';
CREATE INDEX shift_patterns_staff ON shift_patterns (county_id, staff_id, valid_from);
CREATE INDEX shift_patterns_unit ON shift_patterns (county_id, unit_id);
CREATE INDEX shift_patterns_made_by ON shift_patterns (county_id, made_by);

CREATE TABLE shifts (
  county_id int NOT NULL,
  id uuid NOT NULL,
  staff_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  on_day date NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  kind text NOT NULL CONSTRAINT shifts_kind_known CHECK (kind IN ('regular', 'flexible', 'off_hours', 'standby')),
  pattern_id uuid,
  state text NOT NULL DEFAULT 'planned' CONSTRAINT shifts_state_known CHECK (state IN ('planned', 'cancelled')),
  words text NOT NULL DEFAULT '',
  clocked_in_at timestamptz,
  clocked_out_at timestamptz,
  CONSTRAINT shifts_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT shifts_staff_fk FOREIGN KEY (county_id, staff_id) REFERENCES staff (county_id, id),
  CONSTRAINT shifts_unit_fk FOREIGN KEY (county_id, unit_id) REFERENCES units (county_id, id),
  CONSTRAINT shifts_pattern_fk FOREIGN KEY (county_id, pattern_id) REFERENCES shift_patterns (county_id, id),
  CONSTRAINT shifts_within_a_day CHECK (ends_at > starts_at AND ends_at <= starts_at + interval '24 hours'),
  CONSTRAINT shifts_clock_order CHECK (clocked_out_at IS NULL OR clocked_out_at >= clocked_in_at)
);
COMMENT ON TABLE shifts IS 'Shifts (值班): who is on duty from when to when.';
COMMENT ON COLUMN shifts.on_day IS 'Local day on which it begins.';
COMMENT ON COLUMN shifts.kind IS 'regular; flexible 错时: at hours other than the offices''; off_hours: evenings and days off; standby: can be called.';
COMMENT ON COLUMN shifts.pattern_id IS 'The week it was made from; null for one that was set or changed by hand, which a new pattern leaves alone.';
COMMENT ON COLUMN shifts.state IS 'cancelled: somebody else has it, or nobody.';
COMMENT ON COLUMN shifts.clocked_in_at IS 'Only where the county clocks in; a time, never a place.';
CREATE INDEX shifts_staff ON shifts (county_id, staff_id, on_day);
CREATE INDEX shifts_unit ON shifts (county_id, unit_id, on_day);
CREATE INDEX shifts_now ON shifts (county_id, ends_at) WHERE state = 'planned';
CREATE INDEX shifts_pattern ON shifts (county_id, pattern_id);

CREATE TABLE shift_swaps (
  county_id int NOT NULL,
  id uuid NOT NULL,
  shift_id uuid NOT NULL,
  from_id uuid NOT NULL,
  to_id uuid NOT NULL,
  return_shift_id uuid,
  words text NOT NULL DEFAULT '',
  state text NOT NULL DEFAULT 'asked' CONSTRAINT shift_swaps_state_known CHECK (state IN ('asked', 'accepted', 'refused', 'withdrawn')),
  asked_at timestamptz NOT NULL,
  answered_at timestamptz,
  CONSTRAINT shift_swaps_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT shift_swaps_shift_fk FOREIGN KEY (county_id, shift_id) REFERENCES shifts (county_id, id),
  CONSTRAINT shift_swaps_from_fk FOREIGN KEY (county_id, from_id) REFERENCES staff (county_id, id),
  CONSTRAINT shift_swaps_to_fk FOREIGN KEY (county_id, to_id) REFERENCES staff (county_id, id),
  CONSTRAINT shift_swaps_return_fk FOREIGN KEY (county_id, return_shift_id) REFERENCES shifts (county_id, id),
  CONSTRAINT shift_swaps_two CHECK (from_id <> to_id)
);
COMMENT ON TABLE shift_swaps IS 'Swaps (换班): a colleague is asked to take a shift, and may give one of their own in return; the station is told.';
COMMENT ON COLUMN shift_swaps.from_id IS 'Who asks.';
COMMENT ON COLUMN shift_swaps.to_id IS 'Who is asked.';
COMMENT ON COLUMN shift_swaps.return_shift_id IS 'The colleague''s shift that the asker takes instead.';
COMMENT ON COLUMN shift_swaps.state IS 'asked until the colleague has answered or the asker has taken it back.';
CREATE UNIQUE INDEX shift_swaps_one_open ON shift_swaps (county_id, shift_id) WHERE state = 'asked';
CREATE INDEX shift_swaps_shift ON shift_swaps (county_id, shift_id);
CREATE INDEX shift_swaps_from ON shift_swaps (county_id, from_id, asked_at DESC);
CREATE INDEX shift_swaps_to ON shift_swaps (county_id, to_id, asked_at DESC);
CREATE INDEX shift_swaps_return ON shift_swaps (county_id, return_shift_id);

CREATE TABLE leaves (
  county_id int NOT NULL,
  id uuid NOT NULL,
  staff_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  kind text NOT NULL CONSTRAINT leaves_kind_known CHECK (kind IN ('annual', 'sick', 'personal', 'training', 'other')),
  first_day date NOT NULL,
  last_day date NOT NULL,
  words text NOT NULL DEFAULT '',
  state text NOT NULL DEFAULT 'asked' CONSTRAINT leaves_state_known CHECK (state IN ('asked', 'granted', 'refused', 'withdrawn')),
  asked_at timestamptz NOT NULL,
  decided_by uuid,
  decided_at timestamptz,
  answer text NOT NULL DEFAULT '',
  CONSTRAINT leaves_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT leaves_staff_fk FOREIGN KEY (county_id, staff_id) REFERENCES staff (county_id, id),
  CONSTRAINT leaves_unit_fk FOREIGN KEY (county_id, unit_id) REFERENCES units (county_id, id),
  CONSTRAINT leaves_decided_by_fk FOREIGN KEY (county_id, decided_by) REFERENCES staff (county_id, id),
  CONSTRAINT leaves_order CHECK (last_day >= first_day),
  CONSTRAINT leaves_not_by_oneself CHECK (decided_by <> staff_id)
);
COMMENT ON TABLE leaves IS 'Leave (请假): asked for, decided by the station; the plan goes round granted ones.';
COMMENT ON COLUMN leaves.kind IS 'Why, in one word; of an illness nothing more is kept.';
COMMENT ON COLUMN leaves.first_day IS 'First day off.';
COMMENT ON COLUMN leaves.last_day IS 'Last day off.';
COMMENT ON COLUMN leaves.state IS 'asked until it is decided or taken back.';
COMMENT ON COLUMN leaves.answer IS 'What the decider said.';
CREATE INDEX leaves_staff ON leaves (county_id, staff_id, first_day);
CREATE INDEX leaves_unit ON leaves (county_id, unit_id, first_day);
CREATE INDEX leaves_decided_by ON leaves (county_id, decided_by);

CREATE TABLE handovers (
  county_id int NOT NULL,
  id uuid NOT NULL,
  number text NOT NULL,
  from_id uuid NOT NULL,
  to_id uuid NOT NULL,
  town_id uuid,
  village_id uuid,
  grid_ids uuid[] NOT NULL,
  on_day date NOT NULL,
  state text NOT NULL CONSTRAINT handovers_state_known CHECK (state IN ('planned', 'done', 'withdrawn')),
  things jsonb NOT NULL DEFAULT '[]',
  protocol jsonb,
  words text NOT NULL DEFAULT '',
  made_by uuid NOT NULL,
  made_at timestamptz NOT NULL,
  done_at timestamptz,
  CONSTRAINT handovers_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT handovers_number_once UNIQUE (county_id, number),
  CONSTRAINT handovers_from_fk FOREIGN KEY (county_id, from_id) REFERENCES staff (county_id, id),
  CONSTRAINT handovers_to_fk FOREIGN KEY (county_id, to_id) REFERENCES staff (county_id, id),
  CONSTRAINT handovers_made_by_fk FOREIGN KEY (county_id, made_by) REFERENCES staff (county_id, id),
  CONSTRAINT handovers_two CHECK (from_id <> to_id),
  CONSTRAINT handovers_done_has_protocol CHECK ((state = 'done') = (protocol IS NOT NULL))
);
COMMENT ON TABLE handovers IS 'Hand-overs (交接): from a day on one worker answers for what was another''s: grids, what is due, open work, shifts, things.';
COMMENT ON COLUMN handovers.number IS 'Stands on the printed protocol.';
COMMENT ON COLUMN handovers.from_id IS 'Who leaves.';
COMMENT ON COLUMN handovers.to_id IS 'Who takes over.';
COMMENT ON COLUMN handovers.town_id IS 'With village_id: where the first of the grids lies, so that reach is one indexed test.';
COMMENT ON COLUMN handovers.village_id IS 'See town_id.';
COMMENT ON COLUMN handovers.grid_ids IS 'The grids that pass.';
COMMENT ON COLUMN handovers.on_day IS 'First day of the successor.';
COMMENT ON COLUMN handovers.state IS 'planned until its day has come.';
COMMENT ON COLUMN handovers.things IS 'Check list of keys and things, as HandoverThing of the contract.';
COMMENT ON COLUMN handovers.protocol IS 'What passed, in figures, when it was done: HandoverProtocol of the contract.';
COMMENT ON COLUMN handovers.made_by IS 'Who arranged it.';
CREATE INDEX handovers_from ON handovers (county_id, from_id);
CREATE INDEX handovers_to ON handovers (county_id, to_id);
CREATE INDEX handovers_made_by ON handovers (county_id, made_by);
CREATE INDEX handovers_made ON handovers (county_id, made_at DESC, id DESC);
CREATE INDEX handovers_planned ON handovers (county_id, on_day) WHERE state = 'planned';
