//! Words with a fixed set of values, for the `OpenAPI` document.
//!
//! Invariant: the values are those of the domain's own types, so the document cannot fall behind.

use std::borrow::Cow;

use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

macro_rules! vocabulary {
    ($($(#[$doc:meta])* $name:ident: $description:literal = $values:expr;)+) => {$(
        $(#[$doc])*
        pub(crate) struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .description(Some($description))
                    .enum_values(Some($values))
                    .into()
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }
        }
    )+};
}

fn names<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|value| name(*value)).collect()
}

vocabulary! {
    /// Phase of a competition.
    PhaseName: "Where a competition stands now: computed from its dates." =
        names(joute_domain::Phase::ALL, joute_domain::Phase::as_str);
    /// Publication state.
    PublicationName: "Whether a competition has been published." =
        names(joute_domain::PublicationState::ALL, joute_domain::PublicationState::as_str);
    /// Visibility.
    VisibilityName: "Who sees a competition: the house without its guests, its groups and invited people, or everybody." =
        names(joute_domain::Visibility::ALL, joute_domain::Visibility::as_str);
    /// Kind of a file.
    FileKindName: "What a file is for." =
        names(joute_domain::FileKind::ALL, joute_domain::FileKind::as_str);
    /// Name of a page.
    PageNameName: "Which page of a competition." =
        names(joute_domain::PageName::ALL, joute_domain::PageName::as_str);
    /// State of a submission.
    StateName: "Where a submission stands; `scored` and `failed` are final." =
        names(joute_domain::SubmissionState::ALL, joute_domain::SubmissionState::as_str);
    /// Role of a person.
    RoleName: "What somebody may do in the house." = names(joute_domain::Role::ALL, joute_domain::Role::as_str);
    /// Direction of a metric.
    DirectionName: "Which scores are better." = ["lower_is_better", "higher_is_better"];
    /// Kind of a leaderboard.
    BoardName: "Which rows of the solution a board is computed from." = ["public", "private"];
    /// Kind of a movement.
    MovementName: "How a rank moved since yesterday, or on the private board from the public one." =
        ["new", "up", "down", "same"];
    /// Code of a problem.
    ProblemCode: "The stable name of a problem; `x-problem-codes` of this document tells each one's meaning." =
        crate::problem::codes::CODES.iter().map(|known| known.code).collect::<Vec<_>>();
}

#[cfg(test)]
mod tests {
    use joute_domain::Direction;
    use joute_leaderboard::{BoardKind, MovementKind};
    use serde::Serialize;
    use serde_json::{Value, json};

    use super::*;

    fn values<T: PartialSchema>() -> Value {
        serde_json::to_value(T::schema()).unwrap()["enum"].clone()
    }

    fn said<T: Serialize>(all: &[T]) -> Value {
        json!(all)
    }

    #[test]
    fn the_words_are_those_that_are_sent() {
        assert_eq!(values::<DirectionName>(), said(&[Direction::LowerIsBetter, Direction::HigherIsBetter]));
        assert_eq!(values::<BoardName>(), said(&[BoardKind::Public, BoardKind::Private]));
        let movements = [MovementKind::New, MovementKind::Up, MovementKind::Down, MovementKind::Same];
        assert_eq!(values::<MovementName>(), said(&movements));
        assert_eq!(values::<StateName>(), json!(["queued", "running", "scored", "failed"]));
    }
}
