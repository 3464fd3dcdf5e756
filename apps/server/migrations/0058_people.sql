-- An opening covers fields and no longer whole groups: those that the catalogue registers for the purpose, and that the asker is
-- named as a reader of. Another purpose of the same group, or a reader of some other field, opens nothing.

-- The one number that an emergency needs is registered for it; documents are not.
UPDATE register_fields SET definition = jsonb_set(definition, '{purposes}', (definition->'purposes') || '["emergency"]')
WHERE subject = 'person' AND code = 'phone' AND NOT own AND NOT definition->'purposes' ? 'emergency';

-- Whether one of somebody's posts of today has this permission, wherever.
CREATE FUNCTION vault.holds(p_county int, p_staff uuid, p_method text, p_permission text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM posts p
    JOIN staff st ON st.county_id = p.county_id AND st.id = p.staff_id AND st.disabled_at IS NULL
    JOIN roles r ON r.county_id = p.county_id AND r.id = p.role_id AND r.closed_at IS NULL
    JOIN counties c ON c.county_id = p.county_id
    WHERE p.county_id = p_county AND p.staff_id = p_staff AND p_permission = ANY(r.permissions)
      AND (NOT r.totp_required OR p_method IN ('totp', 'oidc'))
      AND p.valid_from <= (vault.clock() AT TIME ZONE c.time_zone)::date
      AND (p.valid_to IS NULL OR p.valid_to > (vault.clock() AT TIME ZONE c.time_zone)::date))
$$;

-- Merging and exporting have purposes that the catalogue does not list and keep its readers; what the law gives a person of their
-- own data is given whole. Of several persons a field is opened where its reader reaches all.
CREATE FUNCTION vault.fields_for(
  p_county int, p_staff uuid, p_method text, p_purpose text, p_permission text, p_groups text[], p_persons uuid[]
) RETURNS text[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(array_agg(f.code ORDER BY f.code), '{}') FROM register_fields f
  WHERE f.county_id = p_county AND f.subject = 'person' AND f.definition->>'storage' = 'sealed' AND f.definition->>'group' = ANY(p_groups)
    AND (p_purpose NOT IN ('upkeep', 'service', 'visit', 'emergency') OR f.definition->'purposes' ? p_purpose)
    AND (p_purpose IN ('rights', 'own') OR coalesce(f.definition->'readers' ? p_permission, false) OR EXISTS (
      SELECT FROM jsonb_array_elements_text(f.definition->'readers') named (reader)
      WHERE CASE WHEN p_purpose = 'emergency' THEN vault.holds(p_county, p_staff, p_method, named.reader)
        ELSE vault.within_reach(p_county, p_staff, p_method, named.reader, p_persons) @> p_persons END))
$$;

CREATE OR REPLACE FUNCTION vault.open(
  p_county int, p_token bytea, p_purpose text, p_groups text[], p_persons uuid[], p_reason text, p_case uuid, p_request text
) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  need vault.purposes;
  session record;
  opened uuid[] := '{}';
  fields text[];
  duty text := '';
  payload text;
BEGIN
  SELECT * INTO need FROM vault.purposes WHERE purpose = p_purpose AND p_groups <@ groups;
  IF need.purpose IS NULL THEN RETURN opened; END IF;
  SELECT s.staff_id, s.resident_id, s.method INTO session FROM sessions s
  WHERE s.county_id = p_county AND s.token_hash = sha256(p_token) AND s.revoked_at IS NULL AND s.expires_at > vault.clock();
  IF session.staff_id IS NOT NULL THEN
    IF p_purpose = 'emergency' THEN
      opened := ARRAY(
        SELECT b.person_id FROM break_glass b
        WHERE b.county_id = p_county AND b.staff_id = session.staff_id AND b.person_id = ANY(p_persons) AND b.expires_at > vault.clock());
    ELSIF need.permission IS NOT NULL THEN
      opened := vault.within_reach(p_county, session.staff_id, session.method, need.permission, p_persons);
    END IF;
    SELECT coalesce(string_agg(DISTINCT r.name_zh, '、'), '') INTO duty
    FROM posts p JOIN roles r ON r.county_id = p.county_id AND r.id = p.role_id
    WHERE p.county_id = p_county AND p.staff_id = session.staff_id AND (p.valid_to IS NULL OR p.valid_to > vault.clock()::date);
  ELSIF session.resident_id IS NOT NULL AND p_purpose = 'own' THEN
    opened := ARRAY(
      SELECT rp.person_id FROM resident_persons rp JOIN persons p ON p.county_id = rp.county_id AND p.id = rp.person_id
      WHERE rp.county_id = p_county AND rp.resident_id = session.resident_id AND rp.person_id = ANY(p_persons) AND rp.ended_at IS NULL
        -- A guardian answers for a child under 14 and no longer.
        AND (NOT rp.as_guardian OR p.birth_on > vault.clock()::date - interval '14 years'));
  END IF;
  IF cardinality(opened) = 0 THEN RETURN opened; END IF;
  fields := vault.fields_for(p_county, session.staff_id, session.method, p_purpose, need.permission, p_groups, opened);
  IF cardinality(fields) = 0 THEN RETURN '{}'; END IF;
  INSERT INTO access_log (county_id, actor_kind, actor_id, duty, purpose, basis, case_id, reason, subject_kind, subject_ids, field_group, request_id)
  VALUES (p_county, CASE WHEN session.staff_id IS NULL THEN 'resident' ELSE 'staff' END, coalesce(session.staff_id, session.resident_id),
    duty, p_purpose, need.basis, p_case, p_reason, 'person', opened, array_to_string(p_groups, ','), p_request);
  payload := concat_ws(':', pg_backend_pid(), pg_current_xact_id(), p_county, array_to_string(fields, ','), array_to_string(opened, ','));
  PERFORM set_config('linli.vault', payload || ':' || encode(hmac(payload::bytea, (SELECT secret FROM vault.marks), 'sha256'), 'hex'), true);
  RETURN opened;
END $$;

-- By field, which whoever puts a value in cannot call by another group.
DROP POLICY facts_open ON vault.facts;
DROP FUNCTION vault.is_open(int, uuid, text);
CREATE FUNCTION vault.is_open(p_county int, p_person uuid, p_field text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  part text[] := string_to_array(coalesce(current_setting('linli.vault', true), ''), ':');
BEGIN
  RETURN cardinality(part) = 6
    AND part[1] = pg_backend_pid()::text AND part[2] = pg_current_xact_id_if_assigned()::text AND part[3] = p_county::text
    AND p_field = ANY(string_to_array(part[4], ',')) AND p_person::text = ANY(string_to_array(part[5], ','))
    AND part[6] = encode(hmac(array_to_string(part[1:5], ':')::bytea, (SELECT secret FROM vault.marks), 'sha256'), 'hex');
END $$;
CREATE POLICY facts_open ON vault.facts FOR SELECT TO linli_application USING (vault.is_open(county_id, person_id, field));

REVOKE EXECUTE ON FUNCTION vault.fields_for, vault.holds, vault.is_open FROM PUBLIC;
GRANT EXECUTE ON FUNCTION vault.is_open TO linli_application;
