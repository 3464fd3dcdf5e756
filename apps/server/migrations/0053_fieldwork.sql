-- First help is read by its station, newest first, and kept no longer than the rounds.

ALTER TABLE responses ADD COLUMN town_id uuid, ADD COLUMN village_id uuid, ADD COLUMN recorded_at timestamptz NOT NULL DEFAULT now();
-- Where a grid lies today is the nearest there is for what was recorded without it.
UPDATE responses r SET
  recorded_at = least(r.on_the_way_at, r.arrived_at, r.helped_at, r.not_needed_at, r.recorded_at),
  village_id = g.parent_id,
  town_id = (SELECT v.parent_id FROM area_versions v WHERE v.county_id = r.county_id AND v.area_id = g.parent_id AND v.valid_to IS NULL)
FROM area_versions g
WHERE g.county_id = r.county_id AND g.area_id = r.grid_id AND g.valid_to IS NULL;
COMMENT ON COLUMN responses.town_id IS 'With village_id: where grid_id lies.';
COMMENT ON COLUMN responses.village_id IS 'See town_id.';
COMMENT ON COLUMN responses.recorded_at IS 'When the platform first heard of it.';
DROP INDEX responses_staff, responses_grid;
CREATE INDEX responses_staff ON responses (county_id, staff_id, recorded_at DESC);
CREATE INDEX responses_grid ON responses (county_id, grid_id, recorded_at DESC);
CREATE INDEX responses_village ON responses (county_id, village_id, recorded_at DESC);
CREATE INDEX responses_town ON responses (county_id, town_id, recorded_at DESC);
CREATE INDEX responses_recorded ON responses (county_id, recorded_at);
