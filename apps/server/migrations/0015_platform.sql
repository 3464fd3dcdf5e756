-- Deleting in time: what is past its time goes, with a certificate; what a court may ask for is held; whoever was erased
-- stays erased when an older backup comes back. And the second person, whom several mechanisms ask.

CREATE TABLE deletion_certificates (
  county_id int NOT NULL,
  id uuid NOT NULL,
  number text NOT NULL,
  cause text NOT NULL CONSTRAINT deletion_certificates_cause_known CHECK (cause IN ('retention', 'request', 'restore')),
  rule text NOT NULL,
  names jsonb NOT NULL,
  field_group text NOT NULL,
  basis text NOT NULL,
  period jsonb,
  case_id uuid,
  by_kind text NOT NULL,
  by_id uuid,
  began_at timestamptz NOT NULL,
  finished_at timestamptz,
  subjects int NOT NULL DEFAULT 0,
  counts jsonb NOT NULL DEFAULT '{}',
  digest bytea NOT NULL,
  CONSTRAINT deletion_certificates_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT deletion_certificates_number UNIQUE (county_id, number)
);
COMMENT ON TABLE deletion_certificates IS 'What was deleted, by which rule, on which basis, when and how many; never whose or what it said. Written in the transactions that delete.';
COMMENT ON COLUMN deletion_certificates.number IS 'As printed.';
COMMENT ON COLUMN deletion_certificates.cause IS 'Its time was over; somebody asked for it; an older backup was put back.';
COMMENT ON COLUMN deletion_certificates.rule IS 'Code of the rule; file or the field groups for a request.';
COMMENT ON COLUMN deletion_certificates.names IS 'What the rule deletes, in the words of that day.';
COMMENT ON COLUMN deletion_certificates.field_group IS 'As in the field catalogue.';
COMMENT ON COLUMN deletion_certificates.basis IS 'Legal basis of the rule.';
COMMENT ON COLUMN deletion_certificates.period IS 'RetentionPeriod of the contract; null where no period decided.';
COMMENT ON COLUMN deletion_certificates.case_id IS 'The request that was granted.';
COMMENT ON COLUMN deletion_certificates.by_kind IS 'staff or system.';
COMMENT ON COLUMN deletion_certificates.by_id IS 'Who granted it.';
COMMENT ON COLUMN deletion_certificates.subjects IS 'How many files, values or rows the rule spoke of.';
COMMENT ON COLUMN deletion_certificates.counts IS 'Rows deleted, by kind.';
COMMENT ON COLUMN deletion_certificates.digest IS 'SHA-256 chain over the ids in the order of deletion.';
CREATE INDEX deletion_certificates_began ON deletion_certificates (county_id, began_at DESC, id DESC);
-- Whoever goes on after a break goes on with the certificate that was begun.
CREATE UNIQUE INDEX deletion_certificates_running ON deletion_certificates (county_id, rule) WHERE cause = 'retention' AND finished_at IS NULL;

CREATE TABLE erasures (
  county_id int NOT NULL,
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  part text NOT NULL,
  erased_at timestamptz NOT NULL,
  certificate text NOT NULL,
  listed_at timestamptz,
  pending boolean NOT NULL DEFAULT false,
  CONSTRAINT erasures_pkey PRIMARY KEY (county_id, subject_kind, subject_id, part)
);
COMMENT ON TABLE erasures IS 'Who was erased, by id alone. A copy stands outside the database, so that a restored one learns what it must erase again.';
COMMENT ON COLUMN erasures.subject_kind IS 'person.';
COMMENT ON COLUMN erasures.subject_id IS 'No foreign key: it is gone.';
COMMENT ON COLUMN erasures.part IS 'file for all of it, or the field group.';
COMMENT ON COLUMN erasures.certificate IS 'Number of the certificate.';
COMMENT ON COLUMN erasures.listed_at IS 'Since when it stands in the list outside the database.';
COMMENT ON COLUMN erasures.pending IS 'Came from the list, and is to be erased before the platform serves.';
CREATE INDEX erasures_unlisted ON erasures (county_id, erased_at) WHERE listed_at IS NULL;
CREATE INDEX erasures_pending ON erasures (county_id, subject_kind, part) WHERE pending;

