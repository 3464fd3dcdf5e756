-- Closed files (密封档案): a protected child, a victim, a witness. Two people close one, for a time; nobody but who was named then opens
-- it, and no emergency does. What is written here decides, so that only the functions below write it.

CREATE TABLE file_closings (
  county_id int NOT NULL,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  ground text NOT NULL CONSTRAINT file_closings_ground_known CHECK (ground IN ('protected_child', 'victim', 'witness', 'order')),
  words text NOT NULL,
  named_ids uuid[] NOT NULL,
  until date NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CONSTRAINT file_closings_state_known CHECK (state IN ('waiting', 'active', 'refused', 'ended')),
  asked_at timestamptz NOT NULL,
  asked_by uuid NOT NULL,
  decided_at timestamptz,
  decided_by uuid,
  decided_words text,
  end_asked_at timestamptz,
  end_asked_by uuid,
  end_words text,
  ended_at timestamptz,
  ended_by uuid,
  CONSTRAINT file_closings_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT file_closings_asked_by_fk FOREIGN KEY (county_id, asked_by) REFERENCES staff (county_id, id),
  CONSTRAINT file_closings_decided_by_fk FOREIGN KEY (county_id, decided_by) REFERENCES staff (county_id, id),
  CONSTRAINT file_closings_end_asked_by_fk FOREIGN KEY (county_id, end_asked_by) REFERENCES staff (county_id, id),
  CONSTRAINT file_closings_ended_by_fk FOREIGN KEY (county_id, ended_by) REFERENCES staff (county_id, id),
  CONSTRAINT file_closings_second_person CHECK (decided_by <> asked_by AND ended_by <> end_asked_by),
  CONSTRAINT file_closings_decided CHECK ((state = 'waiting') = (decided_by IS NULL) AND (state = 'ended') = (ended_by IS NOT NULL))
);
COMMENT ON TABLE file_closings IS 'Files that nobody opens but the staff named (密封档案), and no emergency. Beginning and early end each need two people.';
COMMENT ON COLUMN file_closings.person_id IS 'With all doubles. No foreign key: the decision outlives the file.';
COMMENT ON COLUMN file_closings.ground IS 'Why it may be asked for.';
COMMENT ON COLUMN file_closings.words IS 'The document that asks for it; never what happened to the person.';
COMMENT ON COLUMN file_closings.named_ids IS 'Members of the staff who go on with the person.';
COMMENT ON COLUMN file_closings.until IS 'Open again from this day on, unless it is closed anew.';
COMMENT ON COLUMN file_closings.state IS 'It is closed while active, also while its end is being decided.';
COMMENT ON COLUMN file_closings.asked_by IS 'Never the one who decides.';
COMMENT ON COLUMN file_closings.decided_by IS 'The second person.';
COMMENT ON COLUMN file_closings.decided_words IS 'What the second person had to say.';
COMMENT ON COLUMN file_closings.end_words IS 'Why it may be opened.';
COMMENT ON COLUMN file_closings.end_asked_by IS 'Who asks that it end early; null while nobody does.';
COMMENT ON COLUMN file_closings.ended_by IS 'The second person, at the end.';
CREATE INDEX file_closings_active ON file_closings (county_id, person_id) WHERE state = 'active';
CREATE INDEX file_closings_asked ON file_closings (county_id, asked_at DESC, id DESC);
CREATE INDEX file_closings_asked_by ON file_closings (county_id, asked_by);
CREATE INDEX file_closings_decided_by ON file_closings (county_id, decided_by);
CREATE INDEX file_closings_end_asked_by ON file_closings (county_id, end_asked_by);
CREATE INDEX file_closings_ended_by ON file_closings (county_id, ended_by);
REVOKE INSERT, UPDATE, DELETE ON file_closings FROM linli_application;

-- Files that are closed to somebody, with their doubles; with null: to everybody who is not named.
CREATE FUNCTION vault.closed_to(p_county int, p_staff uuid) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(array_agg(DISTINCT p.id), '{}') FROM file_closings c
  JOIN counties n ON n.county_id = c.county_id
  JOIN persons k ON k.county_id = c.county_id AND k.id = c.person_id
  JOIN persons p ON p.county_id = c.county_id
    AND (p.id IN (k.id, k.merged_into_id) OR p.merged_into_id IN (k.id, k.merged_into_id))
  WHERE c.county_id = p_county AND c.state = 'active' AND c.until > (vault.clock() AT TIME ZONE n.time_zone)::date
    AND coalesce(p_staff <> ALL(c.named_ids), true)
$$;

-- Of a session that may close files; null for any other.
CREATE FUNCTION vault.closer_of(p_county int, p_token bytea) RETURNS uuid
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT s.staff_id FROM vault.session_of(p_county, p_token) s
  WHERE vault.holds(p_county, s.staff_id, s.method, 'register.approve')
$$;

