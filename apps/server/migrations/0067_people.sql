-- Health and children's details open for a piece of work that concerns the person, not for an area; and a reading that names
-- a piece of work belongs to it. Both are found out here, where the record is written: no record, no data.

-- The work of a reader that concerns a person or a household: the one named, or the first found. For `p_purpose` it must be
-- open and in the reader's own hands; without a purpose it need only concern them.
CREATE FUNCTION vault.work_on(p_county int, p_staff uuid, p_kind text, p_subject uuid, p_case uuid, p_purpose text)
RETURNS TABLE (kind text, id uuid)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  WITH concerned AS (
    SELECT p.id FROM persons s
    JOIN persons p ON p.county_id = s.county_id AND p.id = coalesce(s.merged_into_id, s.id)
    WHERE p_kind = 'person' AND s.county_id = p_county AND s.id = p_subject
    UNION ALL
    SELECT p.id FROM persons p WHERE p_kind = 'household' AND p.county_id = p_county AND p.household_id = p_subject
  ), homes AS (
    SELECT r.household_id AS id FROM residences r
    WHERE p_kind = 'person' AND r.county_id = p_county AND r.person_id IN (SELECT c.id FROM concerned c) AND r.valid_to IS NULL
    UNION ALL SELECT p_subject WHERE p_kind = 'household'
  ), today AS (
    SELECT (vault.clock() AT TIME ZONE time_zone)::date AS day FROM counties WHERE county_id = p_county
  ), own_units AS (
    SELECT o.unit_id AS id FROM posts o, today t
    WHERE o.county_id = p_county AND o.staff_id = p_staff AND o.valid_from <= t.day AND (o.valid_to IS NULL OR o.valid_to > t.day)
  )
  SELECT w.kind, w.id FROM (
    -- A support visit opens the one it is for; the household's pages go with it.
    SELECT 1 AS nth, 'duty' AS kind, d.id FROM due_items d, today t
    WHERE d.county_id = p_county AND (p_case IS NULL OR d.id = p_case)
      AND (d.target = 'need' AND d.subject_id IN (SELECT c.id FROM concerned c)
        OR (p_purpose IS NULL OR d.target = 'household') AND d.household_id IN (SELECT h.id FROM homes h))
      AND (p_purpose IS NULL OR d.state = 'open' AND d.planned_on <= t.day + 14 AND EXISTS (
        SELECT FROM assignments a WHERE a.county_id = p_county AND a.staff_id = p_staff AND a.area_id = d.grid_id
          AND a.kind IN ('worker', 'deputy') AND a.valid_from <= t.day AND (a.valid_to IS NULL OR a.valid_to > t.day)))
    UNION ALL
    SELECT 2, 'visit', v.id FROM visits v
    WHERE v.county_id = p_county AND (p_case IS NULL OR v.id = p_case)
      AND (v.household_id IN (SELECT h.id FROM homes h) OR v.subject_id IN (SELECT c.id FROM concerned c)
        OR EXISTS (SELECT FROM visit_parts vp WHERE vp.county_id = v.county_id AND vp.visit_id = v.id AND vp.person_id IN (SELECT c.id FROM concerned c)))
      AND (p_purpose IS NULL OR v.staff_id = p_staff AND v.captured_at > vault.clock() - interval '14 days')
    UNION ALL
    -- A matter concerns whoever reported it and those they live with, and the household where a visit found it.
    SELECT 3, 'matter', m.id FROM matters m
    WHERE m.county_id = p_county AND (p_case IS NULL OR m.id = p_case)
      AND (p_purpose IS NULL OR m.closed_at IS NULL AND (m.handler_id = p_staff OR m.first_staff_id = p_staff
        OR m.lead_unit_id = ANY(ARRAY(SELECT u.id FROM own_units u)) OR m.desk_unit_id = ANY(ARRAY(SELECT u.id FROM own_units u))))
      AND (EXISTS (
          -- The vault's index of phones is blind; name and masked phone tell enough.
          SELECT FROM matter_reporters r JOIN persons q ON q.county_id = r.county_id
            AND (q.id IN (SELECT c.id FROM concerned c) OR q.household_id IN (SELECT h.id FROM homes h))
          WHERE r.county_id = m.county_id AND r.matter_id = m.id AND r.role = 'reporter' AND (r.name IS NULL OR r.name = q.name)
            AND q.phone_masked = left(r.phone, 3) || '****' || right(r.phone, 4))
        OR EXISTS (SELECT FROM visits v WHERE v.county_id = m.county_id AND v.household_id IN (SELECT h.id FROM homes h)
          AND m.id = ANY(v.matter_ids)))
    UNION ALL
    SELECT 4, 'request', r.id FROM rights_requests r
    WHERE r.county_id = p_county AND (p_case IS NULL OR r.id = p_case) AND r.person_id IN (SELECT c.id FROM concerned c)
      AND (p_purpose IS NULL OR r.state = 'open' AND (p_purpose = 'rights' OR r.kind = 'correction')
        -- A copy that was granted is printed at the counter for as long as it may be fetched.
        OR p_purpose = 'rights' AND r.kind = 'copy' AND r.state = 'fulfilled')
  ) w ORDER BY w.nth, w.id LIMIT 1
