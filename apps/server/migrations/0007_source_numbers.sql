-- Lists from elsewhere are sent twice; the number that a matter has there tells it again.
ALTER TABLE matters ADD COLUMN IF NOT EXISTS source_number text
  CONSTRAINT matters_source_number_length CHECK (length(source_number) BETWEEN 1 AND 80);
COMMENT ON COLUMN matters.source_number IS 'Its number where it came from (an imported list); per channel only once.';
CREATE UNIQUE INDEX IF NOT EXISTS matters_source_number_once ON matters (county_id, channel, source_number)
  WHERE source_number IS NOT NULL;
