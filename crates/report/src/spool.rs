use std::io::{self, Read, Seek, Write};

use tempfile::SpooledTempFile;

/// Bytes of one arm kept in memory up to this size, then in an anonymous temporary file.
const IN_MEMORY: usize = 1 << 20;

/// Text written now and read once later: trials come case by case, while some formats want them arm by arm, each arm
/// behind a header that counts them.
pub(crate) struct Spool(SpooledTempFile);

impl Spool {
    pub fn new() -> Spool {
        Spool(tempfile::spooled_tempfile(IN_MEMORY))
    }

    /// Copies everything written into `out`, through a small buffer.
    pub fn pour(mut self, out: &mut dyn Write) -> io::Result<()> {
        self.0.rewind()?;
        let mut buffer = [0; 8192];
        loop {
            match self.0.read(&mut buffer)? {
                0 => return Ok(()),
                n => out.write_all(&buffer[..n])?,
            }
        }
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
