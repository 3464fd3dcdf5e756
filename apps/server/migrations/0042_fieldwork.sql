-- A hand-over names a successor for every duty in every grid, so it has parts; nobody has made one so far.

ALTER TABLE handovers DROP COLUMN IF EXISTS grid_ids;
ALTER TABLE handovers DROP COLUMN IF EXISTS town_id;
ALTER TABLE handovers DROP COLUMN IF EXISTS village_id;
ALTER TABLE handovers ADD COLUMN IF NOT EXISTS unit_id uuid NOT NULL;
ALTER TABLE handovers ADD COLUMN IF NOT EXISTS leaves boolean NOT NULL DEFAULT true;
ALTER TABLE handovers DROP CONSTRAINT IF EXISTS handovers_unit_fk;
ALTER TABLE handovers ADD CONSTRAINT handovers_unit_fk FOREIGN KEY (county_id, unit_id) REFERENCES units (county_id, id);
CREATE INDEX IF NOT EXISTS handovers_unit ON handovers (county_id, unit_id, made_at DESC, id DESC);
CREATE UNIQUE INDEX IF NOT EXISTS handovers_one_planned ON handovers (county_id, from_id) WHERE state = 'planned';
COMMENT ON TABLE handovers IS 'Hand-overs (交接): from a day on others answer for what was one worker''s: grids, what is due, open work, shifts, things.';
COMMENT ON COLUMN handovers.to_id IS 'Who takes over whatever lies in none of the grids: other tasks, shifts, things.';
COMMENT ON COLUMN handovers.on_day IS 'First day of the successors.';
COMMENT ON COLUMN handovers.unit_id IS 'Station of whoever leaves; decides who reaches it.';
COMMENT ON COLUMN handovers.leaves IS 'The person leaves: shifts pass and phones are revoked. False: some grids only.';

CREATE TABLE IF NOT EXISTS handover_areas (
  county_id int NOT NULL,
  handover_id uuid NOT NULL,
  assignment_id uuid NOT NULL,
  area_id uuid NOT NULL,
  kind text NOT NULL,
  to_id uuid NOT NULL,
  made_id uuid NOT NULL,
  valid_to date,
  CONSTRAINT handover_areas_pkey PRIMARY KEY (county_id, handover_id, assignment_id),
  CONSTRAINT handover_areas_handover_fk FOREIGN KEY (county_id, handover_id) REFERENCES handovers (county_id, id),
  CONSTRAINT handover_areas_area_fk FOREIGN KEY (county_id, area_id) REFERENCES areas (county_id, id),
  CONSTRAINT handover_areas_to_fk FOREIGN KEY (county_id, to_id) REFERENCES staff (county_id, id)
);
COMMENT ON TABLE handover_areas IS 'What of a hand-over lies in which grid: the duty that ends and the one that begins.';
COMMENT ON COLUMN handover_areas.assignment_id IS 'The duty of whoever leaves.';
COMMENT ON COLUMN handover_areas.kind IS 'Worker, deputy or lead of the grid.';
COMMENT ON COLUMN handover_areas.made_id IS 'The duty of the successor; gone again when the hand-over is taken back.';
COMMENT ON COLUMN handover_areas.valid_to IS 'Until when the first one was to run; what it runs until again when it is taken back.';
CREATE INDEX IF NOT EXISTS handover_areas_area ON handover_areas (county_id, area_id);
CREATE INDEX IF NOT EXISTS handover_areas_to ON handover_areas (county_id, to_id);
