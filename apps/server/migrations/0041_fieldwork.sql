-- Rosters are made week by week: a week is copied from the one before, so no pattern stands behind the shifts.

ALTER TABLE shifts DROP COLUMN IF EXISTS pattern_id;
DROP TABLE IF EXISTS shift_patterns;

ALTER TABLE shifts DROP CONSTRAINT IF EXISTS shifts_state_known;
ALTER TABLE shifts ADD CONSTRAINT shifts_state_known CHECK (state IN ('draft', 'planned', 'cancelled'));
COMMENT ON COLUMN shifts.state IS 'draft: the week is not published; cancelled: taken out of a published week.';
COMMENT ON COLUMN shifts.kind IS 'regular; flexible 错时: at hours other than the offices''; off_hours: evenings, weekends, holidays; standby: can be called.';
-- Nobody is in two places at once. Checked at the end: two people may change places in one command.
ALTER TABLE shifts DROP CONSTRAINT IF EXISTS shifts_one_place;
ALTER TABLE shifts ADD CONSTRAINT shifts_one_place EXCLUDE USING gist
  (county_id WITH =, staff_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
  WHERE (state = 'planned' AND kind <> 'standby') DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE IF NOT EXISTS roster_weeks (
  county_id int NOT NULL,
  unit_id uuid NOT NULL,
  monday date NOT NULL,
  version int NOT NULL DEFAULT 1,
  published_at timestamptz,
  published_by uuid,
  CONSTRAINT roster_weeks_pkey PRIMARY KEY (county_id, unit_id, monday),
  CONSTRAINT roster_weeks_unit_fk FOREIGN KEY (county_id, unit_id) REFERENCES units (county_id, id),
  CONSTRAINT roster_weeks_published_by_fk FOREIGN KEY (county_id, published_by) REFERENCES staff (county_id, id),
  CONSTRAINT roster_weeks_begin_on_monday CHECK (extract(isodow FROM monday) = 1)
);
COMMENT ON TABLE roster_weeks IS 'Weeks that a station has planned (排班): drafts until they are published.';
COMMENT ON COLUMN roster_weeks.monday IS 'The day on which the week begins.';
COMMENT ON COLUMN roster_weeks.version IS 'Raised by every change, so that two who plan at once notice each other.';
CREATE INDEX IF NOT EXISTS roster_weeks_week ON roster_weeks (county_id, monday);
CREATE INDEX IF NOT EXISTS roster_weeks_published_by ON roster_weeks (county_id, published_by);

ALTER TABLE shift_swaps DROP CONSTRAINT IF EXISTS shift_swaps_state_known;
ALTER TABLE shift_swaps ADD CONSTRAINT shift_swaps_state_known
  CHECK (state IN ('asked', 'agreed', 'accepted', 'refused', 'withdrawn'));
ALTER TABLE shift_swaps ADD COLUMN IF NOT EXISTS unit_id uuid NOT NULL;
ALTER TABLE shift_swaps ADD COLUMN IF NOT EXISTS decided_by uuid;
ALTER TABLE shift_swaps DROP CONSTRAINT IF EXISTS shift_swaps_unit_fk;
ALTER TABLE shift_swaps ADD CONSTRAINT shift_swaps_unit_fk FOREIGN KEY (county_id, unit_id) REFERENCES units (county_id, id);
ALTER TABLE shift_swaps DROP CONSTRAINT IF EXISTS shift_swaps_decided_by_fk;
ALTER TABLE shift_swaps ADD CONSTRAINT shift_swaps_decided_by_fk FOREIGN KEY (county_id, decided_by) REFERENCES staff (county_id, id);
COMMENT ON COLUMN shift_swaps.state IS 'asked until the colleague has answered; agreed: both want it and the station decides; accepted: the shifts have changed hands.';
COMMENT ON COLUMN shift_swaps.unit_id IS 'Station of the shift.';
CREATE INDEX IF NOT EXISTS shift_swaps_unit ON shift_swaps (county_id, unit_id, asked_at DESC, id DESC);
CREATE INDEX IF NOT EXISTS shift_swaps_decided_by ON shift_swaps (county_id, decided_by);
DROP INDEX IF EXISTS shift_swaps_one_open;
CREATE UNIQUE INDEX IF NOT EXISTS shift_swaps_one_open ON shift_swaps (county_id, shift_id) WHERE state IN ('asked', 'agreed');

-- The desk reads what waits, newest first.
CREATE INDEX IF NOT EXISTS leaves_desk ON leaves (county_id, unit_id, asked_at DESC, id DESC);
-- Nobody is away twice on one day.
ALTER TABLE leaves DROP CONSTRAINT IF EXISTS leaves_not_twice;
ALTER TABLE leaves ADD CONSTRAINT leaves_not_twice EXCLUDE USING gist
  (county_id WITH =, staff_id WITH =, daterange(first_day, last_day, '[]') WITH &&) WHERE (state IN ('asked', 'granted'));