$$;

CREATE FUNCTION vault.belong_to_work() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  -- Break-glass is for what nobody had in hand; it is reviewed instead.
  delicate boolean := NEW.actor_kind = 'staff' AND NEW.subject_kind = 'person' AND NEW.purpose <> 'emergency'
    AND string_to_array(NEW.field_group, ',') && '{health,child}';
  subject uuid;
  found_kind text;
  found_id uuid;
BEGIN
  IF NEW.unit IS NULL AND NEW.actor_kind = 'staff' THEN
    NEW.unit := (SELECT string_agg(DISTINCT u.name, '、') FROM posts o JOIN units u ON u.county_id = o.county_id AND u.id = o.unit_id
      WHERE o.county_id = NEW.county_id AND o.staff_id = NEW.actor_id AND o.valid_from <= vault.clock()::date
        AND (o.valid_to IS NULL OR o.valid_to > vault.clock()::date));
  END IF;
  IF NOT delicate AND NEW.case_id IS NULL THEN RETURN NEW; END IF;
  FOREACH subject IN ARRAY NEW.subject_ids LOOP
    SELECT w.kind, w.id INTO found_kind, found_id
    FROM vault.work_on(NEW.county_id, NEW.actor_id, NEW.subject_kind, subject, NEW.case_id, CASE WHEN delicate THEN NEW.purpose END) w;
    -- Of a household the work concerns somebody; what is delicate is opened of each for their own work.
    EXIT WHEN (found_id IS NULL) = delicate;
  END LOOP;
  IF found_id IS NULL THEN
    RAISE EXCEPTION 'a reading without work that concerns it' USING ERRCODE = 'check_violation',
      CONSTRAINT = CASE WHEN delicate THEN 'reading_for_open_work' ELSE 'reading_of_this_work' END;
  END IF;
  NEW.case_kind := found_kind;
  -- Of several persons each may have another.
  IF cardinality(NEW.subject_ids) = 1 THEN NEW.case_id := found_id; END IF;
  RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION vault.work_on, vault.belong_to_work FROM PUBLIC;

-- Rows that are put back from a backup keep what they say: theirs is another transaction's number.
CREATE TRIGGER access_log_belongs_to_work BEFORE INSERT ON access_log FOR EACH ROW
WHEN (NEW.xid = pg_current_xact_id()
  AND (NEW.case_id IS NOT NULL OR NEW.unit IS NULL AND NEW.actor_kind = 'staff' OR NEW.field_group ~ 'health|child'))
EXECUTE FUNCTION vault.belong_to_work();
