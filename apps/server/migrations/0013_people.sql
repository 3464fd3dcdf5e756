-- What people see of their own data and may ask for (个人信息保护法 44–50).

CREATE TABLE file_claims (
  county_id int NOT NULL,
  id uuid NOT NULL,
  resident_id uuid NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT file_claims_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT file_claims_resident_fk FOREIGN KEY (county_id, resident_id) REFERENCES residents (county_id, id)
);
COMMENT ON TABLE file_claims IS 'Attempts to find one''s own file by number and name: five a day, so that nobody tries numbers out.';
CREATE INDEX file_claims_resident ON file_claims (county_id, resident_id, at);

CREATE TABLE rights_requests (
  county_id int NOT NULL,
  id uuid NOT NULL,
  resident_id uuid NOT NULL,
  person_id uuid NOT NULL,
  kind text NOT NULL CONSTRAINT rights_requests_kind_known CHECK (kind IN ('correction', 'copy', 'deletion', 'explanation', 'dispute')),
  words text NOT NULL,
  reading_seq bigint,
  state text NOT NULL DEFAULT 'open' CONSTRAINT rights_requests_state_known CHECK (state IN ('open', 'fulfilled', 'refused')),
  asked_at timestamptz NOT NULL DEFAULT now(),
  due_on date NOT NULL,
  decided_at timestamptz,
  decided_by uuid,
  ground text CONSTRAINT rights_requests_ground_known CHECK (ground IN ('not_wrong', 'law_requires', 'not_identified', 'third_party', 'no_fault')),
  answer text,
  CONSTRAINT rights_requests_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT rights_requests_resident_fk FOREIGN KEY (county_id, resident_id) REFERENCES residents (county_id, id),
  CONSTRAINT rights_requests_person_fk FOREIGN KEY (county_id, person_id) REFERENCES persons (county_id, id),
  CONSTRAINT rights_requests_dispute_has_reading CHECK ((kind = 'dispute') = (reading_seq IS NOT NULL)),
  CONSTRAINT rights_requests_refusal_has_ground CHECK ((state = 'refused') = (ground IS NOT NULL)),
  CONSTRAINT rights_requests_answered CHECK ((state = 'open') = (answer IS NULL))
);
COMMENT ON TABLE rights_requests IS 'What people ask about their own data: correction, copy, deletion, explanation, and disputes of a reading; each is answered, a refusal with its ground.';
COMMENT ON COLUMN rights_requests.kind IS 'What is asked for.';
COMMENT ON COLUMN rights_requests.reading_seq IS 'The reading (access_log.seq) that is disputed.';
COMMENT ON COLUMN rights_requests.state IS 'open until somebody has answered.';
COMMENT ON COLUMN rights_requests.due_on IS 'Last day for the answer.';
COMMENT ON COLUMN rights_requests.decided_by IS 'Who answered.';
COMMENT ON COLUMN rights_requests.ground IS 'Why it was refused.';
COMMENT ON COLUMN rights_requests.answer IS 'Told to the person.';
CREATE INDEX rights_requests_resident ON rights_requests (county_id, resident_id, asked_at);
CREATE INDEX rights_requests_person ON rights_requests (county_id, person_id);
CREATE INDEX rights_requests_open ON rights_requests (county_id, due_on, id) WHERE state = 'open';

-- What lets somebody into a file is written by these functions alone: with a stolen connection nobody lets themselves in.
REVOKE INSERT, UPDATE, DELETE ON break_glass, resident_persons FROM linli_application;

CREATE FUNCTION vault.session_of(p_county int, p_token bytea) RETURNS sessions
LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
  SELECT * FROM sessions s
  WHERE s.county_id = p_county AND s.token_hash = sha256(p_token) AND s.revoked_at IS NULL AND s.expires_at > vault.clock()
$$;

-- A resident's own file: both numbers are registered with it, and the phone is the one they have signed in with.
CREATE FUNCTION vault.claim(p_county int, p_token bytea, p_name text, p_document bytea, p_phone bytea) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  session sessions := vault.session_of(p_county, p_token);
  found uuid;
