-- What was recorded is sealed soon after: whoever changes or removes it later is found out, also the owner of the
-- database. The rights of these tables are those of the logs: adding and reading, nothing else.

ALTER TABLE audit_log ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
COMMENT ON COLUMN audit_log.xid IS 'Transaction that wrote the row; whoever seals the log waits until it has ended.';
CREATE INDEX audit_log_order ON audit_log (county_id, xid, seq);
CREATE INDEX access_log_order ON access_log (county_id, xid, seq);

CREATE TABLE audit_checkpoints (
  county_id int NOT NULL,
  log text NOT NULL CONSTRAINT audit_checkpoints_log CHECK (log IN ('access_log', 'audit_log')),
  number int NOT NULL,
  note text NOT NULL,
  public_key text NOT NULL,
  xid xid8 NOT NULL,
  seq bigint NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT audit_checkpoints_pkey PRIMARY KEY (county_id, log, number)
);
COMMENT ON TABLE audit_checkpoints IS 'Signed statements of what a log holds, each on top of the one before. Append only.';
COMMENT ON COLUMN audit_checkpoints.log IS 'access_log or audit_log; each has a chain of its own.';
COMMENT ON COLUMN audit_checkpoints.number IS 'Place in the chain, from 1.';
COMMENT ON COLUMN audit_checkpoints.note IS 'The statement with its signature, as witnesses hold it: rows sealed, their root, the hash of the note before.';
COMMENT ON COLUMN audit_checkpoints.public_key IS 'Key that verifies the signature; to be believed only where it is known from elsewhere.';
COMMENT ON COLUMN audit_checkpoints.xid IS 'With seq: the last row taken. Numbers of this database, not signed: a restored one has its own.';
COMMENT ON COLUMN audit_checkpoints.seq IS 'See xid.';

-- No foreign keys: a checkpoint that was removed must not take the evidence with it.
CREATE TABLE audit_leaves (
  county_id int NOT NULL,
  log text NOT NULL,
  seq bigint NOT NULL,
  checkpoint int NOT NULL,
  salt bytea NOT NULL,
  commitment bytea NOT NULL,
  CONSTRAINT audit_leaves_pkey PRIMARY KEY (county_id, log, seq)
);
COMMENT ON TABLE audit_leaves IS 'One per sealed row: what names the row if it is changed or removed. Append only.';
COMMENT ON COLUMN audit_leaves.log IS 'access_log or audit_log; seq is the row there.';
COMMENT ON COLUMN audit_leaves.seq IS 'The row of the log.';
COMMENT ON COLUMN audit_leaves.checkpoint IS 'Number of the checkpoint that sealed it.';
COMMENT ON COLUMN audit_leaves.salt IS 'Random: nobody learns a row by trying what it might have been.';
COMMENT ON COLUMN audit_leaves.commitment IS 'SHA-256 of the salt and the row.';

CREATE TABLE audit_receipts (
  county_id int NOT NULL,
  log text NOT NULL,
  number int NOT NULL,
  witness text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT audit_receipts_pkey PRIMARY KEY (county_id, log, witness, number)
);
COMMENT ON TABLE audit_receipts IS 'Which witness holds the chain up to which checkpoint. Append only.';
COMMENT ON COLUMN audit_receipts.log IS 'access_log or audit_log.';
COMMENT ON COLUMN audit_receipts.number IS 'The last checkpoint handed over in one delivery.';
COMMENT ON COLUMN audit_receipts.witness IS 'folder or address: the two kinds of witness.';

REVOKE UPDATE, DELETE ON audit_checkpoints, audit_leaves, audit_receipts FROM linli_application;
