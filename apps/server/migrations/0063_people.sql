-- A number that a weaker account tells differently waits for a clerk as a name does: sealed in the vault, found by nobody.
ALTER TABLE person_records ADD COLUMN numbers jsonb;
COMMENT ON COLUMN person_records.numbers IS 'Of a contested record: the numbers it tells, each with its kind, as the clerk who decides sees it, and the blind index that will find it.';
ALTER TABLE vault.facts ADD COLUMN record_id uuid;
COMMENT ON COLUMN vault.facts.record_id IS 'The contested record with which it was told: it holds when that does. Null: held at once. No key: a record may be erased.';
