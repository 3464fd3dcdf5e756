-- Staff rule over how they are told: web push beside mail and text messages, channels by kind, quiet hours.

ALTER TABLE notices DROP CONSTRAINT notices_channel_known;
ALTER TABLE notices ADD CONSTRAINT notices_channel_known CHECK (channel IN ('sms', 'email', 'inapp', 'push'));
ALTER TABLE notices ADD COLUMN forward_at timestamptz, ADD COLUMN told_by text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN notices.channel IS 'inapp, push, sms or email.';
COMMENT ON COLUMN notices.recipient IS 'Staff id (inapp), id of a browser (push), phone or e-mail address.';
COMMENT ON COLUMN notices.forward_at IS 'Of an in-app message: when to look which other channels its reader wants; later than its writing in quiet hours, null when done.';
COMMENT ON COLUMN notices.told_by IS 'Channels by which its writer told the same person already.';
-- Few at any time: what was written in the last second, and what waits for the end of somebody's quiet hours.
CREATE INDEX notices_to_forward ON notices (county_id, forward_at) WHERE forward_at IS NOT NULL;

CREATE TABLE notice_rules (
  county_id int NOT NULL,
  staff_id uuid NOT NULL,
  channels jsonb NOT NULL DEFAULT '{}',
  quiet_from time,
  quiet_to time,
  quiet_on_days_off boolean NOT NULL DEFAULT false,
  changed_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT notice_rules_pkey PRIMARY KEY (county_id, staff_id),
  CONSTRAINT notice_rules_quiet_whole CHECK ((quiet_from IS NULL) = (quiet_to IS NULL)),
  CONSTRAINT notice_rules_quiet_long CHECK (quiet_from <> quiet_to)
);
COMMENT ON TABLE notice_rules IS 'How each person wants to be told of what; whoever has no row follows the county.';
COMMENT ON COLUMN notice_rules.staff_id IS 'Whose rules they are; nobody else sees them.';
COMMENT ON COLUMN notice_rules.channels IS 'Channels by kind of message; a kind that is left out follows the county.';
COMMENT ON COLUMN notice_rules.quiet_from IS 'Local time of the county; past midnight where it is later than quiet_to.';
COMMENT ON COLUMN notice_rules.quiet_to IS 'First minute in which messages go out again.';
COMMENT ON COLUMN notice_rules.quiet_on_days_off IS 'Whether all of a day off by roster, leave or calendar is quiet.';

CREATE TABLE push_browsers (
  county_id int NOT NULL,
  id uuid NOT NULL,
  staff_id uuid NOT NULL,
  face text NOT NULL CONSTRAINT push_browsers_face_known CHECK (face IN ('console', 'field')),
  endpoint text NOT NULL,
  public_key bytea NOT NULL CONSTRAINT push_browsers_public_key_length CHECK (length(public_key) = 65),
  auth bytea NOT NULL CONSTRAINT push_browsers_auth_length CHECK (length(auth) = 16),
  user_agent text NOT NULL,
  added_at timestamptz NOT NULL,
  last_sent_at timestamptz,
  CONSTRAINT push_browsers_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT push_browsers_endpoint UNIQUE (county_id, endpoint)
);
COMMENT ON TABLE push_browsers IS 'Browsers that show messages to somebody without a page being open (web push).';
COMMENT ON COLUMN push_browsers.staff_id IS 'To whom; a browser shows the messages of one person.';
COMMENT ON COLUMN push_browsers.face IS 'Which of the two apps opens when the message is touched.';
COMMENT ON COLUMN push_browsers.endpoint IS 'Address at the maker of the browser; whoever knows it and the keys can write there.';
COMMENT ON COLUMN push_browsers.public_key IS 'The browser''s P-256 point, uncompressed (RFC 8291).';
COMMENT ON COLUMN push_browsers.auth IS 'The secret that the browser shares with us (RFC 8291).';
COMMENT ON COLUMN push_browsers.user_agent IS 'As the browser called itself, for its owner to tell them apart.';
CREATE INDEX push_browsers_staff ON push_browsers (county_id, staff_id);
