CREATE TABLE audit_log (
    id TEXT NOT NULL PRIMARY KEY,
    sequence BIGINT CONSTRAINT audit_log_sequence_unique UNIQUE,
    occurred_at TIMESTAMP NOT NULL,
    actor_id TEXT,
    action TEXT NOT NULL,
    object_kind TEXT,
    object_id TEXT,
    via TEXT NOT NULL,
    detail TEXT NOT NULL,
    actor_name TEXT,
    object_name TEXT,
    address TEXT,
    names_salt TEXT,
    names_hash TEXT NOT NULL,
    search_text TEXT NOT NULL,
    previous_hash TEXT,
    hash TEXT
);
CREATE INDEX audit_log_by_actor ON audit_log (actor_id);
CREATE INDEX audit_log_by_object ON audit_log (object_id);
CREATE INDEX audit_log_unsealed ON audit_log (occurred_at, id) WHERE sequence IS NULL;

CREATE TABLE audit_heads (
    name TEXT NOT NULL PRIMARY KEY,
    revision BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    hash TEXT NOT NULL
);
INSERT INTO audit_heads (name, revision, sequence, hash)
VALUES ('chain', 0, 0, '0000000000000000000000000000000000000000000000000000000000000000');
