-- What somebody could do with a stolen connection of the application: its own tables pass for nobody's, and a session that it
-- writes opens nothing.

-- A temporary table is found before the real one of that name, unless its schema is named last.
DO $$
DECLARE
  f regprocedure;
BEGIN
  FOR f IN
    SELECT p.oid FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND pg_has_role(p.proowner, 'USAGE')
      AND (p.prosecdef OR EXISTS (SELECT FROM unnest(p.proconfig) setting WHERE setting LIKE 'search_path=%'))
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
  LOOP
    EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', f);
  END LOOP;
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END $$;

-- Who was signed in before signs in anew: nothing proves those sessions.
ALTER TABLE sessions ADD COLUMN proof bytea NOT NULL DEFAULT '';
COMMENT ON COLUMN sessions.proof IS 'HMAC over token, owner, method and end, with a key of the process: whoever can only write to this table opens no session.';
UPDATE sessions SET revoked_at = now() WHERE revoked_at IS NULL;
-- What a session is, stays as it was opened.
REVOKE UPDATE ON sessions FROM linli_application;
GRANT UPDATE (last_seen_at, revoked_at) ON sessions TO linli_application;

CREATE TABLE vault.session_key (
  single boolean NOT NULL DEFAULT true PRIMARY KEY CONSTRAINT session_key_single CHECK (single),
  secret bytea NOT NULL
);
COMMENT ON TABLE vault.session_key IS 'Checks the proof of sessions; handed over by the process, as owner, when it starts. Read by the trigger below alone.';

-- Held by the table itself, so that whatever reads a session may believe it. Rows that the owner puts back come from a backup.
CREATE FUNCTION vault.refuse_unproved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF pg_has_role(session_user, current_user, 'USAGE') OR NEW.proof = (
    -- As sessionProof in platform/crypto writes it.
    SELECT hmac(convert_to(concat_ws(':', NEW.county_id, encode(NEW.token_hash, 'hex'),
      CASE WHEN NEW.staff_id IS NULL THEN 'resident' ELSE 'staff' END, coalesce(NEW.staff_id, NEW.resident_id), NEW.method,
      (extract(epoch FROM NEW.expires_at) * 1000)::bigint), 'UTF8'), secret, 'sha256') FROM vault.session_key)
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a session without its proof' USING ERRCODE = 'insufficient_privilege';
END $$;
REVOKE EXECUTE ON FUNCTION vault.refuse_unproved() FROM PUBLIC;
CREATE TRIGGER sessions_proved BEFORE INSERT OR UPDATE ON sessions FOR EACH ROW EXECUTE FUNCTION vault.refuse_unproved();
