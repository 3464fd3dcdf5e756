-- How a dwelling is used is a dated fact, said by somebody; `dwellings.tenure` is what holds now.
CREATE TABLE dwelling_tenures (
  county_id int NOT NULL,
  id uuid NOT NULL,
  dwelling_id uuid NOT NULL,
  tenure text NOT NULL CONSTRAINT dwelling_tenures_tenure_known CHECK (tenure IN ('owned', 'rented', 'empty', 'other', 'unknown')),
  valid_from date NOT NULL,
  known_how text NOT NULL CONSTRAINT dwelling_tenures_known_how CHECK (known_how IN (
    'document', 'person', 'household', 'neighbour', 'other_body', 'list', 'clerk')),
  recorded_at timestamptz NOT NULL,
  by_id uuid,
  CONSTRAINT dwelling_tenures_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT dwelling_tenures_dwelling_fk FOREIGN KEY (county_id, dwelling_id) REFERENCES dwellings (county_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE dwelling_tenures IS 'Who used a dwelling from a day on: owner, tenant, nobody. Nothing is overwritten; of one day the last said holds.';
COMMENT ON COLUMN dwelling_tenures.tenure IS 'As dwellings.tenure.';
COMMENT ON COLUMN dwelling_tenures.known_how IS 'As person_records.known_how.';
COMMENT ON COLUMN dwelling_tenures.by_id IS 'Who recorded it.';
CREATE INDEX dwelling_tenures_dwelling ON dwelling_tenures (county_id, dwelling_id, valid_from);

-- One door was written in wide digits by one and in narrow ones by another: kept as everybody types it from now on.
UPDATE households SET address = btrim(regexp_replace(normalize(address, NFKC), '\s+', ' ', 'g')) WHERE address IS NOT NFKC NORMALIZED;
UPDATE buildings SET name = btrim(regexp_replace(normalize(name, NFKC), '\s+', ' ', 'g')), address = btrim(regexp_replace(normalize(address, NFKC), '\s+', ' ', 'g'))
  WHERE name IS NOT NFKC NORMALIZED OR address IS NOT NFKC NORMALIZED;
UPDATE dwellings d SET address = btrim(regexp_replace(normalize(address, NFKC), '\s+', ' ', 'g'))
  WHERE address IS NOT NFKC NORMALIZED
    -- Two that would become one stay two until a clerk has looked.
    AND NOT EXISTS (SELECT FROM dwellings o WHERE o.county_id = d.county_id AND o.grid_id = d.grid_id AND o.id <> d.id
      AND btrim(regexp_replace(normalize(o.address, NFKC), '\s+', ' ', 'g')) = btrim(regexp_replace(normalize(d.address, NFKC), '\s+', ' ', 'g')));
