-- What a phone said before is nobody else's change; leave that ends sooner takes its stand-in along.

ALTER TABLE visit_parts ADD COLUMN version int;
COMMENT ON COLUMN visit_parts.version IS 'Version of the file that it made, of the person or else of the household; null where it made none.';

ALTER TABLE leaves ADD COLUMN stand_in_id uuid, ADD COLUMN stand_in_duties uuid[] NOT NULL DEFAULT '{}';
ALTER TABLE leaves
  ADD CONSTRAINT leaves_stand_in_fk FOREIGN KEY (county_id, stand_in_id) REFERENCES staff (county_id, id),
  ADD CONSTRAINT leaves_stand_in_other CHECK (stand_in_id <> staff_id),
  ADD CONSTRAINT leaves_duties_have_a_stand_in CHECK (stand_in_id IS NOT NULL OR stand_in_duties = '{}');
COMMENT ON COLUMN leaves.stand_in_id IS 'Who has the grids of whoever is away (代班); null: nobody.';
COMMENT ON COLUMN leaves.stand_in_duties IS 'Assignments that the stand-in was given for these days: they end with them, also when they end sooner.';
CREATE INDEX leaves_stand_in ON leaves (county_id, stand_in_id);

-- What is past its time is looked for by its day.
CREATE INDEX shifts_day ON shifts (county_id, on_day);
