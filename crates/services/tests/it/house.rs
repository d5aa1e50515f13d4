//! A house on a fresh database, with a clock that stands until it is moved.
//!
//! Invariant: nothing is ever scored here, so the jail is never started.

use std::ops::Deref;
use std::time::Duration;

use joute_database::test_support::TestDatabase;
use joute_domain::{Actor, Clock, Role};
use joute_evaluation::Evaluator;
use joute_sandbox::{Launcher, Limits};
use joute_services::access::Viewer;
use joute_services::accounts::{NewUser, Visitor};
use joute_services::{House, HouseConfig, HouseParts, User};
use joute_storage::{Location, Storage};

/// The password of everybody in these stories.
pub(crate) const PASSWORD: &str = "a lance, a shield";

/// A house; dereferences to the real one.
pub(crate) struct TestHouse {
    house: House,
    clock: Clock,
}

impl Deref for TestHouse {
    type Target = House;

    fn deref(&self) -> &House {
        &self.house
    }
}

impl TestHouse {
    /// Opens a house on a database that is migrated and empty.
    pub(crate) fn on(database: &TestDatabase) -> Self {
        let clock = Clock::manual("2026-03-01T12:00:00Z".parse().unwrap());
        let parts = HouseParts {
            database: database.database(),
            storage: Storage::open(&Location::Memory).unwrap(),
            evaluator: Evaluator::new(Launcher::current_executable("--unused"), Limits::default()),
            clock: clock.clone(),
            config: HouseConfig::with_work_folder(std::env::temp_dir()),
        };
        Self { house: House::new(parts), clock }
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, span: Duration) {
        self.clock.advance(span);
    }

    /// Makes an account with `PASSWORD` and an address.
    pub(crate) async fn person(&self, handle: &str) -> User {
        self.create_user(&Actor::command(), newcomer(handle)).await.unwrap()
    }
}

/// Somebody who has no account yet.
pub(crate) fn newcomer(handle: &str) -> NewUser {
    NewUser {
        handle: handle.parse().unwrap(),
        display_name: String::new(),
        email: Some(format!("{handle}@example.org").parse().unwrap()),
        password: Some(PASSWORD.to_owned()),
        role: Role::Member,
    }
}

/// Somebody as handlers know them.
pub(crate) fn viewer(user: &User) -> Viewer {
    Viewer::by_command(user.clone())
}

/// Somebody at the door with this browser.
pub(crate) fn browser(user_agent: &str) -> Visitor {
    Visitor { user_agent: user_agent.to_owned(), ..Visitor::default() }
}

/// Minutes as a span.
pub(crate) fn minutes(number: u64) -> Duration {
    Duration::from_mins(number)
}
