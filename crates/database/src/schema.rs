//! The schema as Diesel sees it, written by hand.
//!
//! Invariant: equals the migrated database on both sides; the tests compare it with both catalogues.

use diesel::{allow_tables_to_appear_in_same_query, joinable, table};

table! {
    users (id) {
        id -> Text,
        handle -> Text,
        display_name -> Text,
        email -> Nullable<Text>,
        password_hash -> Nullable<Text>,
        language -> Nullable<Text>,
        created_at -> Timestamp,
        disabled_at -> Nullable<Timestamp>,
        role -> Text,
        is_name_public -> Bool,
    }
}

table! {
    setup_links (id) {
        id -> Text,
        token_hash -> Text,
        created_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

table! {
    sessions (id) {
        id -> Text,
        user_id -> Text,
        token_hash -> Text,
        previous_token_hash -> Nullable<Text>,
        user_agent -> Text,
        created_at -> Timestamp,
        rotated_at -> Timestamp,
        last_seen_at -> Timestamp,
        expires_at -> Timestamp,
    }
}

table! {
    api_tokens (id) {
        id -> Text,
        user_id -> Text,
        name -> Text,
        token_hash -> Text,
        token_start -> Text,
        created_at -> Timestamp,
        last_used_at -> Nullable<Timestamp>,
        expires_at -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
    }
}

table! {
    signing_keys (purpose) {
        purpose -> Text,
        secret -> Text,
        created_at -> Timestamp,
    }
}

table! {
    competitions (id) {
        id -> Text,
        slug -> Text,
        title -> Text,
        summary -> Text,
        state -> Text,
        zone -> Text,
        starts_at -> Nullable<Timestamp>,
        ends_at -> Nullable<Timestamp>,
        submissions_per_day -> BigInt,
        team_size -> BigInt,
        scoring -> Nullable<Text>,
        direction -> Nullable<Text>,
        solution_id -> Nullable<Text>,
        revision -> BigInt,
        created_by -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        published_at -> Nullable<Timestamp>,
        visibility -> Text,
    }
}

table! {
    competition_hosts (competition_id, user_id) {
        competition_id -> Text,
        user_id -> Text,
        added_at -> Timestamp,
    }
}

table! {
    pages (id) {
        id -> Text,
        competition_id -> Text,
        name -> Text,
        markdown -> Text,
        updated_at -> Timestamp,
    }
}

table! {
    files (id) {
        id -> Text,
        competition_id -> Text,
        kind -> Text,
        name -> Text,
        media_type -> Text,
        size_bytes -> BigInt,
        sha256 -> Text,
        profile -> Nullable<Text>,
        uploaded_by -> Text,
        created_at -> Timestamp,
        crc32 -> Nullable<BigInt>,
    }
}

table! {
    solutions (id) {
        id -> Text,
        competition_id -> Text,
        file_name -> Text,
        source_sha256 -> Text,
        truth_sha256 -> Text,
        ids_sha256 -> Text,
        size_bytes -> BigInt,
        schema -> Text,
        public_rows -> BigInt,
        private_rows -> BigInt,
        ignored_rows -> BigInt,
        uploaded_by -> Text,
        created_at -> Timestamp,
        index_sha256 -> Nullable<Text>,
    }
}

table! {
    teams (id) {
        id -> Text,
        competition_id -> Text,
        name -> Text,
        revision -> BigInt,
        created_at -> Timestamp,
    }
}

table! {
    team_members (competition_id, user_id) {
        team_id -> Text,
        competition_id -> Text,
        user_id -> Text,
        joined_at -> Timestamp,
    }
}

table! {
    submissions (id) {
        id -> Text,
        competition_id -> Text,
        team_id -> Text,
        user_id -> Text,
        file_name -> Text,
        size_bytes -> BigInt,
        sha256 -> Text,
        description -> Text,
        state -> Text,
        attempt -> BigInt,
        worker -> Nullable<Text>,
        run_after -> Timestamp,
        lease_until -> Nullable<Timestamp>,
        solution_id -> Nullable<Text>,
        public_score -> Nullable<Double>,
        private_score -> Nullable<Double>,
        report -> Nullable<Text>,
        created_at -> Timestamp,
        finished_at -> Nullable<Timestamp>,
        updated_at -> Timestamp,
        engine -> Nullable<Text>,
    }
}

table! {
    sketches (submission_id, part) {
        submission_id -> Text,
        part -> Text,
        engine -> Text,
        sketch -> Text,
    }
}

table! {
    uploads (id) {
        id -> Text,
        secret_hash -> Text,
        user_id -> Text,
        competition_id -> Nullable<Text>,
        purpose -> Text,
        file_name -> Text,
        size_bytes -> BigInt,
        received_bytes -> BigInt,
        generation -> BigInt,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        completed_at -> Nullable<Timestamp>,
        result -> Nullable<Text>,
    }
}

table! {
    groups (id) {
        id -> Text,
        name -> Text,
        description -> Text,
        created_at -> Timestamp,
    }
}

table! {
    group_members (group_id, user_id) {
        group_id -> Text,
        user_id -> Text,
        source -> Text,
        is_manager -> Bool,
        added_at -> Timestamp,
    }
}

table! {
    competition_groups (competition_id, group_id) {
        competition_id -> Text,
        group_id -> Text,
        added_at -> Timestamp,
    }
}

table! {
    invitations (id) {
        id -> Text,
        competition_id -> Text,
        token_hash -> Text,
        note -> Text,
        uses_allowed -> BigInt,
        uses -> BigInt,
        created_by -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
    }
}

table! {
    competition_invitees (competition_id, user_id) {
        competition_id -> Text,
        user_id -> Text,
        invitation_id -> Nullable<Text>,
        added_by -> Text,
        added_at -> Timestamp,
    }
}

table! {
    audit_log (id) {
        id -> Text,
        sequence -> Nullable<BigInt>,
        occurred_at -> Timestamp,
        actor_id -> Nullable<Text>,
        action -> Text,
        object_kind -> Nullable<Text>,
        object_id -> Nullable<Text>,
        via -> Text,
        detail -> Text,
        actor_name -> Nullable<Text>,
        object_name -> Nullable<Text>,
        address -> Nullable<Text>,
        names_salt -> Nullable<Text>,
        names_hash -> Text,
        search_text -> Text,
        previous_hash -> Nullable<Text>,
        hash -> Nullable<Text>,
    }
}

table! {
    upload_parts (id) {
        id -> Text,
        upload_id -> Text,
        start_byte -> BigInt,
        size_bytes -> BigInt,
    }
}

table! {
    download_links (id) {
        id -> Text,
        secret_hash -> Text,
        user_id -> Text,
        competition_id -> Text,
        kind -> Text,
        object -> Nullable<Text>,
        created_at -> Timestamp,
        expires_at -> Timestamp,
    }
}

table! {
    audit_heads (name) {
        name -> Text,
        revision -> BigInt,
        sequence -> BigInt,
        hash -> Text,
    }
}

joinable!(group_members -> users (user_id));
joinable!(group_members -> groups (group_id));
joinable!(competition_groups -> groups (group_id));
allow_tables_to_appear_in_same_query!(group_members, users, competition_invitees);
allow_tables_to_appear_in_same_query!(groups, users);
allow_tables_to_appear_in_same_query!(competition_groups, groups, group_members);
joinable!(team_members -> users (user_id));
joinable!(team_members -> teams (team_id));
allow_tables_to_appear_in_same_query!(team_members, teams, users);
