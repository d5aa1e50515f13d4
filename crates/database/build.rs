//! Rebuilds the crate when a migration is added: the tree is embedded by a macro that cargo cannot see through.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
