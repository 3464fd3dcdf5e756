ALTER TABLE register_imports
  ADD COLUMN digest text,
  ADD COLUMN header_line int NOT NULL DEFAULT 1,
  ADD COLUMN failure_line int;
COMMENT ON COLUMN register_imports.digest IS 'SHA-256 of the file in hex, as the sender worked it out: whoever chooses the file again goes on with the parts that are missing. Null where it said none.';
COMMENT ON COLUMN register_imports.header_line IS 'Where the headings stand; what is above them is the title of the list.';
COMMENT ON COLUMN register_imports.failure_line IS 'The line of the file on which the work failed, where it was one.';

ALTER TABLE register_import_matches
  ADD COLUMN told jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN before jsonb;
COMMENT ON COLUMN register_import_matches.told IS 'What the row says in the columns that differ, as typed; numbers masked as in register_import_faults.value.';
COMMENT ON COLUMN register_import_matches.before IS 'What the file said before the list changed it (digests of its numbers, the residence that ended) and the version that the list made: with them an undo puts it back where nobody has worked on it since.';

ALTER TABLE register_import_left
  DROP CONSTRAINT register_import_left_reason_known,
  ADD CONSTRAINT register_import_left_reason_known CHECK (reason IN ('changed', 'in_use', 'known', 'held'));
COMMENT ON COLUMN register_import_left.reason IS 'changed: somebody has worked on the file since; in_use: something else refers to it; held: a legal hold keeps it; known: was in the register before and somebody has worked on it since, so that what the list moved or numbered stays.';

-- An undo deletes whole files, and is answered for like every other deletion.
ALTER TABLE deletion_certificates
  DROP CONSTRAINT deletion_certificates_cause_known,
  ADD CONSTRAINT deletion_certificates_cause_known CHECK (cause IN ('retention', 'request', 'restore', 'undo'));
COMMENT ON COLUMN deletion_certificates.cause IS 'Its time was over; somebody asked for it; an older backup was put back; a list was taken out again.';

ALTER TABLE register_exports ADD COLUMN layout text;
COMMENT ON COLUMN register_exports.layout IS 'The profile of data/register/profiles in whose headings and codes the list is written; null for the platform''s own.';
