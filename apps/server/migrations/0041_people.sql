-- A request about own data is extended once, with a reason that the asker reads. Whoever answers for a child was linked by a
-- document that a clerk has seen, or by the relation that the register holds; either ends on the fourteenth birthday.

ALTER TABLE rights_requests
  ADD COLUMN extended_at timestamptz,
  ADD COLUMN extended_by uuid,
  ADD COLUMN extended_words text,
  ADD CONSTRAINT rights_requests_extended CHECK ((extended_at IS NULL) = (extended_words IS NULL));
COMMENT ON COLUMN rights_requests.extended_at IS 'When the last day was put off; once only.';
COMMENT ON COLUMN rights_requests.extended_by IS 'Who put it off.';
COMMENT ON COLUMN rights_requests.extended_words IS 'Why; told to the person.';

ALTER TABLE resident_persons
  ADD COLUMN document_seen text CONSTRAINT resident_persons_document_seen
    CHECK (document_seen IN ('identity_card', 'household_booklet', 'birth_certificate', 'adoption', 'court_or_committee'));
COMMENT ON COLUMN resident_persons.document_seen IS 'What the clerk was shown at the counter.';
ALTER TABLE resident_persons DROP CONSTRAINT resident_persons_checked_how;
ALTER TABLE resident_persons ADD CONSTRAINT resident_persons_checked_how
  CHECK (checked_how IN ('document_and_phone', 'counter', 'register'));
COMMENT ON COLUMN resident_persons.checked_how IS 'By number and phone on the portal; by a clerk at the counter who saw the document; by the relation that the register holds.';

DROP FUNCTION vault.link(int, bytea, uuid, uuid, boolean);
-- At the counter, by a clerk who may change the file.
CREATE FUNCTION vault.link(p_county int, p_token bytea, p_person uuid, p_resident uuid, p_guardian boolean, p_seen text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  session sessions := vault.session_of(p_county, p_token);
BEGIN
  IF session.staff_id IS NULL
    OR cardinality(vault.within_reach(p_county, session.staff_id, session.method, 'register.change', ARRAY[p_person])) = 0
  THEN RETURN false; END IF;
  INSERT INTO resident_persons (county_id, id, resident_id, person_id, as_guardian, checked_how, checked_by, document_seen)
  VALUES (p_county, gen_random_uuid(), p_resident, p_person, p_guardian, 'counter', session.staff_id, p_seen)
  ON CONFLICT (county_id, resident_id, person_id) WHERE ended_at IS NULL DO NOTHING;
  RETURN true;
END $$;

-- Children under 14 of whoever is signed in and has found their own file: by a relation that is recorded, or as son or daughter
-- in the household that they head; only where a document said so. Answers those that were linked now.
CREATE FUNCTION vault.claim_children(p_county int, p_token bytea, p_today date) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  session sessions := vault.session_of(p_county, p_token);
  linked uuid[];
BEGIN
  IF session.resident_id IS NULL THEN RETURN '{}'; END IF;
  WITH own AS (
    SELECT p.id FROM resident_persons l JOIN persons p ON p.county_id = l.county_id AND p.id = l.person_id
    WHERE l.county_id = p_county AND l.resident_id = session.resident_id AND NOT l.as_guardian AND l.ended_at IS NULL
      AND p.state IN ('present', 'away')
  ), related AS (
    SELECT r.person_id AS id FROM own JOIN person_relations r ON r.county_id = p_county AND r.other_id = own.id
    WHERE r.kind IN ('parent', 'guardian') AND r.known_how = 'document' AND (r.valid_to IS NULL OR r.valid_to > p_today)
    UNION
    SELECT c.person_id FROM own
    JOIN residences h ON h.county_id = p_county AND h.person_id = own.id AND h.valid_to IS NULL AND h.relation = 'head'
    JOIN residences c ON c.county_id = p_county AND c.household_id = h.household_id AND c.valid_to IS NULL
    WHERE c.relation IN ('son', 'daughter') AND c.known_how = 'document'
  ), added AS (
    INSERT INTO resident_persons (county_id, id, resident_id, person_id, as_guardian, checked_how)
    SELECT p_county, gen_random_uuid(), session.resident_id, p.id, true, 'register'
    FROM related JOIN persons p ON p.county_id = p_county AND p.id = related.id
    WHERE p.birth_on > p_today - interval '14 years' AND p.state IN ('present', 'away')
    ON CONFLICT (county_id, resident_id, person_id) WHERE ended_at IS NULL DO NOTHING
    RETURNING person_id
  )
  SELECT array_agg(person_id) INTO linked FROM added;
  RETURN coalesce(linked, '{}');
END $$;
REVOKE EXECUTE ON FUNCTION vault.link, vault.claim_children FROM PUBLIC;
GRANT EXECUTE ON FUNCTION vault.link, vault.claim_children TO linli_application;
