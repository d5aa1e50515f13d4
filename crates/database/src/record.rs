//! Rows as plain data: each struct is declared once, with the columns that it is read from and written to.
//!
//! Invariant: a field and its column have the same name, so that neither order nor meaning can slip.

/// Declares a row that can be read: its fields are columns in the order of the query's selection.
macro_rules! view {
    ($(#[$doc:meta])* pub struct $name:ident { $($(#[$field_doc:meta])* pub $field:ident: $type:ty,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name { $($(#[$field_doc])* pub $field: $type),+ }

        impl<ST, DB> diesel::deserialize::Queryable<ST, DB> for $name
        where
            DB: diesel::backend::Backend,
            ($(<$type as $crate::column::Column>::Stored,)+): diesel::deserialize::FromStaticSqlRow<ST, DB>,
        {
            type Row = ($(<$type as $crate::column::Column>::Stored,)+);

            fn build(($($field,)+): Self::Row) -> diesel::deserialize::Result<Self> {
                const ROW: &str = stringify!($name);
                Ok(Self {$(
                    $field: $crate::column::Column::restore($field)
                        .map_err(|reason| format!("{ROW}.{}: {reason}", stringify!($field)))?,
                )+})
            }
        }
    };
}

/// Declares a row of a table, read and written whole.
macro_rules! record {
    ($table:ident => $(#[$doc:meta])* pub struct $name:ident {
        $($(#[$field_doc:meta])* pub $field:ident: $type:ty,)+
    }) => {
        $crate::record::view! {
            $(#[$doc])*
            pub struct $name { $($(#[$field_doc])* pub $field: $type,)+ }
        }

        impl $name {
            /// The columns in the order of the fields.
            #[allow(dead_code, reason = "some tables are only written and searched")]
            fn columns() -> ($($table::$field,)+) {
                ($($table::$field,)+)
            }

            /// Every column with its value.
            #[allow(clippy::type_complexity, reason = "the columns of a table, once")]
            fn values(&self) -> $crate::Result<(
                $(diesel::dsl::Eq<$table::$field, <$type as $crate::column::Column>::Stored>,)+
            )> {
                use diesel::ExpressionMethods as _;
                Ok(($($table::$field.eq($crate::column::Column::store(&self.$field)?),)+))
            }
        }
    };
}

pub(crate) use {record, view};
