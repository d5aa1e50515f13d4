//! People with an account.
//!
//! Invariant: handle and e-mail address are unique; both are stored folded, so that they are compared as they are.

use diesel::prelude::*;
use joute_domain::{Email, Handle, Language, Role, Timestamp, UserId};

use crate::Result;
use crate::column::{Column, count};
use crate::connection::{Conn, each};
use crate::record::record;
use crate::schema::users;

record! { users =>
    /// A person.
    pub struct User {
        /// Identifier.
        pub id: UserId,
        /// Name for signing in and for boards.
        pub handle: Handle,
        /// Name as the person writes it.
        pub display_name: String,
        /// Address, if known.
        pub email: Option<Email>,
        /// Argon2id hash; without one the person cannot sign in with a password.
        pub password_hash: Option<String>,
        /// Rights in the house.
        pub role: Role,
        /// Chosen language; without one the browser decides.
        pub language: Option<Language>,
        /// When the account was made.
        pub created_at: Timestamp,
        /// Since when the account is closed.
        pub disabled_at: Option<Timestamp>,
        /// True if people from outside may read the name on public boards.
        pub is_name_public: bool,
    }
}

/// Adds a person; a unique violation if handle or address is taken.
pub fn insert(conn: &mut Conn, user: &User) -> Result<()> {
    let values = user.values()?;
    each!(conn, c => diesel::insert_into(users::table).values(values).execute(c))?;
    Ok(())
}

/// The person with this identifier.
pub fn find(conn: &mut Conn, id: &UserId) -> Result<Option<User>> {
    let query = users::table.select(User::columns()).filter(users::id.eq(id.as_str()));
    Ok(each!(conn, c => query.first(c).optional())?)
}

/// The person with this handle.
pub fn find_by_handle(conn: &mut Conn, handle: &Handle) -> Result<Option<User>> {
    let query = users::table.select(User::columns()).filter(users::handle.eq(handle.as_str()));
    Ok(each!(conn, c => query.first(c).optional())?)
}

/// The person whose handle or address was typed, in any case and with blanks around.
pub fn find_by_handle_or_email(conn: &mut Conn, typed: &str) -> Result<Option<User>> {
    let folded = typed.trim().to_lowercase();
    let filter = users::email.eq(&folded).or(users::handle.eq(&folded).nullable());
    let query = users::table.select(User::columns()).filter(filter);
    Ok(each!(conn, c => query.first(c).optional())?)
}

/// Everybody, by handle.
pub fn list(conn: &mut Conn) -> Result<Vec<User>> {
    let query = users::table.select(User::columns()).order(users::handle);
    Ok(each!(conn, c => query.load(c))?)
}

/// The people with these identifiers, by handle; unknown ones are left out.
pub fn list_named(conn: &mut Conn, ids: &[UserId]) -> Result<Vec<User>> {
    let mut found: Vec<User> = Vec::with_capacity(ids.len());
    for part in ids.chunks(1_000) {
        let query = users::table.select(User::columns()).filter(users::id.eq_any(part.iter().map(UserId::as_str)));
        found.extend(each!(conn, c => query.load::<User>(c))?);
    }
    found.sort_by(|left, right| left.handle.cmp(&right.handle));
    Ok(found)
}

/// How many administrators can sign in.
pub fn count_active_admins(conn: &mut Conn) -> Result<u64> {
    let active = users::role.eq(Role::Admin.as_str()).and(users::disabled_at.is_null());
    let query = users::table.filter(active).count();
    Ok(count(each!(conn, c => query.get_result(c))?))
}

/// Replaces the password's hash; false if there is no such person.
pub fn set_password_hash(conn: &mut Conn, id: &UserId, hash: &str) -> Result<bool> {
    let change = diesel::update(users::table.find(id.as_str())).set(users::password_hash.eq(hash));
    Ok(each!(conn, c => change.execute(c))? == 1)
}

/// Chooses a language, or leaves it to the browser; false if there is no such person.
pub fn set_language(conn: &mut Conn, id: &UserId, language: Option<Language>) -> Result<bool> {
    let change = diesel::update(users::table.find(id.as_str())).set(users::language.eq(language.store()?));
    Ok(each!(conn, c => change.execute(c))? == 1)
}

/// Chooses whether people from outside may read the name; false if there is no such person.
pub fn set_name_public(conn: &mut Conn, id: &UserId, is_public: bool) -> Result<bool> {
    let change = diesel::update(users::table.find(id.as_str())).set(users::is_name_public.eq(is_public));
    Ok(each!(conn, c => change.execute(c))? == 1)
}

/// Gives another role; false if there is no such person.
pub fn set_role(conn: &mut Conn, id: &UserId, role: Role) -> Result<bool> {
    let change = diesel::update(users::table.find(id.as_str())).set(users::role.eq(role.as_str()));
    Ok(each!(conn, c => change.execute(c))? == 1)
}

/// How many people can sign in.
pub fn count_active(conn: &mut Conn) -> Result<u64> {
    let query = users::table.filter(users::disabled_at.is_null()).count();
    Ok(count(each!(conn, c => query.get_result(c))?))
}

/// Replaces the shown name and the e-mail address; false if there is no such person.
pub fn set_profile(conn: &mut Conn, id: &UserId, display_name: &str, email: Option<&Email>) -> Result<bool> {
    let values = (users::display_name.eq(display_name), users::email.eq(email.map(Email::as_str)));
    let change = diesel::update(users::table.find(id.as_str())).set(values);
    Ok(each!(conn, c => change.execute(c))? == 1)
}

/// Closes an account, or opens it again with `None`; false if there is no such person.
pub fn set_disabled(conn: &mut Conn, id: &UserId, since: Option<Timestamp>) -> Result<bool> {
    let values = users::disabled_at.eq(since.map(Timestamp::naive_utc));
    let change = diesel::update(users::table.find(id.as_str())).set(values);
    Ok(each!(conn, c => change.execute(c))? == 1)
}
