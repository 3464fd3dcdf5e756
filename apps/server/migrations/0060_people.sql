-- The end of a residence is an account of its own: who recorded it, when, known how, and where the person went.
ALTER TABLE residences
  ADD COLUMN ended_how text,
  ADD COLUMN ended_by_id uuid,
  ADD COLUMN ended_at timestamptz,
  ADD COLUMN to_place text;
COMMENT ON COLUMN residences.ended_how IS 'How the end is known, as person_records.known_how; null for ends recorded before this was kept.';
COMMENT ON COLUMN residences.ended_by_id IS 'Who recorded the end.';
COMMENT ON COLUMN residences.ended_at IS 'When the end was recorded.';
COMMENT ON COLUMN residences.to_place IS 'Where to, as told; filled at the end.';
COMMENT ON COLUMN residences.other_place IS 'Where from, as told; of somebody who lives elsewhere (lives_here false) where that is.';

-- A change of relation, kind or living here ends one row and begins the next in the same household.
ALTER TABLE residences DROP CONSTRAINT residences_began_by_known, DROP CONSTRAINT residences_ended_by_known;
ALTER TABLE residences
  ADD CONSTRAINT residences_began_by_known CHECK (began_by IN ('known', 'born', 'moved_in', 'moved_within', 'married', 'correction', 'changed')),
  ADD CONSTRAINT residences_ended_by_known CHECK (ended_by IN ('died', 'moved_out', 'moved_within', 'married', 'correction', 'changed'));
COMMENT ON COLUMN residences.ended_by IS 'Why it ended. changed: the person stayed in the household, and the next row says what is new.';

-- Until now a move wrote where to over where from, and a move within the county wrote it into both rows.
UPDATE residences before SET to_place = before.other_place
FROM residences after
WHERE after.county_id = before.county_id AND after.person_id = before.person_id AND after.id <> before.id
  AND after.valid_from = before.valid_to AND before.ended_by IN ('moved_within', 'married')
  AND after.began_by IN ('moved_within', 'married') AND after.known_how <> 'list' AND after.other_place = before.other_place;
UPDATE residences after SET other_place = NULL
FROM residences before
WHERE before.county_id = after.county_id AND before.person_id = after.person_id AND before.id <> after.id
  AND before.valid_to = after.valid_from AND before.to_place = after.other_place;
UPDATE residences SET to_place = other_place WHERE ended_by = 'moved_out' AND other_place IS NOT NULL;
UPDATE residences SET other_place = NULL WHERE other_place = to_place;
