-- A phone that is taken from one of the files that are one person is taken from all of them, whether they stay together or not.
CREATE FUNCTION vault.end_in_family() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE resident_persons SET ended_at = NEW.ended_at, ended_by = NEW.ended_by, ended_how = NEW.ended_how
  WHERE county_id = NEW.county_id AND resident_id = NEW.resident_id AND ended_at IS NULL
    AND coalesce(NEW.merged_from, NEW.person_id) IN (person_id, merged_from);
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION vault.end_in_family() FROM PUBLIC;
-- Files that are taken apart end what one brought the other, and say no how.
CREATE TRIGGER resident_persons_end_in_family AFTER UPDATE OF ended_at ON resident_persons
  FOR EACH ROW WHEN (OLD.ended_at IS NULL AND NEW.ended_how IS NOT NULL) EXECUTE FUNCTION vault.end_in_family();
