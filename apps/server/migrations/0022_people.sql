-- Since when: the version of a file at which its numbers, its place and what was said of it last changed. A phone that was
-- away tells which version it saw; what others changed after that is not overwritten, both are kept.

ALTER TABLE persons
  ADD COLUMN numbers_version int NOT NULL DEFAULT 0,
  ADD COLUMN moved_version int NOT NULL DEFAULT 0;
COMMENT ON COLUMN persons.numbers_version IS 'Version of the file at which document or phone last changed; 0 since it came into the register.';
COMMENT ON COLUMN persons.moved_version IS 'Version of the file at which the residence last changed; 0 since it came into the register.';

ALTER TABLE households ADD COLUMN facts_version int NOT NULL DEFAULT 0;
COMMENT ON COLUMN households.facts_version IS 'Version at which address, number, kind, tenure or the wish about visits last changed; members count on in version alone.';

ALTER TABLE person_records ADD COLUMN person_version int;
COMMENT ON COLUMN person_records.person_version IS 'Version of the file that this record made; null for those that were there from the beginning.';
