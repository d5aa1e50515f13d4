//! Rules and types of the field: what a competition, a submission, a score and an instant are.
//!
//! Invariant: no input or output happens here, and every type's constructor is its check.

mod audit;
mod competition;
mod group;
mod id;
mod person;
mod quota;
mod report;
mod scope;
mod score;
mod settings;
mod sketch;
mod slug;
mod spreadsheet;
mod submission;
mod table;
mod time;
mod transfer;

pub use audit::{Actor, AuditAction, AuditObject, AuditVia};
pub use competition::{FileKind, PageName, Phase, PublicationState, Schedule, Visibility};
pub use group::{GroupName, GroupNameError, MemberSource};
pub use id::{
    AuditEntryId, CompetitionId, DownloadLinkId, FileId, GroupId, IdError, InvitationId, PageId, SessionId,
    SetupLinkId, SolutionId, SubmissionId, TeamId, TokenId, UploadId, UploadPartId, UserId,
};
pub use person::{Email, Handle, Language, PersonError, Role};
pub use quota::{Allowance, Quota};
pub use report::{ErrorCode, Place, ReportedError, UploadReport};
pub use scope::{Scope, Scopes};
pub use score::{Direction, NotFinite, Score};
pub use settings::{
    ColumnSettings, CompetitionFile, CompetitionHead, FileEntry, MetricSettings, PageEntry, Parameters, QuotaSettings,
    ScoringSettings, SettingsError, SplitSettings,
};
pub use sketch::{Sketch, SketchBytesError, SketchError, SketchForm, SketchPart};
pub use slug::{Slug, SlugError};
pub use spreadsheet::spreadsheet_cell;
pub use submission::SubmissionState;
pub use table::{ColumnSummary, HistogramBin, TableProfile};
pub use time::{Clock, Timestamp, TimestampError, Zone, ZoneError};
pub use transfer::{LinkKind, TransferError, UploadPurpose};
