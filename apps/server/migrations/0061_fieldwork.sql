-- What a visit says of somebody's residence: relation, kind, living here.
ALTER TABLE visit_parts DROP CONSTRAINT visit_parts_kind_known;
ALTER TABLE visit_parts ADD CONSTRAINT visit_parts_kind_known
  CHECK (kind IN ('person_said', 'person_moved', 'residence_changed', 'person_added', 'household_changed'));