CREATE TABLE approvals (
  county_id int NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  permission text NOT NULL,
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  title text NOT NULL,
  facts jsonb NOT NULL DEFAULT '{}',
  words text NOT NULL,
  by_id uuid NOT NULL,
  asked_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CONSTRAINT approvals_state_known CHECK (state IN ('waiting', 'accepted', 'refused', 'withdrawn')),
  decided_by uuid,
  decided_at timestamptz,
  decided_words text,
  CONSTRAINT approvals_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT approvals_by_fk FOREIGN KEY (county_id, by_id) REFERENCES staff (county_id, id),
  CONSTRAINT approvals_decided_by_fk FOREIGN KEY (county_id, decided_by) REFERENCES staff (county_id, id),
  CONSTRAINT approvals_second_person CHECK (decided_by <> by_id),
  CONSTRAINT approvals_decided CHECK ((state IN ('accepted', 'refused')) = (decided_by IS NOT NULL))
);
COMMENT ON TABLE approvals IS 'What waits for a second person, whatever the module, and what they decided.';
COMMENT ON COLUMN approvals.kind IS 'What is asked for; the module of this kind brings it about.';
COMMENT ON COLUMN approvals.permission IS 'What the second person needs.';
COMMENT ON COLUMN approvals.subject_kind IS 'What it is about.';
COMMENT ON COLUMN approvals.subject_id IS 'See subject_kind.';
COMMENT ON COLUMN approvals.title IS 'Masked by the module that asks.';
COMMENT ON COLUMN approvals.facts IS 'What the second person should know; never personal values.';
COMMENT ON COLUMN approvals.by_id IS 'Who asks.';
COMMENT ON COLUMN approvals.expires_at IS 'Not decided by then, it has lapsed.';
COMMENT ON COLUMN approvals.state IS 'waiting until somebody has decided.';
COMMENT ON COLUMN approvals.decided_by IS 'The second person, never the first.';
COMMENT ON COLUMN approvals.decided_words IS 'What they had to say.';
CREATE INDEX approvals_by ON approvals (county_id, by_id, asked_at DESC, id DESC);
CREATE INDEX approvals_decided_by ON approvals (county_id, decided_by);
CREATE INDEX approvals_waiting ON approvals (county_id, permission, asked_at, id) WHERE state = 'waiting';
CREATE UNIQUE INDEX approvals_once ON approvals (county_id, kind, subject_id) WHERE state = 'waiting';

CREATE TABLE legal_holds (
  county_id int NOT NULL,
  id uuid NOT NULL,
  number text NOT NULL,
  subject_kind text NOT NULL CONSTRAINT legal_holds_subject_known CHECK (subject_kind IN ('person', 'household', 'matter')),
  subject_id uuid NOT NULL,
  ground text NOT NULL CONSTRAINT legal_holds_ground_known CHECK (ground IN ('litigation', 'investigation', 'supervision', 'review', 'audit')),
  words text NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CONSTRAINT legal_holds_state_known CHECK (state IN ('waiting', 'active', 'refused', 'ended')),
  asked_at timestamptz NOT NULL,
  began_at timestamptz,
  ended_at timestamptz,
  CONSTRAINT legal_holds_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT legal_holds_number UNIQUE (county_id, number),
  CONSTRAINT legal_holds_period CHECK ((state IN ('active', 'ended')) = (began_at IS NOT NULL) AND (state = 'ended') = (ended_at IS NOT NULL))
);
COMMENT ON TABLE legal_holds IS 'What must not be deleted while it lasts (法律保全). Beginning and end each need two people, see approvals.';
COMMENT ON COLUMN legal_holds.number IS 'For the papers.';
COMMENT ON COLUMN legal_holds.subject_kind IS 'A person; a household with everybody who ever belonged to it; a matter.';
COMMENT ON COLUMN legal_holds.subject_id IS 'See subject_kind.';
COMMENT ON COLUMN legal_holds.ground IS 'Why it may be asked for.';
COMMENT ON COLUMN legal_holds.state IS 'It holds while active, also while its end is being decided.';
CREATE INDEX legal_holds_active ON legal_holds (county_id, subject_kind, subject_id) WHERE state = 'active';
CREATE INDEX legal_holds_asked ON legal_holds (county_id, asked_at DESC, id DESC);

-- Evidence stays.
REVOKE UPDATE, DELETE ON deletion_certificates, erasures FROM linli_application;
GRANT UPDATE (finished_at, subjects, counts, digest) ON deletion_certificates TO linli_application;
GRANT UPDATE (erased_at, certificate, listed_at, pending) ON erasures TO linli_application;
REVOKE DELETE ON approvals, legal_holds FROM linli_application;

-- Since when somebody is gone: what their data's time counts from.
ALTER TABLE persons ADD COLUMN left_on date;
COMMENT ON COLUMN persons.left_on IS 'Last day in the county of somebody who moved out or died; follows the residences.';
UPDATE persons p SET left_on = r.last
FROM (SELECT county_id, person_id, max(valid_to) AS last FROM residences GROUP BY 1, 2) r
WHERE r.county_id = p.county_id AND r.person_id = p.id AND p.state IN ('left', 'died');
CREATE INDEX persons_left ON persons (county_id, left_on) WHERE left_on IS NOT NULL;
CREATE INDEX person_needs_over ON person_needs (county_id, valid_to);

-- A request and an emergency are remembered longer than the file they were about.
ALTER TABLE rights_requests DROP CONSTRAINT rights_requests_person_fk;
COMMENT ON COLUMN rights_requests.person_id IS 'No foreign key: the answer outlives the file.';
ALTER TABLE break_glass DROP CONSTRAINT break_glass_person_fk;
COMMENT ON COLUMN break_glass.person_id IS 'No foreign key: the review outlives the file.';

