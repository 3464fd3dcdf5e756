-- Who becomes a person's own eyes on their file: by a counter that has the phone prove itself, told to the phones that are linked
-- already, and ended again by the person, by the counter, or when the phone is theirs no longer.

-- A county's roles that decide between files have the counter; whoever is at the door has not.
UPDATE roles SET permissions = permissions || '{register.link}'
WHERE reach = 'area' AND '{register.change,register.merge}' <@ permissions AND NOT 'register.link' = ANY(permissions);

ALTER TABLE phone_codes DROP CONSTRAINT phone_codes_purpose_known;
ALTER TABLE phone_codes ADD CONSTRAINT phone_codes_purpose_known CHECK (purpose IN ('sign_in', 'link'));

ALTER TABLE resident_persons
  ADD COLUMN ended_how text CONSTRAINT resident_persons_ended_how CHECK (ended_how IN ('resident', 'counter', 'phone', 'rule')),
  ADD COLUMN ended_by uuid;
COMMENT ON COLUMN resident_persons.ended_how IS 'By a resident who sees the file as their own; by a clerk; since the phone no longer stands on the file; by a rule that came later.';
COMMENT ON COLUMN resident_persons.ended_by IS 'The resident or the clerk.';

-- Nobody under fourteen found a file by a phone of their own.
UPDATE resident_persons l SET ended_at = now(), ended_how = 'rule'
FROM persons p
WHERE p.county_id = l.county_id AND p.id = l.person_id AND l.ended_at IS NULL AND l.checked_how = 'document_and_phone'
  AND p.birth_on > current_date - interval '14 years';

-- A resident's own file: both numbers are registered with it, and the phone is the one they have signed in with. One phone is one
-- person; under fourteen it is a guardian's; and up to eighteen it stands on no other file. The rest is for the counter.
CREATE OR REPLACE FUNCTION vault.claim(p_county int, p_token bytea, p_name text, p_document bytea, p_phone bytea) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  session sessions := vault.session_of(p_county, p_token);
  today date := (SELECT (vault.clock() AT TIME ZONE time_zone)::date FROM counties WHERE county_id = p_county);
  found uuid;
BEGIN
  SELECT p.id INTO found FROM persons p
  JOIN person_keys d ON d.county_id = p.county_id AND d.person_id = p.id AND d.kind = 'document' AND d.digest = p_document
  JOIN person_keys t ON t.county_id = p.county_id AND t.person_id = p.id AND t.kind = 'phone' AND t.digest = p_phone
  WHERE p.county_id = p_county AND p.name = p_name AND p.state <> 'merged' AND p.birth_on <= today - interval '14 years'
    AND (p.birth_on <= today - interval '18 years' OR NOT EXISTS (
      SELECT FROM person_keys o WHERE o.county_id = p_county AND o.kind = 'phone' AND o.digest = p_phone AND o.person_id <> p.id))
  LIMIT 1;
  IF found IS NULL OR session.resident_id IS NULL OR EXISTS (
    SELECT FROM resident_persons l JOIN persons p ON p.county_id = l.county_id AND p.id = l.person_id
    WHERE l.county_id = p_county AND l.resident_id = session.resident_id AND NOT l.as_guardian AND l.ended_at IS NULL
      AND p.state <> 'merged' AND p.id <> found)
  THEN RETURN NULL; END IF;
  INSERT INTO resident_persons (county_id, id, resident_id, person_id, checked_how)
  VALUES (p_county, gen_random_uuid(), session.resident_id, found, 'document_and_phone')
  ON CONFLICT (county_id, resident_id, person_id) WHERE ended_at IS NULL DO NOTHING;
  RETURN found;
END $$;

-- At the counter, by a clerk whose post has it.
CREATE OR REPLACE FUNCTION vault.link(p_county int, p_token bytea, p_person uuid, p_resident uuid, p_guardian boolean, p_seen text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  session sessions := vault.session_of(p_county, p_token);
BEGIN
  IF session.staff_id IS NULL
    OR cardinality(vault.within_reach(p_county, session.staff_id, session.method, 'register.link', ARRAY[p_person])) = 0
  THEN RETURN false; END IF;
  INSERT INTO resident_persons (county_id, id, resident_id, person_id, as_guardian, checked_how, checked_by, document_seen)
  VALUES (p_county, gen_random_uuid(), p_resident, p_person, p_guardian, 'counter', session.staff_id, p_seen)
  ON CONFLICT (county_id, resident_id, person_id) WHERE ended_at IS NULL DO NOTHING;
  RETURN true;
END $$;

-- By the counter; by the resident it is; or by whoever sees the file as their own. Answers whose phone it was.
CREATE FUNCTION vault.end_link(p_county int, p_token bytea, p_person uuid, p_link uuid) RETURNS uuid
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE resident_persons l SET ended_at = vault.clock(), ended_by = coalesce(s.staff_id, s.resident_id),
    ended_how = CASE WHEN s.staff_id IS NULL THEN 'resident' ELSE 'counter' END
  FROM vault.session_of(p_county, p_token) s
  WHERE l.county_id = p_county AND l.id = p_link AND l.person_id = p_person AND l.ended_at IS NULL AND CASE
    WHEN s.staff_id IS NOT NULL THEN cardinality(vault.within_reach(p_county, s.staff_id, s.method, 'register.link', ARRAY[p_person])) > 0
    ELSE l.resident_id = s.resident_id OR EXISTS (
      SELECT FROM resident_persons own WHERE own.county_id = p_county AND own.person_id = p_person
        AND own.resident_id = s.resident_id AND NOT own.as_guardian AND own.ended_at IS NULL) END
  RETURNING l.resident_id
$$;

-- The phone of a file has changed, and these have the earlier one. Needs no session: it only takes away.
CREATE FUNCTION vault.end_links_of_phone(p_county int, p_person uuid, p_residents uuid[]) RETURNS uuid[]
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH ended AS (
    UPDATE resident_persons SET ended_at = vault.clock(), ended_how = 'phone'
    WHERE county_id = p_county AND person_id = p_person AND resident_id = ANY(p_residents) AND NOT as_guardian AND ended_at IS NULL
    RETURNING resident_id)
  SELECT coalesce(array_agg(resident_id), '{}') FROM ended
$$;
REVOKE EXECUTE ON FUNCTION vault.end_link, vault.end_links_of_phone FROM PUBLIC;
GRANT EXECUTE ON FUNCTION vault.end_link, vault.end_links_of_phone TO linli_application;
