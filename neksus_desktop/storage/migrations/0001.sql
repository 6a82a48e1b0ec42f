-- Schema 1. Times are UTC texts (2026-11-23T13:30:00.123Z). Numbers (nr) are local; ids are the same everywhere.

CREATE TABLE value (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE subject (
  nr INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  title TEXT NOT NULL,
  title_key TEXT NOT NULL,
  country TEXT NOT NULL,
  content TEXT NOT NULL
) STRICT;
CREATE INDEX subject_title ON subject (title_key);

-- What the list shows stands here, copied from fields and subject, so that a page reads one table.
CREATE TABLE record (
  nr INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: a tombstone keeps its number
  id TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  last_seq INTEGER NOT NULL DEFAULT 0,
  last_hash TEXT NOT NULL,
  assessed_on TEXT NOT NULL DEFAULT '',
  open_follow_ups INTEGER NOT NULL DEFAULT 0,
  title TEXT NOT NULL,
  title_key TEXT NOT NULL,
  subject_type TEXT NOT NULL,
  country TEXT NOT NULL,
  partner TEXT NOT NULL,
  pillars TEXT NOT NULL,
  form_id TEXT NOT NULL,
  form_version TEXT NOT NULL,
  form_hash TEXT NOT NULL,
  origin TEXT NOT NULL,
  invented INTEGER NOT NULL,
  subject INTEGER NOT NULL REFERENCES subject (nr),
  previous TEXT,
  head TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX record_updated ON record (updated_at);
CREATE INDEX record_title ON record (title_key);
CREATE INDEX record_country ON record (country, title_key);
CREATE INDEX record_status ON record (status);
CREATE INDEX record_assessed ON record (assessed_on);
CREATE INDEX record_form ON record (form_id);
CREATE INDEX record_subject ON record (subject);

-- Kept by the program, not by triggers: a trigger's savepoint makes FTS5 write its words out after every record.
CREATE TABLE status_count (
  status TEXT PRIMARY KEY,
  count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- nr = record * 2^20 + place: a record's fields lie together, and a hit in the search index names its record.
CREATE TABLE field (
  nr INTEGER PRIMARY KEY,
  record INTEGER NOT NULL REFERENCES record (nr),
  path TEXT NOT NULL,
  value TEXT NOT NULL,
  UNIQUE (record, path)
) STRICT;

-- Text of a field that is still being typed in.
CREATE TABLE working (
  record INTEGER NOT NULL REFERENCES record (nr),
  path TEXT NOT NULL,
  value TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (record, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE follow_up (
  record INTEGER NOT NULL REFERENCES record (nr),
  id TEXT NOT NULL,
  point TEXT NOT NULL,
  text TEXT NOT NULL,
  responsible TEXT NOT NULL,
  deadline TEXT NOT NULL,
  state TEXT NOT NULL,
  outcome TEXT NOT NULL,
  PRIMARY KEY (record, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX follow_up_deadline ON follow_up (state, deadline);

-- A deletion that left nothing but its own trace: see retention.
CREATE TABLE tombstone (
  nr INTEGER PRIMARY KEY,
  record TEXT NOT NULL,
  deleted_at TEXT NOT NULL,
  role TEXT NOT NULL,
  case_number TEXT NOT NULL,
  statement TEXT NOT NULL,
  signature TEXT NOT NULL
) STRICT;
CREATE TRIGGER tombstone_kept BEFORE DELETE ON tombstone BEGIN
  SELECT RAISE(ABORT, 'append-only: tombstone');
END;
CREATE TRIGGER tombstone_fixed BEFORE UPDATE ON tombstone BEGIN
  SELECT RAISE(ABORT, 'append-only: tombstone');
END;

CREATE TABLE filed (
  record INTEGER PRIMARY KEY REFERENCES record (nr),
  case_number TEXT NOT NULL,
  at TEXT NOT NULL,
  role TEXT NOT NULL
) STRICT;

CREATE TABLE change (
  record INTEGER NOT NULL REFERENCES record (nr),
  seq INTEGER NOT NULL,
  at TEXT NOT NULL,
  offset_minutes INTEGER NOT NULL,
  role TEXT NOT NULL,
  path TEXT NOT NULL,
  old TEXT NOT NULL,
  new TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (record, seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER change_fixed BEFORE UPDATE ON change BEGIN
  SELECT RAISE(ABORT, 'append-only: change');
END;
CREATE TRIGGER change_kept BEFORE DELETE ON change
WHEN NOT EXISTS (SELECT 1 FROM tombstone WHERE nr = OLD.record) BEGIN
  SELECT RAISE(ABORT, 'append-only: change');
END;

-- Rows first_seq..last_seq of the log took first_undone..last_undone back (undo), or took such a step back (redo).
CREATE TABLE undo_step (
  record INTEGER NOT NULL REFERENCES record (nr),
  last_seq INTEGER NOT NULL,
  first_seq INTEGER NOT NULL,
  first_undone INTEGER NOT NULL,
  last_undone INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('undo', 'redo')),
  PRIMARY KEY (record, last_seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE version (
  nr INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  record INTEGER NOT NULL REFERENCES record (nr),
  number INTEGER NOT NULL,
  made_at TEXT NOT NULL,
  role TEXT NOT NULL,
  reason TEXT NOT NULL,
  status TEXT NOT NULL,
  parents TEXT NOT NULL,
  content BLOB NOT NULL
) STRICT;
CREATE INDEX version_record ON version (record);
CREATE TRIGGER version_fixed BEFORE UPDATE ON version BEGIN
  SELECT RAISE(ABORT, 'append-only: version');
END;
CREATE TRIGGER version_kept BEFORE DELETE ON version
WHEN NOT EXISTS (SELECT 1 FROM tombstone WHERE nr = OLD.record) BEGIN
  SELECT RAISE(ABORT, 'append-only: version');
END;

CREATE TABLE approval (
  nr INTEGER PRIMARY KEY,
  record INTEGER NOT NULL REFERENCES record (nr),
  version TEXT NOT NULL,
  decided_at TEXT NOT NULL,
  signature TEXT NOT NULL,
  content TEXT NOT NULL,
  UNIQUE (record, version, signature, decided_at)
) STRICT;
CREATE TRIGGER approval_fixed BEFORE UPDATE ON approval BEGIN
  SELECT RAISE(ABORT, 'append-only: approval');
END;
CREATE TRIGGER approval_kept BEFORE DELETE ON approval
WHEN NOT EXISTS (SELECT 1 FROM tombstone WHERE nr = OLD.record) BEGIN
  SELECT RAISE(ABORT, 'append-only: approval');
END;

CREATE TABLE comment (
  id TEXT PRIMARY KEY,
  record INTEGER NOT NULL REFERENCES record (nr),
  point TEXT NOT NULL,
  made_at TEXT NOT NULL,
  content TEXT NOT NULL
) STRICT;
CREATE INDEX comment_record ON comment (record, made_at);

CREATE TABLE key (
  thumbprint TEXT PRIMARY KEY,
  use TEXT NOT NULL,
  label TEXT NOT NULL,
  public_jwk TEXT NOT NULL,
  private BLOB NOT NULL,
  created_at TEXT NOT NULL,
  retired_at TEXT
) STRICT;

CREATE TABLE peer (
  thumbprint TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  card_json TEXT NOT NULL,
  trusted_at TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('card', 'roster')),
  valid_from TEXT NOT NULL,
  revoked_at TEXT,
  revoked_reason TEXT NOT NULL
) STRICT;
CREATE INDEX peer_name ON peer (name COLLATE NOCASE);

CREATE TABLE sequence (
  recipient TEXT PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE outgoing (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  recipients TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  file_name TEXT NOT NULL,
  made_at TEXT NOT NULL,
  digest TEXT NOT NULL,
  state TEXT NOT NULL
) STRICT;
CREATE INDEX outgoing_made ON outgoing (made_at);

CREATE TABLE outgoing_item (
  nr INTEGER PRIMARY KEY,
  outgoing TEXT NOT NULL REFERENCES outgoing (id),
  record TEXT NOT NULL,
  version TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  at TEXT NOT NULL DEFAULT '',
  UNIQUE (outgoing, version)
) STRICT;
CREATE INDEX outgoing_item_version ON outgoing_item (version);
CREATE INDEX outgoing_item_record ON outgoing_item (record);

CREATE TABLE incoming (
  digest TEXT PRIMARY KEY,
  sender TEXT NOT NULL,
  kind TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  received_at TEXT NOT NULL,
  result_json TEXT NOT NULL
) STRICT;
CREATE INDEX incoming_sender ON incoming (sender, sequence);

CREATE TABLE form (
  id TEXT NOT NULL,
  version TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  file_name TEXT NOT NULL,
  source BLOB NOT NULL,
  installed_at TEXT NOT NULL,
  PRIMARY KEY (id, version)
) STRICT;

CREATE TABLE attachment (
  id TEXT PRIMARY KEY,
  record INTEGER NOT NULL REFERENCES record (nr),
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  digest TEXT NOT NULL,
  stripped INTEGER NOT NULL,
  added_at TEXT NOT NULL
) STRICT;
CREATE INDEX attachment_record ON attachment (record);

CREATE TABLE chunk (
  digest TEXT PRIMARY KEY,
  data BLOB NOT NULL
) STRICT;

CREATE TABLE attachment_chunk (
  attachment TEXT NOT NULL REFERENCES attachment (id),
  position INTEGER NOT NULL,
  chunk TEXT NOT NULL REFERENCES chunk (digest),
  PRIMARY KEY (attachment, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_chunk_chunk ON attachment_chunk (chunk);

-- Folded words of fields (rowid = field.nr) and of subjects (rowid = subject.nr); the texts stay in their tables.
CREATE VIRTUAL TABLE search USING fts5 (
  words, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE subject_search USING fts5 (
  words, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);
-- Fields changed since they were indexed, with the text the index still holds.
CREATE TABLE search_pending (
  nr INTEGER PRIMARY KEY,
  path TEXT NOT NULL,
  indexed TEXT NOT NULL
) STRICT;
-- Every word seen: how it may be asked for, and how the index has it (one with ø is there twice: bor, boer → boer).
-- word_part finds a compound by its parts.
CREATE TABLE word (
  nr INTEGER PRIMARY KEY,
  spelled TEXT NOT NULL,
  word TEXT NOT NULL,
  UNIQUE (spelled, word)
) STRICT;
CREATE VIRTUAL TABLE word_part USING fts5 (
  spelled, content = 'word', content_rowid = 'nr', columnsize = 0, tokenize = 'trigram'
);
