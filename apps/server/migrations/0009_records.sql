-- The record is read by who acted, newest first.
CREATE INDEX IF NOT EXISTS audit_log_actor ON audit_log (county_id, actor_id, seq);
CREATE INDEX IF NOT EXISTS access_log_actor ON access_log (county_id, actor_id, seq);
