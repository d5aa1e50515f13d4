//! A group as one viewer stands to it.
//!
//! Invariant: a group is known to those who look after it and to administrators, to nobody else.

use joute_database::{DatabaseError, group_members, groups};
use joute_domain::GroupId;

use super::{AccessError, Place, Right, Viewer, decide};
use crate::{Group, House};

/// A group as one viewer stands to it.
#[derive(Debug, Clone)]
pub struct GroupSeat {
    /// The group.
    pub group: Group,
    /// Who asks.
    pub viewer: Viewer,
}

impl House {
    /// Finds a group and asks the table whether `viewer` has `right` there.
    pub async fn group_seat(
        &self,
        viewer: Option<Viewer>,
        id: GroupId,
        right: Right,
    ) -> Result<GroupSeat, AccessError> {
        let viewer = viewer.ok_or(AccessError::SignInRequired)?;
        let user = viewer.id.clone();
        let found = self
            .database
            .read("access.group_seat", move |conn| {
                let Some(group) = groups::find(conn, &id)? else { return Ok(None) };
                let is_manager = group_members::find(conn, &id, &user)?.is_some_and(|member| member.is_manager);
                Ok::<_, DatabaseError>(Some((group, is_manager)))
            })
            .await?;
        let (group, is_manager) = found.ok_or(AccessError::NotFound("group"))?;
        decide(right, Some(&viewer), Place::Group { is_manager })?;
        Ok(GroupSeat { group, viewer })
    }
}
