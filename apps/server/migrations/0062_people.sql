-- Whoever was checked for one of the files that are one person follows all of them, and no more once they are taken apart.
ALTER TABLE resident_persons ADD COLUMN merged_from uuid;
COMMENT ON COLUMN resident_persons.merged_from IS 'The file that the resident was checked for, where another of the same person brought this link. Null: checked for this one.';
CREATE INDEX resident_persons_merged ON resident_persons (county_id, merged_from) WHERE merged_from IS NOT NULL;

CREATE OR REPLACE FUNCTION vault.follow_merged(p_county int, p_person uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH family AS (
    SELECT f.id FROM persons p JOIN persons f ON f.county_id = p.county_id
      AND coalesce(p.merged_into_id, p.id) IN (f.id, f.merged_into_id)
    WHERE p.county_id = p_county AND p.id = p_person
  ), apart AS (
    UPDATE resident_persons rp SET ended_at = now()
    WHERE rp.county_id = p_county AND rp.ended_at IS NULL AND rp.merged_from IS NOT NULL
      AND (rp.person_id IN (SELECT id FROM family)) <> (rp.merged_from IN (SELECT id FROM family))
      AND (rp.person_id IN (SELECT id FROM family) OR rp.merged_from IN (SELECT id FROM family))
  )
  INSERT INTO resident_persons (county_id, id, resident_id, person_id, as_guardian, checked_how, checked_at, checked_by, document_seen, merged_from)
  SELECT rp.county_id, gen_random_uuid(), rp.resident_id, family.id, rp.as_guardian, rp.checked_how, rp.checked_at, rp.checked_by, rp.document_seen, rp.person_id
  FROM resident_persons rp JOIN family ON family.id <> rp.person_id
  WHERE rp.county_id = p_county AND rp.person_id IN (SELECT id FROM family) AND rp.merged_from IS NULL AND rp.ended_at IS NULL
  ON CONFLICT (county_id, resident_id, person_id) WHERE ended_at IS NULL DO NOTHING
$$;

-- A double lies where the file lies that it went into: whoever reaches that one reaches what was sealed under the double.
UPDATE persons d SET town_id = k.town_id, village_id = k.village_id, grid_id = k.grid_id
FROM persons k WHERE k.county_id = d.county_id AND k.id = d.merged_into_id;