-- Everything of a kind that a hold covers. A person is one with all doubles; a household means whoever ever belonged to it.
CREATE FUNCTION held_subjects(p_county int, p_kind text) RETURNS uuid[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
  WITH named AS (
    SELECT subject_kind, subject_id FROM legal_holds WHERE county_id = p_county AND state = 'active'
  ), people AS (
    SELECT subject_id AS id FROM named WHERE subject_kind = 'person'
    UNION SELECT r.person_id FROM named n JOIN residences r ON r.county_id = p_county AND r.household_id = n.subject_id
      WHERE n.subject_kind = 'household'
  ), kept AS (
    SELECT coalesce(p.merged_into_id, p.id) AS id FROM people n JOIN persons p ON p.county_id = p_county AND p.id = n.id
  ), held AS (
    SELECT id FROM kept WHERE p_kind = 'person'
    UNION SELECT p.id FROM kept k JOIN persons p ON p.county_id = p_county AND p.merged_into_id = k.id WHERE p_kind = 'person'
    UNION SELECT subject_id FROM named WHERE subject_kind = p_kind AND p_kind <> 'person'
  )
  SELECT coalesce(array_agg(id), '{}') FROM held
$$;

-- The only way by which sealed values are erased for good: under a certificate that is being written, and of nobody whom a
-- hold covers. Fields null: everything of these persons, and who could see it as their own. With a day: only what was
-- recorded before. What is put back by a restore was erased when nothing held it.
CREATE FUNCTION vault.forget(p_county int, p_certificate uuid, p_persons uuid[], p_fields text[], p_before timestamptz) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  why text := (SELECT cause FROM deletion_certificates WHERE county_id = p_county AND id = p_certificate AND finished_at IS NULL);
  free uuid[];
  emptied uuid[];
  erased int;
BEGIN
  IF why IS NULL THEN RETURN 0; END IF;
  free := CASE WHEN why = 'restore' THEN p_persons
    ELSE ARRAY(SELECT unnest(p_persons) EXCEPT SELECT unnest(held_subjects(p_county, 'person'))) END;
  WITH gone AS (
    DELETE FROM vault.facts
    WHERE county_id = p_county AND person_id = ANY(free) AND (p_fields IS NULL OR field = ANY(p_fields))
      AND (p_before IS NULL OR recorded_at < p_before)
    RETURNING key_id)
  SELECT array_agg(DISTINCT key_id), count(*) INTO emptied, erased FROM gone;
  DELETE FROM vault.keys k
  WHERE k.county_id = p_county AND (k.id = ANY(emptied) OR p_fields IS NULL AND k.person_id = ANY(free))
    AND NOT EXISTS (SELECT FROM vault.facts f WHERE f.county_id = k.county_id AND f.key_id = k.id);
  IF p_fields IS NULL THEN
    DELETE FROM resident_persons WHERE county_id = p_county AND person_id = ANY(free);
  END IF;
  RETURN erased;
END $$;

-- Files with sealed values whose time is over, since when: of people who left by a day, or of values recorded before an
-- instant; of everybody, or among some. For whoever has to delete them; that there are some is told, not what they say.
CREATE FUNCTION vault.overdue(p_county int, p_fields text[], p_left date, p_recorded timestamptz, p_among uuid[]) RETURNS TABLE (person_id uuid, since date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT k.id, k.left_on FROM persons k
  WHERE k.county_id = p_county AND k.left_on <= p_left AND k.state IN ('left', 'died') AND (p_among IS NULL OR k.id = ANY(p_among)) AND (
    EXISTS (SELECT FROM vault.facts f WHERE f.county_id = k.county_id AND f.person_id = k.id AND f.field = ANY(p_fields))
    -- What was sealed under a double stayed with it.
    OR EXISTS (SELECT FROM persons d JOIN vault.facts f ON f.county_id = d.county_id AND f.person_id = d.id
      WHERE d.county_id = k.county_id AND d.merged_into_id = k.id AND f.field = ANY(p_fields)))
  UNION ALL
  SELECT coalesce(p.merged_into_id, p.id), min(f.recorded_at)::date FROM vault.facts f
  JOIN persons p ON p.county_id = f.county_id AND p.id = f.person_id
  WHERE f.county_id = p_county AND f.field = ANY(p_fields) AND f.recorded_at < p_recorded
    AND (p_among IS NULL OR p.id = ANY(p_among) OR p.merged_into_id = ANY(p_among)) GROUP BY 1
$$;

-- Emergencies that were reviewed long ago.
CREATE FUNCTION vault.forget_openings(p_county int, p_ids uuid[], p_before timestamptz) RETURNS int
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH gone AS (
    DELETE FROM break_glass WHERE county_id = p_county AND id = ANY(p_ids) AND reviewed_at < p_before
      AND p_before < vault.clock() - interval '2 years' RETURNING id)
  SELECT count(*)::int FROM gone
$$;
REVOKE EXECUTE ON FUNCTION vault.forget, vault.overdue, vault.forget_openings FROM PUBLIC;
GRANT EXECUTE ON FUNCTION vault.forget, vault.overdue, vault.forget_openings TO linli_application;
