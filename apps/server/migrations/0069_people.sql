-- A copy of one's own data that was granted can be fetched until a day; it is made anew each time and kept nowhere.
ALTER TABLE rights_requests ADD COLUMN copy_until timestamptz;
ALTER TABLE rights_requests ADD CONSTRAINT rights_requests_copy_granted CHECK (copy_until IS NULL OR kind = 'copy' AND state = 'fulfilled');
COMMENT ON COLUMN rights_requests.copy_until IS 'Until when the copy that was granted can be fetched; null: none was.';
