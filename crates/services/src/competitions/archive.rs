//! All files of a competition as one zip, made while it is sent.
//!
//! Invariant: at most a few chunks are in memory; a reader who leaves stops the writer.

use std::io::{self, Write};

use bytes::Bytes;
use futures_util::StreamExt;
use joute_domain::{AuditAction, AuditObject};
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::CompetitionError;
use crate::access::Seat;
use crate::{CompetitionFile, House};

/// Chunks of a zip on its way out.
pub type DataArchive = mpsc::Receiver<Result<Bytes, io::Error>>;

const CHUNK_BYTES: usize = 64 << 10;

/// A writer whose other end is an async channel.
struct ChannelWriter {
    chunks: mpsc::Sender<Result<Bytes, io::Error>>,
    buffer: Vec<u8>,
}

impl Write for ChannelWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= CHUNK_BYTES {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let chunk = Bytes::from(std::mem::take(&mut self.buffer));
        self.chunks.blocking_send(Ok(chunk)).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}

impl House {
    /// Starts a zip of all files of a competition.
    pub async fn data_archive(&self, seat: &Seat) -> Result<DataArchive, CompetitionError> {
        let files = self.list_files(seat).await?;
        let competition = &seat.competition;
        let entry = self
            .entry_at(seat, AuditAction::DataDownload)
            .on(AuditObject::Competition, &competition.id, &competition.slug)
            .with("files", files.len());
        self.record(entry).await?;
        let (sender, receiver) = mpsc::channel(4);
        let (house, runtime) = (self.clone(), Handle::current());
        tokio::task::spawn_blocking(move || {
            let writer = ChannelWriter { chunks: sender.clone(), buffer: Vec::with_capacity(CHUNK_BYTES) };
            if let Err(error) = write_zip(&house, &runtime, files, writer) {
                // The reader sees a broken body instead of a file that looks whole.
                let _ = sender.blocking_send(Err(error));
            }
        });
        Ok(receiver)
    }
}

fn write_zip(house: &House, runtime: &Handle, files: Vec<CompetitionFile>, writer: ChannelWriter) -> io::Result<()> {
    let mut zip = ZipWriter::new_stream(writer);
    for file in files {
        let options = SimpleFileOptions::default().large_file(file.size_bytes > 0xffff_0000);
        zip.start_file(&file.name, options)?;
        let mut body = runtime.block_on(house.read_file(&file, None)).map_err(io::Error::other)?;
        while let Some(chunk) = runtime.block_on(body.next()) {
            zip.write_all(&chunk.map_err(io::Error::other)?)?;
        }
    }
    let mut writer = zip.finish()?.into_inner();
    writer.flush()
}
