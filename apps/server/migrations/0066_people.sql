-- A reading tells the whole of it: which unit, and for which piece of work.
ALTER TABLE access_log ADD COLUMN unit text;
ALTER TABLE access_log ADD COLUMN case_kind text;
COMMENT ON COLUMN access_log.duty IS 'Role in which the reader acted; unit is where.';
COMMENT ON COLUMN access_log.unit IS 'Units of the reader''s posts at that moment.';
COMMENT ON COLUMN access_log.basis IS 'Legal basis of the purpose: data/register/purposes.json, and vault.purposes for sealed values.';
COMMENT ON COLUMN access_log.case_id IS 'The piece of work that the reading belonged to, where there was one; case_kind says of which kind it is.';
COMMENT ON COLUMN access_log.case_kind IS 'duty (a visit that is due), visit, matter, request (about own data).';
