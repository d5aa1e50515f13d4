ALTER TABLE files ADD COLUMN crc32 BIGINT;

CREATE TABLE uploads (
    id TEXT NOT NULL PRIMARY KEY,
    secret_hash TEXT NOT NULL CONSTRAINT uploads_secret_unique UNIQUE,
    user_id TEXT NOT NULL CONSTRAINT uploads_user_exists REFERENCES users (id) ON DELETE CASCADE,
    competition_id TEXT CONSTRAINT uploads_competition_exists REFERENCES competitions (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL CONSTRAINT uploads_purpose_known CHECK (purpose IN ('submission', 'data', 'solution')),
    file_name TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    received_bytes BIGINT NOT NULL,
    generation BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    completed_at TIMESTAMP,
    result TEXT
);
CREATE INDEX uploads_by_expiry ON uploads (expires_at);

CREATE TABLE upload_parts (
    id TEXT NOT NULL PRIMARY KEY,
    upload_id TEXT NOT NULL CONSTRAINT upload_parts_upload_exists REFERENCES uploads (id) ON DELETE CASCADE,
    start_byte BIGINT NOT NULL,
    size_bytes BIGINT NOT NULL
);
CREATE INDEX upload_parts_by_upload ON upload_parts (upload_id, start_byte);

CREATE TABLE download_links (
    id TEXT NOT NULL PRIMARY KEY,
    secret_hash TEXT NOT NULL CONSTRAINT download_links_secret_unique UNIQUE,
    user_id TEXT NOT NULL CONSTRAINT download_links_user_exists REFERENCES users (id) ON DELETE CASCADE,
    competition_id TEXT NOT NULL CONSTRAINT download_links_competition_exists REFERENCES competitions (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CONSTRAINT download_links_kind_known CHECK (kind IN ('file', 'archive', 'submission')),
    object TEXT,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX download_links_by_expiry ON download_links (expires_at);
