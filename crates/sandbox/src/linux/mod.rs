//! The sandbox on Linux: the parent that starts and watches, the child that locks itself.
//!
//! Invariant: `parent` and `child` share nothing but `wire`.

mod child;
mod mapping;
mod memory;
mod parent;
mod wire;

pub use child::{answer, enter};
pub use mapping::{MappedFile, MappedFileMut};
pub use memory::{memory_file, read_whole, seal_writes, sealed_copy};
pub use parent::{Pool, PoolRole, probe, run};
