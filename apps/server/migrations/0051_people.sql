-- A relation between two persons ends on a day, or was never one; either way it stays on record, with who said so.

ALTER TABLE person_relations
  ADD COLUMN ended_how text CONSTRAINT person_relations_ended_how CHECK (ended_how IN ('over', 'mistake')),
  ADD COLUMN ended_at timestamptz,
  ADD COLUMN ended_by uuid,
  ADD CONSTRAINT person_relations_ended CHECK ((ended_how IS NULL) = (ended_at IS NULL) AND (ended_how IS NULL) = (valid_to IS NULL));
COMMENT ON COLUMN person_relations.ended_how IS 'over: it held until valid_to; mistake: it never held, and is shown to nobody.';
COMMENT ON COLUMN person_relations.ended_at IS 'When the end was recorded.';
COMMENT ON COLUMN person_relations.ended_by IS 'Who recorded the end.';
