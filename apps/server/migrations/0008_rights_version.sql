-- What somebody may do hangs on six tables and is asked on every request. A number that rises whenever one of them
-- changes tells in one look whether what was read before still holds.
ALTER TABLE counties ADD COLUMN IF NOT EXISTS rights_version bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN counties.rights_version IS 'Rises in the same transaction as any change of who may do what: staff, posts, roles, units. Only triggers write it.';

CREATE OR REPLACE FUNCTION rights_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE counties SET rights_version = rights_version + 1;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER staff_rights
  AFTER UPDATE OF name, disabled_at, must_change_password, totp_enabled_at OR DELETE ON staff
  FOR EACH STATEMENT EXECUTE FUNCTION rights_changed();
CREATE OR REPLACE TRIGGER posts_rights AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON posts
  FOR EACH STATEMENT EXECUTE FUNCTION rights_changed();
CREATE OR REPLACE TRIGGER roles_rights AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON roles
  FOR EACH STATEMENT EXECUTE FUNCTION rights_changed();
CREATE OR REPLACE TRIGGER units_rights AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON units
  FOR EACH STATEMENT EXECUTE FUNCTION rights_changed();