BEGIN
  SELECT p.id INTO found FROM persons p
  JOIN person_keys d ON d.county_id = p.county_id AND d.person_id = p.id AND d.kind = 'document' AND d.digest = p_document
  JOIN person_keys t ON t.county_id = p.county_id AND t.person_id = p.id AND t.kind = 'phone' AND t.digest = p_phone
  WHERE p.county_id = p_county AND p.name = p_name AND p.state <> 'merged' LIMIT 1;
  IF found IS NULL OR session.resident_id IS NULL THEN RETURN NULL; END IF;
  INSERT INTO resident_persons (county_id, id, resident_id, person_id, checked_how)
  VALUES (p_county, gen_random_uuid(), session.resident_id, found, 'document_and_phone')
  ON CONFLICT (county_id, resident_id, person_id) WHERE ended_at IS NULL DO NOTHING;
  RETURN found;
END $$;

-- At the counter, by a clerk who may change the file.
CREATE FUNCTION vault.link(p_county int, p_token bytea, p_person uuid, p_resident uuid, p_guardian boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  session sessions := vault.session_of(p_county, p_token);
BEGIN
  IF session.staff_id IS NULL
    OR cardinality(vault.within_reach(p_county, session.staff_id, session.method, 'register.change', ARRAY[p_person])) = 0
  THEN RETURN false; END IF;
  INSERT INTO resident_persons (county_id, id, resident_id, person_id, as_guardian, checked_how, checked_by)
  VALUES (p_county, gen_random_uuid(), p_resident, p_person, p_guardian, 'counter', session.staff_id)
  ON CONFLICT (county_id, resident_id, person_id) WHERE ended_at IS NULL DO NOTHING;
  RETURN true;
END $$;

-- Whoever followed a double follows the file that stayed.
CREATE FUNCTION vault.follow_merged(p_county int, p_person uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  INSERT INTO resident_persons (county_id, id, resident_id, person_id, as_guardian, checked_how, checked_at, checked_by)
  SELECT rp.county_id, gen_random_uuid(), rp.resident_id, p.merged_into_id, rp.as_guardian, rp.checked_how, rp.checked_at, rp.checked_by
  FROM resident_persons rp JOIN persons p ON p.county_id = rp.county_id AND p.id = rp.person_id AND p.state = 'merged'
  WHERE rp.county_id = p_county AND rp.person_id = p_person AND rp.ended_at IS NULL
  ON CONFLICT (county_id, resident_id, person_id) WHERE ended_at IS NULL DO NOTHING
$$;

-- Two hours, with a reason, by somebody whose post opens the vault at all; told and reviewed by the application.
CREATE FUNCTION vault.break_glass(p_county int, p_token bytea, p_person uuid, p_reason text, p_id uuid) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  session sessions := vault.session_of(p_county, p_token);
  until timestamptz := vault.clock() + interval '2 hours';
BEGIN
  IF session.staff_id IS NULL OR length(trim(p_reason)) < 2 OR NOT EXISTS (
    SELECT FROM posts p JOIN roles r ON r.county_id = p.county_id AND r.id = p.role_id AND r.closed_at IS NULL
    WHERE p.county_id = p_county AND p.staff_id = session.staff_id AND 'register.reveal' = ANY(r.permissions)
      AND p.valid_from <= vault.clock()::date AND (p.valid_to IS NULL OR p.valid_to > vault.clock()::date))
  THEN RETURN NULL; END IF;
  INSERT INTO break_glass (county_id, id, staff_id, person_id, reason, opened_at, expires_at)
  VALUES (p_county, p_id, session.staff_id, p_person, p_reason, vault.clock(), until);
  RETURN until;
END $$;

-- By somebody else than who opened it.
CREATE FUNCTION vault.review(p_county int, p_token bytea, p_id uuid, p_finding text, p_words text) RETURNS uuid
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  UPDATE break_glass b SET reviewed_at = vault.clock(), reviewed_by = s.staff_id, finding = p_finding, words = p_words
  FROM vault.session_of(p_county, p_token) s
  WHERE b.county_id = p_county AND b.id = p_id AND b.reviewed_at IS NULL AND b.staff_id <> s.staff_id
  RETURNING b.person_id
$$;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA vault FROM PUBLIC;
GRANT EXECUTE ON FUNCTION vault.claim, vault.link, vault.follow_merged, vault.break_glass, vault.review TO linli_application;
