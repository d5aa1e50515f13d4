//! Addresses of stored files.
//!
//! Invariant: a key is made of identifiers alone, every kind has a prefix of its own, and a path read back gives the
//! key that made it. The truth lies under its own prefix so that it can be guarded apart.

use joute_domain::{CompetitionId, FileId, SolutionId, SubmissionId, TeamId, UploadId, UploadPartId};
use object_store::path::Path;

/// A file's address; implemented by the key types of this crate only.
pub trait Key: sealed::Addressed + Send + Sync {}

pub(crate) mod sealed {
    use object_store::path::Path;

    /// Seals [`super::Key`]: path texts do not cross the crate's border.
    pub trait Addressed {
        /// The path within the store.
        fn path(&self) -> Path;
    }
}

/// Kinds of stored files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Files that participants may download.
    CompetitionFiles,
    /// Uploaded predictions.
    Submissions,
    /// Hidden truth in the form that scoring reads.
    Truths,
    /// The identifiers and usage that a validator may know.
    PublicIds,
    /// Parts of files that are still arriving.
    UploadParts,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::CompetitionFiles, Self::Submissions, Self::Truths, Self::PublicIds, Self::UploadParts];

    pub(crate) fn prefix(self) -> &'static str {
        match self {
            Self::CompetitionFiles => "files",
            Self::Submissions => "submissions",
            Self::Truths => "truth",
            Self::PublicIds => "public-ids",
            Self::UploadParts => "uploads",
        }
    }
}

/// A file of a competition's data: `files/<competition>/<file>`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CompetitionFile {
    /// The competition.
    pub competition: CompetitionId,
    /// The file.
    pub file: FileId,
}

/// One submission's bytes as uploaded: `submissions/<competition>/<team>/<submission>`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SubmissionFile {
    /// The competition.
    pub competition: CompetitionId,
    /// The team.
    pub team: TeamId,
    /// The submission.
    pub submission: SubmissionId,
}

/// One version of the hidden truth: `truth/<competition>/<solution>`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TruthFile {
    /// The competition.
    pub competition: CompetitionId,
    /// The version of its truth.
    pub solution: SolutionId,
}

/// The identifiers of one version of the truth, without its values: `public-ids/<competition>/<solution>`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PublicIdsFile {
    /// The competition.
    pub competition: CompetitionId,
    /// The version of its truth.
    pub solution: SolutionId,
}

/// A part of a file that is still arriving: `uploads/<upload>/<part>`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UploadPartFile {
    /// The file.
    pub upload: UploadId,
    /// The part.
    pub part: UploadPartId,
}

/// Any key, as found by a listing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum StoredKey {
    /// A file of a competition's data.
    CompetitionFile(CompetitionFile),
    /// A submission.
    Submission(SubmissionFile),
    /// A version of the truth.
    Truth(TruthFile),
    /// The identifiers of a version of the truth.
    PublicIds(PublicIdsFile),
    /// A part of a file that is still arriving.
    UploadPart(UploadPartFile),
}

impl sealed::Addressed for CompetitionFile {
    fn path(&self) -> Path {
        Path::from_iter([Kind::CompetitionFiles.prefix(), self.competition.as_str(), self.file.as_str()])
    }
}

impl sealed::Addressed for SubmissionFile {
    fn path(&self) -> Path {
        let Self { competition, team, submission } = self;
        Path::from_iter([Kind::Submissions.prefix(), competition.as_str(), team.as_str(), submission.as_str()])
    }
}

impl sealed::Addressed for TruthFile {
    fn path(&self) -> Path {
        Path::from_iter([Kind::Truths.prefix(), self.competition.as_str(), self.solution.as_str()])
    }
}

impl sealed::Addressed for PublicIdsFile {
    fn path(&self) -> Path {
        Path::from_iter([Kind::PublicIds.prefix(), self.competition.as_str(), self.solution.as_str()])
    }
}

impl sealed::Addressed for UploadPartFile {
    fn path(&self) -> Path {
        Path::from_iter([Kind::UploadParts.prefix(), self.upload.as_str(), self.part.as_str()])
    }
}

impl sealed::Addressed for StoredKey {
    fn path(&self) -> Path {
        match self {
            Self::CompetitionFile(key) => key.path(),
            Self::Submission(key) => key.path(),
            Self::Truth(key) => key.path(),
            Self::PublicIds(key) => key.path(),
            Self::UploadPart(key) => key.path(),
        }
    }
}

impl Key for CompetitionFile {}
impl Key for SubmissionFile {}
impl Key for TruthFile {}
impl Key for PublicIdsFile {}
impl Key for UploadPartFile {}
impl Key for StoredKey {}

impl StoredKey {
    /// Reads a path back; `None` when no key makes that path.
    pub(crate) fn parse(path: &Path) -> Option<Self> {
        let parts: Vec<_> = path.parts().collect();
        let names: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
        let key = match *names.as_slice() {
            ["files", competition, file] => Self::CompetitionFile(CompetitionFile {
                competition: competition.parse().ok()?,
                file: file.parse().ok()?,
            }),
            ["submissions", competition, team, submission] => Self::Submission(SubmissionFile {
                competition: competition.parse().ok()?,
                team: team.parse().ok()?,
                submission: submission.parse().ok()?,
            }),
            ["truth", competition, solution] => {
                Self::Truth(TruthFile { competition: competition.parse().ok()?, solution: solution.parse().ok()? })
            }
            ["public-ids", competition, solution] => Self::PublicIds(PublicIdsFile {
                competition: competition.parse().ok()?,
                solution: solution.parse().ok()?,
            }),
            ["uploads", upload, part] => {
                Self::UploadPart(UploadPartFile { upload: upload.parse().ok()?, part: part.parse().ok()? })
            }
            _ => return None,
        };
        // Another spelling of the same identifier would be another file.
        (sealed::Addressed::path(&key) == *path).then_some(key)
    }
}

#[cfg(test)]
mod tests {
    use super::sealed::Addressed;
    use super::*;

    fn one_of_each() -> [StoredKey; 5] {
        let competition = CompetitionId::new();
        let solution = SolutionId::new();
        [
            StoredKey::CompetitionFile(CompetitionFile { competition: competition.clone(), file: FileId::new() }),
            StoredKey::Submission(SubmissionFile {
                competition: competition.clone(),
                team: TeamId::new(),
                submission: SubmissionId::new(),
            }),
            StoredKey::Truth(TruthFile { competition: competition.clone(), solution: solution.clone() }),
            StoredKey::PublicIds(PublicIdsFile { competition, solution }),
            StoredKey::UploadPart(UploadPartFile { upload: UploadId::new(), part: UploadPartId::new() }),
        ]
    }

    #[test]
    fn a_path_gives_back_the_key_that_made_it() {
        for (key, kind) in one_of_each().into_iter().zip(Kind::ALL) {
            assert!(key.path().as_ref().starts_with(kind.prefix()));
            assert_eq!(StoredKey::parse(&key.path()), Some(key));
        }
    }

    #[test]
    fn the_truth_and_what_a_validator_may_know_lie_apart() {
        let [_, _, truth, public, _] = one_of_each();
        assert!(truth.path().as_ref().starts_with("truth/"));
        assert!(!public.path().as_ref().starts_with("truth/"));
    }

    #[test]
    fn foreign_paths_are_no_keys() {
        let [file, ..] = one_of_each();
        let upper = file.path().as_ref().to_uppercase().replace("FILES", "files");
        for path in ["", "files", "files/a/b", "other/x", upper.as_str()] {
            assert_eq!(StoredKey::parse(&Path::from(path)), None, "{path}");
        }
    }
}
