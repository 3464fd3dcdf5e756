-- A number that changed stood in the sealed record alone: the file tells that it did, and never what it says.
ALTER TABLE person_records ADD COLUMN sealed text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN person_records.sealed IS 'Sealed fields of which something was said with it: document, phone, codes of the county. Never what.';
