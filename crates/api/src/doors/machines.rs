//! What machines ask for: health, style sheets, scripts. Nobody is recognised here.

use super::{Line, doors};
use crate::{assets, health};

#[rustfmt::skip]
pub(super) const DOORS: &[Line] = doors! {
    Get "/healthz"          CheckHealth health::alive;
    Get "/readyz"           CheckHealth health::ready;
    Get "/static/{path:.*}" ReadAsset   assets::serve;
};
