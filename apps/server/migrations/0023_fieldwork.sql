-- A part of a visit that waits for a clerk may hold a phone number: sealed, like everything of that kind.
ALTER TABLE visit_parts
  DROP CONSTRAINT visit_parts_open_is_kept,
  DROP COLUMN part,
  ADD COLUMN sealed_part bytea,
  ADD COLUMN household_id uuid,
  ADD CONSTRAINT visit_parts_refused_is_kept CHECK (state <> 'refused' OR sealed_part IS NOT NULL);
COMMENT ON COLUMN visit_parts.sealed_part IS 'VisitPart of the contract while it waits for a clerk; gone once it is applied or dropped. What is contested stands in person_records.';
COMMENT ON COLUMN visit_parts.household_id IS 'Household called on, by which the desk reaches it.';
CREATE INDEX visit_parts_household ON visit_parts (county_id, household_id) WHERE household_id IS NOT NULL;
COMMENT ON COLUMN visit_parts.state IS 'applied: in the file; contested: of some fields both are kept; refused: waits for a clerk; dropped: the clerk kept the file.';