CREATE FUNCTION vault.ask_closing(
  p_county int, p_token bytea, p_id uuid, p_person uuid, p_ground text, p_words text, p_named uuid[], p_until date
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  closer uuid := vault.closer_of(p_county, p_token);
BEGIN
  IF closer IS NULL THEN RETURN false; END IF;
  INSERT INTO file_closings (county_id, id, person_id, ground, words, named_ids, until, asked_at, asked_by)
  VALUES (p_county, p_id, p_person, p_ground, p_words, p_named, p_until, vault.clock(), closer);
  RETURN true;
END $$;

CREATE FUNCTION vault.ask_reopening(p_county int, p_token bytea, p_id uuid, p_words text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE file_closings c SET end_asked_at = vault.clock(), end_asked_by = closer, end_words = p_words
  FROM vault.closer_of(p_county, p_token) closer
  WHERE c.county_id = p_county AND c.id = p_id AND c.state = 'active' AND c.end_asked_by IS NULL AND closer IS NOT NULL;
  RETURN FOUND;
END $$;

-- Answers what was decided about: begin or end; null where there is nothing to decide for whoever asks.
CREATE FUNCTION vault.decide_closing(p_county int, p_token bytea, p_id uuid, p_accept boolean, p_words text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  closer uuid := vault.closer_of(p_county, p_token);
  decided file_closings;
BEGIN
  IF closer IS NULL THEN RETURN NULL; END IF;
  UPDATE file_closings c SET state = CASE WHEN p_accept THEN 'active' ELSE 'refused' END,
    decided_at = vault.clock(), decided_by = closer, decided_words = p_words
  WHERE c.county_id = p_county AND c.id = p_id AND c.state = 'waiting' AND c.asked_by <> closer
  RETURNING * INTO decided;
  IF FOUND THEN
    IF p_accept THEN
      -- What was opened before does not stay open, and no guardian reads on.
      UPDATE break_glass SET expires_at = vault.clock()
      WHERE county_id = p_county AND expires_at > vault.clock() AND person_id = ANY(vault.closed_to(p_county, NULL));
      UPDATE resident_persons SET ended_at = vault.clock()
      WHERE county_id = p_county AND as_guardian AND ended_at IS NULL AND person_id = ANY(vault.closed_to(p_county, NULL));
    END IF;
    RETURN 'begin';
  END IF;
  IF p_accept THEN
    UPDATE file_closings c SET state = 'ended', ended_at = vault.clock(), ended_by = closer
    WHERE c.county_id = p_county AND c.id = p_id AND c.state = 'active' AND c.end_asked_by <> closer;
  ELSE
    UPDATE file_closings c SET end_asked_at = NULL, end_asked_by = NULL, end_words = NULL
    WHERE c.county_id = p_county AND c.id = p_id AND c.state = 'active' AND c.end_asked_by <> closer;
  END IF;
  RETURN CASE WHEN FOUND THEN 'end' END;
END $$;

-- Whoever comes in as a guardian, by whatever way, comes into no closed file.
CREATE FUNCTION vault.refuse_closed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN CASE WHEN NEW.person_id = ANY(vault.closed_to(NEW.county_id, NULL)) THEN NULL ELSE NEW END;
END $$;
CREATE TRIGGER resident_persons_refuse_closed BEFORE INSERT ON resident_persons
  FOR EACH ROW WHEN (NEW.as_guardian) EXECUTE FUNCTION vault.refuse_closed();

-- As before, but for whom a file is closed to. The person themselves goes on reading what is theirs.
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
    opened := ARRAY(SELECT unnest(opened) EXCEPT SELECT unnest(vault.closed_to(p_county, session.staff_id)));
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

CREATE OR REPLACE FUNCTION vault.break_glass(p_county int, p_token bytea, p_person uuid, p_reason text, p_id uuid) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  session sessions := vault.session_of(p_county, p_token);
  until timestamptz := vault.clock() + interval '2 hours';
BEGIN
  IF session.staff_id IS NULL OR length(trim(p_reason)) < 2 OR NOT EXISTS (
    SELECT FROM posts p JOIN roles r ON r.county_id = p.county_id AND r.id = p.role_id AND r.closed_at IS NULL
    WHERE p.county_id = p_county AND p.staff_id = session.staff_id AND 'register.reveal' = ANY(r.permissions)
      AND p.valid_from <= vault.clock()::date AND (p.valid_to IS NULL OR p.valid_to > vault.clock()::date))
    OR p_person = ANY(vault.closed_to(p_county, NULL))
  THEN RETURN NULL; END IF;
  INSERT INTO break_glass (county_id, id, staff_id, person_id, reason, opened_at, expires_at)
  VALUES (p_county, p_id, session.staff_id, p_person, p_reason, vault.clock(), until);
  RETURN until;
END $$;

REVOKE EXECUTE ON FUNCTION vault.closed_to, vault.closer_of, vault.ask_closing, vault.ask_reopening, vault.decide_closing, vault.refuse_closed
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION vault.closed_to, vault.ask_closing, vault.ask_reopening, vault.decide_closing TO linli_application;

-- The keys of the blind index stand in a file of their own, which no backup holds. What they answer to a fixed word tells whether a
-- file is the one that these digests were made with, and nothing of the keys.
CREATE TABLE register_index_marks (
  county_id int NOT NULL,
  kind text NOT NULL CONSTRAINT register_index_marks_kind_known CHECK (kind IN ('document', 'phone')),
  mark bytea NOT NULL,
  CONSTRAINT register_index_marks_pkey PRIMARY KEY (county_id, kind)
);
COMMENT ON TABLE register_index_marks IS 'Which keys person_keys was made with: another key would find nobody, silently.';
COMMENT ON COLUMN register_index_marks.kind IS 'Of what number.';
COMMENT ON COLUMN register_index_marks.mark IS 'HMAC of a fixed word with the key.';
REVOKE UPDATE, DELETE ON register_index_marks FROM linli_application;
