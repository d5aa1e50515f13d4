CREATE TABLE groups (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL CONSTRAINT groups_name_unique UNIQUE,
    description TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE group_members (
    group_id TEXT NOT NULL CONSTRAINT group_members_group_exists REFERENCES groups (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL CONSTRAINT group_members_user_exists REFERENCES users (id) ON DELETE CASCADE,
    source TEXT NOT NULL CONSTRAINT group_members_source_known CHECK (source IN ('hand', 'claims')),
    is_manager BOOLEAN NOT NULL DEFAULT FALSE,
    added_at TIMESTAMP NOT NULL,
    CONSTRAINT group_members_once PRIMARY KEY (group_id, user_id)
);
CREATE INDEX group_members_by_user ON group_members (user_id);

CREATE TABLE competition_groups (
    competition_id TEXT NOT NULL CONSTRAINT competition_groups_competition_exists REFERENCES competitions (id) ON DELETE CASCADE,
    group_id TEXT NOT NULL CONSTRAINT competition_groups_group_exists REFERENCES groups (id),
    added_at TIMESTAMP NOT NULL,
    CONSTRAINT competition_groups_once PRIMARY KEY (competition_id, group_id)
);
CREATE INDEX competition_groups_by_group ON competition_groups (group_id);
