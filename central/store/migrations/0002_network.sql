-- The network of halls, and what halls ask of the centre.

-- A line of history that the last hello was taken for and of which no event has come:
-- its descent as JSON, empty if there is none, the last event that it has in common
-- with what is kept, and behind which event its first segment begins.
ALTER TABLE halls ADD COLUMN next_line TEXT NOT NULL DEFAULT '';
ALTER TABLE halls ADD COLUMN next_from BIGINT NOT NULL DEFAULT 0;
ALTER TABLE halls ADD COLUMN next_seq BIGINT NOT NULL DEFAULT 0;
-- refused_instance is the program whose hello was refused because it said itself that
-- its history is another, and adopt_instance the one that is let in from its first
-- event; empty if none is.
ALTER TABLE halls ADD COLUMN refused_instance TEXT NOT NULL DEFAULT '';
ALTER TABLE halls ADD COLUMN adopt_instance TEXT NOT NULL DEFAULT '';

-- places are network.Place; name and street are JSON.
CREATE TABLE places (
  hall TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  level TEXT NOT NULL,
  parent TEXT NOT NULL,
  street TEXT NOT NULL
);

-- hall_keys are all keys that ever spoke for a hall; revoked_at is 0 for the one that
-- does.
CREATE TABLE hall_keys (
  public_key TEXT NOT NULL PRIMARY KEY,
  hall TEXT NOT NULL,
  name TEXT NOT NULL,
  at BIGINT NOT NULL,
  revoked_at BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX hall_keys_hall ON hall_keys (hall) WHERE revoked_at = 0;

-- invitations are network.Invitation; public_key is the one that has used it.
CREATE TABLE invitations (
  id TEXT NOT NULL PRIMARY KEY,
  hash BYTES NOT NULL,
  hall TEXT NOT NULL,
  expires BIGINT NOT NULL,
  public_key TEXT NOT NULL DEFAULT ''
);

-- publications are network.Publication; a body of no bytes withdraws.
CREATE TABLE publications (
  version BIGINT_KEY,
  part TEXT NOT NULL,
  target TEXT NOT NULL,
  hash TEXT NOT NULL,
  body BYTES NOT NULL,
  published_by TEXT NOT NULL,
  note TEXT NOT NULL,
  at BIGINT NOT NULL
);

-- parts are what halls last said that they run: wire.PartState as a list in JSON, and
-- under which key they know citizens.
CREATE TABLE parts (
  hall TEXT NOT NULL PRIMARY KEY,
  have TEXT NOT NULL,
  key_id TEXT NOT NULL,
  at BIGINT NOT NULL
);

-- catalogues and furnishings say which catalogue and which themes a hall means by a
-- hash, as its events told; content is the SHA-256 of what follows, so that halls
-- with the same share it. Which hash is in force stands in halls.
CREATE TABLE catalogues (
  hall BIGINT NOT NULL,
  hash TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (hall, hash)
) CLUSTERED;
CREATE TABLE furnishings (
  hall BIGINT NOT NULL,
  hash TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (hall, hash)
) CLUSTERED;

-- serving are the items of catalogues, themes lists of queue.Theme as JSON.
CREATE TABLE serving (
  item TEXT NOT NULL,
  content TEXT NOT NULL,
  theme TEXT NOT NULL,
  any_hall BIGINT NOT NULL,
  PRIMARY KEY (item, content)
) CLUSTERED;
CREATE INDEX serving_content ON serving (content);
CREATE TABLE themes (
  content TEXT NOT NULL PRIMARY KEY,
  body TEXT NOT NULL
);

-- claims are numbers that citizens asked for or hold, by the code of the hall; number
-- is empty until it is known. items are JSON.
CREATE TABLE claims (
  hall TEXT NOT NULL,
  rid TEXT NOT NULL,
  citizen TEXT NOT NULL,
  items TEXT NOT NULL,
  day TEXT NOT NULL,
  number TEXT NOT NULL DEFAULT '',
  at BIGINT NOT NULL,
  PRIMARY KEY (hall, rid)
) CLUSTERED;
CREATE INDEX claims_citizen ON claims (citizen);
CREATE INDEX claims_at ON claims (at);

-- secrets are the network's own, by name.
CREATE TABLE secrets (
  name TEXT NOT NULL PRIMARY KEY,
  id TEXT NOT NULL,
  secret BYTES NOT NULL
);

-- tokens are network.Token; scopes are separated by spaces.
CREATE TABLE tokens (
  id TEXT NOT NULL PRIMARY KEY,
  hash BYTES NOT NULL,
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  below TEXT NOT NULL,
  rate DOUBLE PRECISION NOT NULL,
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  used BIGINT NOT NULL
);

-- deeds are network.Deed.
CREATE TABLE deeds (
  id IDENTITY,
  at BIGINT NOT NULL,
  done_by TEXT NOT NULL,
  what TEXT NOT NULL,
  hall TEXT NOT NULL,
  detail TEXT NOT NULL
);
