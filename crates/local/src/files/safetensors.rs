//! `*.safetensors`: a length, a JSON header, numbers. <https://github.com/huggingface/safetensors#format>

use std::collections::BTreeMap;
use std::io::{Read, Seek, SeekFrom};

use half::slice::HalfFloatSliceExt;
use half::{bf16, f16};
use serde::Deserialize;

use crate::error::{FileProblem, LocalError};
use crate::model::{Source, Tensor};

/// Longest header: a thousand tensors take a tenth of a megabyte.
const LONGEST_HEADER: u64 = 4 << 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Number {
    F32,
    F16,
    BF16,
}

#[derive(Debug)]
struct Entry {
    number: Number,
    shape: Vec<u64>,
    /// First byte, from the start of the file.
    start: u64,
}

#[derive(Deserialize)]
struct Said {
    dtype: Option<Box<str>>,
    shape: Option<Vec<u64>>,
    data_offsets: Option<[u64; 2]>,
}

/// One file or several that share their tensors out.
pub struct Safetensors<R> {
    files: Vec<(R, String)>,
    entries: BTreeMap<String, (usize, Entry)>,
}

impl<R: Read + Seek> Safetensors<R> {
    /// Reads and checks the headers; each file comes with the name it is known by.
    ///
    /// # Errors
    /// A header that cannot be read or that lies.
    pub fn open(files: Vec<(R, String)>) -> Result<Safetensors<R>, LocalError> {
        let mut entries = BTreeMap::new();
        let mut opened = Vec::with_capacity(files.len());
        for (at, (mut file, name)) in files.into_iter().enumerate() {
            let found = header(&mut file).map_err(|problem| LocalError::file(&*name, problem))?;
            entries.extend(found.into_iter().map(|(tensor, entry)| (tensor, (at, entry))));
            opened.push((file, name));
        }
        Ok(Safetensors { files: opened, entries })
    }

    /// Names of the tensors.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }
}

fn header<R: Read + Seek>(file: &mut R) -> Result<BTreeMap<String, Entry>, FileProblem> {
    let io = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::UnexpectedEof => FileProblem::Truncated,
        _ => FileProblem::Header(error.to_string()),
    };
    let size = file.seek(SeekFrom::End(0)).map_err(io)?;
    file.seek(SeekFrom::Start(0)).map_err(io)?;
    let mut length = [0; 8];
    file.read_exact(&mut length).map_err(io)?;
    let length = u64::from_le_bytes(length);
    if length > size.saturating_sub(8) {
        return Err(FileProblem::Truncated);
    }
    if length > LONGEST_HEADER {
        return Err(FileProblem::Header(format!("{length}")));
    }
    let mut text = vec![0; length as usize];
    file.read_exact(&mut text).map_err(io)?;
    let said: BTreeMap<String, Said> =
        serde_json::from_slice(&text).map_err(|error| FileProblem::Header(error.to_string()))?;
    let mut entries = BTreeMap::new();
    let mut all = 0;
    for (name, said) in said {
        if name == "__metadata__" {
            continue;
        }
        let wrong = || FileProblem::Header(name.clone());
        let (Some(dtype), Some(shape), Some([start, end])) = (said.dtype, said.shape, said.data_offsets)
        else {
            return Err(wrong());
        };
        let number = match &*dtype {
            "F32" => Number::F32,
            "F16" => Number::F16,
            "BF16" => Number::BF16,
            other => return Err(FileProblem::Type(other.to_owned())),
        };
        let wide = if number == Number::F32 { 4 } else { 2 };
        let bytes = shape.iter().try_fold(wide, |n: u64, side| n.checked_mul(*side)).ok_or_else(wrong)?;
        if end.checked_sub(start) != Some(bytes) {
            return Err(wrong());
        }
        all += bytes;
        // tensors on the same bytes would cost more memory than the file has
        if end.max(all) > size - 8 - length {
            return Err(FileProblem::Truncated);
        }
        entries.insert(name, Entry { number, shape, start: 8 + length + start });
    }
    Ok(entries)
}

impl<R: Read + Seek> Source for Safetensors<R> {
    fn tensor(&mut self, name: &str, shape: &[usize]) -> Result<Tensor, LocalError> {
        let everywhere = || self.files.first().map(|(_, name)| name.clone()).unwrap_or_default();
        let Some((at, entry)) = self.entries.get(name) else {
            return Err(LocalError::file(everywhere(), FileProblem::Missing(name.to_owned())));
        };
        let (file, known) = &mut self.files[*at];
        if !entry.shape.iter().copied().eq(shape.iter().map(|side| *side as u64)) {
            return Err(LocalError::file(&**known, FileProblem::Shape(name.to_owned())));
        }
        let count: usize = shape.iter().product();
        let read = |bytes: &mut [u8], file: &mut R| {
            file.seek(SeekFrom::Start(entry.start))
                .and_then(|_| file.read_exact(bytes))
                .map_err(|_| LocalError::file(&**known, FileProblem::Truncated))
        };
        let mut bytes = vec![0; count * if entry.number == Number::F32 { 4 } else { 2 }];
        read(&mut bytes, file)?;
        let halves = || bytes.as_chunks::<2>().0.iter();
        let values = match entry.number {
            Number::F32 => bytes.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect(),
            Number::F16 => halves().map(|b| f16::from_le_bytes(*b)).collect::<Vec<_>>().to_f32_vec(),
            Number::BF16 => halves().map(|b| bf16::from_le_bytes(*b)).collect::<Vec<_>>().to_f32_vec(),
        };
        Ok(Tensor::Dense(values))
    }

    fn has(&self, name: &str) -> bool {
        self.entries.contains_key(name)
    }
}
