CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    handle TEXT NOT NULL CONSTRAINT users_handle_unique UNIQUE,
    display_name TEXT NOT NULL,
    email TEXT CONSTRAINT users_email_unique UNIQUE,
    password_hash TEXT,
    role TEXT NOT NULL CONSTRAINT users_role_known CHECK (role IN ('admin', 'host', 'member', 'guest')),
    language TEXT CONSTRAINT users_language_known CHECK (language IN ('en', 'fr')),
    created_at TIMESTAMP NOT NULL,
    disabled_at TIMESTAMP
);

CREATE TABLE setup_links (
    id TEXT NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL CONSTRAINT setup_links_token_unique UNIQUE,
    created_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL CONSTRAINT sessions_user_exists REFERENCES users (id) ON DELETE CASCADE,
    token_hash TEXT NOT NULL CONSTRAINT sessions_token_unique UNIQUE,
    previous_token_hash TEXT,
    user_agent TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    rotated_at TIMESTAMP NOT NULL,
    last_seen_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_previous_token ON sessions (previous_token_hash);

CREATE TABLE api_tokens (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL CONSTRAINT api_tokens_user_exists REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    token_hash TEXT NOT NULL CONSTRAINT api_tokens_token_unique UNIQUE,
    token_start TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    last_used_at TIMESTAMP,
    expires_at TIMESTAMP,
    revoked_at TIMESTAMP
);
CREATE INDEX api_tokens_by_user ON api_tokens (user_id);

CREATE TABLE signing_keys (
    purpose TEXT NOT NULL PRIMARY KEY,
    secret TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE competitions (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL CONSTRAINT competitions_slug_unique UNIQUE,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT competitions_state_known CHECK (state IN ('draft', 'published', 'archived')),
    visibility TEXT NOT NULL CONSTRAINT competitions_visibility_known CHECK (visibility IN ('internal', 'public')),
    zone TEXT NOT NULL,
    starts_at TIMESTAMP,
    ends_at TIMESTAMP,
    submissions_per_day BIGINT NOT NULL CONSTRAINT competitions_quota_positive CHECK (submissions_per_day > 0),
    team_size BIGINT NOT NULL CONSTRAINT competitions_team_size_positive CHECK (team_size > 0),
    scoring TEXT,
    direction TEXT CONSTRAINT competitions_direction_known CHECK (direction IN ('lower_is_better', 'higher_is_better')),
    solution_id TEXT,
    revision BIGINT NOT NULL,
    created_by TEXT NOT NULL CONSTRAINT competitions_creator_exists REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    published_at TIMESTAMP
);

CREATE TABLE competition_hosts (
    competition_id TEXT NOT NULL CONSTRAINT competition_hosts_competition_exists REFERENCES competitions (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL CONSTRAINT competition_hosts_user_exists REFERENCES users (id) ON DELETE CASCADE,
    added_at TIMESTAMP NOT NULL,
    CONSTRAINT competition_hosts_once PRIMARY KEY (competition_id, user_id)
);

CREATE TABLE pages (
    id TEXT NOT NULL PRIMARY KEY,
    competition_id TEXT NOT NULL CONSTRAINT pages_competition_exists REFERENCES competitions (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    markdown TEXT NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT pages_name_once UNIQUE (competition_id, name)
);

CREATE TABLE files (
    id TEXT NOT NULL PRIMARY KEY,
    competition_id TEXT NOT NULL CONSTRAINT files_competition_exists REFERENCES competitions (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CONSTRAINT files_kind_known CHECK (kind IN ('train', 'test', 'sample_submission', 'other')),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    profile TEXT,
    uploaded_by TEXT NOT NULL CONSTRAINT files_uploader_exists REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT files_name_once UNIQUE (competition_id, name)
);

CREATE TABLE solutions (
    id TEXT NOT NULL PRIMARY KEY,
    competition_id TEXT NOT NULL CONSTRAINT solutions_competition_exists REFERENCES competitions (id) ON DELETE CASCADE,
    file_name TEXT NOT NULL,
    source_sha256 TEXT NOT NULL,
    truth_sha256 TEXT NOT NULL,
    ids_sha256 TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    schema TEXT NOT NULL,
    public_rows BIGINT NOT NULL,
    private_rows BIGINT NOT NULL,
    ignored_rows BIGINT NOT NULL,
    uploaded_by TEXT NOT NULL CONSTRAINT solutions_uploader_exists REFERENCES users (id),
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX solutions_by_competition ON solutions (competition_id);

CREATE TABLE teams (
    id TEXT NOT NULL PRIMARY KEY,
    competition_id TEXT NOT NULL CONSTRAINT teams_competition_exists REFERENCES competitions (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    revision BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT teams_name_once UNIQUE (competition_id, name)
);

CREATE TABLE team_members (
    team_id TEXT NOT NULL CONSTRAINT team_members_team_exists REFERENCES teams (id) ON DELETE CASCADE,
    competition_id TEXT NOT NULL CONSTRAINT team_members_competition_exists REFERENCES competitions (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL CONSTRAINT team_members_user_exists REFERENCES users (id),
    joined_at TIMESTAMP NOT NULL,
    CONSTRAINT team_members_once PRIMARY KEY (competition_id, user_id)
);
CREATE INDEX team_members_by_team ON team_members (team_id);

CREATE TABLE submissions (
    id TEXT NOT NULL PRIMARY KEY,
    competition_id TEXT NOT NULL CONSTRAINT submissions_competition_exists REFERENCES competitions (id) ON DELETE CASCADE,
    team_id TEXT NOT NULL CONSTRAINT submissions_team_exists REFERENCES teams (id),
    user_id TEXT NOT NULL CONSTRAINT submissions_user_exists REFERENCES users (id),
    file_name TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    description TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT submissions_state_known CHECK (state IN ('queued', 'running', 'scored', 'failed')),
    attempt BIGINT NOT NULL,
    worker TEXT,
    run_after TIMESTAMP NOT NULL,
    lease_until TIMESTAMP,
    solution_id TEXT,
    public_score DOUBLE PRECISION,
    private_score DOUBLE PRECISION,
    report TEXT,
    created_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX submissions_by_competition ON submissions (competition_id, state);
CREATE INDEX submissions_by_team ON submissions (team_id, created_at);
CREATE INDEX submissions_by_queue ON submissions (state, run_after);
CREATE INDEX submissions_by_update ON submissions (updated_at);
