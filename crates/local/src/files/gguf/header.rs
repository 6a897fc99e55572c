//! The header of a GGUF file, read by ourselves: every count is compared with the bytes that are left before anything
//! is allocated for it, and large tables lie flat. (candle's reader keeps each number of an array in 32 bytes, and
//! divides by an alignment that may be zero.)

use std::collections::HashMap;
use std::io::{Read, Seek, SeekFrom};

use candle_core::quantized::GgmlDType;

use crate::error::FileProblem;
use crate::words::Strings;

/// Longest text: chat templates have some ten thousand characters.
const LONGEST_TEXT: u64 = 4 << 20;
/// Most entries and tensors.
const MOST_ENTRIES: u64 = 1 << 14;
/// Most items of an array that is kept: twice the largest vocabulary.
const MOST_ITEMS: u64 = 2 * crate::words::MOST_TOKENS as u64;

/// A value of the metadata, as far as it is of use here.
#[derive(Debug)]
pub enum Value {
    /// Any whole number.
    Number(i64),
    /// Any floating-point number.
    Float(f64),
    /// Yes or no.
    Flag(bool),
    /// A text.
    Text(String),
    /// An array of texts.
    Texts(Strings),
    /// An array of whole numbers of 32 bits.
    Whole(Vec<i32>),
    /// An array of floats of 32 bits.
    Decimal(Vec<f32>),
    /// Something passed over.
    Skipped,
}

/// A tensor as the header describes it.
#[derive(Debug)]
pub struct Entry {
    /// Sides, the slowest first.
    pub shape: Vec<usize>,
    /// Type of its numbers.
    pub kind: GgmlDType,
    /// First byte, from the start of the file.
    pub start: u64,
    /// Bytes.
    pub size: usize,
}

/// What a GGUF file says before its numbers.
#[derive(Debug)]
pub struct Header {
    values: HashMap<String, Value>,
    /// Tensors by name.
    pub tensors: HashMap<String, Entry>,
}

/// Reads little-endian values and knows how many bytes are left.
struct Reader<R> {
    inner: R,
    left: u64,
}

type Result<T> = std::result::Result<T, FileProblem>;

impl<R: Read + Seek> Reader<R> {
    fn bytes<const N: usize>(&mut self) -> Result<[u8; N]> {
        let mut bytes = [0; N];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Result<()> {
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or(FileProblem::Truncated)?;
        self.inner.read_exact(bytes).map_err(|_| FileProblem::Truncated)
    }

    fn skip(&mut self, bytes: u64) -> Result<()> {
        self.left = self.left.checked_sub(bytes).ok_or(FileProblem::Truncated)?;
        let ahead = i64::try_from(bytes).map_err(|_| FileProblem::Truncated)?;
        self.inner.seek(SeekFrom::Current(ahead)).map_err(|_| FileProblem::Truncated)?;
        Ok(())
    }

    fn u32(&mut self) -> Result<u32> {
        Ok(u32::from_le_bytes(self.bytes()?))
    }

    fn u64(&mut self) -> Result<u64> {
        Ok(u64::from_le_bytes(self.bytes()?))
    }

    /// Bytes of a text into a buffer of its length.
    fn text_into(&mut self, buffer: &mut Vec<u8>) -> Result<()> {
        let length = self.u64()?;
        if length > self.left {
            return Err(FileProblem::Truncated);
        }
        if length > LONGEST_TEXT {
            return Err(FileProblem::Header("string".to_owned()));
        }
        buffer.clear();
        buffer.resize(length as usize, 0);
        self.fill(buffer)
    }

    fn text(&mut self) -> Result<String> {
        let mut bytes = Vec::new();
        self.text_into(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn value(&mut self, kind: u32, wanted: bool) -> Result<Value> {
        Ok(match kind {
            0 => Value::Number(i64::from(self.bytes::<1>()?[0])),
            1 => Value::Number(i64::from(i8::from_le_bytes(self.bytes()?))),
            2 => Value::Number(i64::from(u16::from_le_bytes(self.bytes()?))),
            3 => Value::Number(i64::from(i16::from_le_bytes(self.bytes()?))),
            4 => Value::Number(i64::from(self.u32()?)),
            5 => Value::Number(i64::from(i32::from_le_bytes(self.bytes()?))),
            6 => Value::Float(f64::from(f32::from_le_bytes(self.bytes()?))),
            7 => Value::Flag(self.bytes::<1>()?[0] != 0),
            8 => Value::Text(self.text()?),
            9 => self.array(wanted)?,
            10 => Value::Number(i64::try_from(self.u64()?).unwrap_or(i64::MAX)),
            11 => Value::Number(i64::from_le_bytes(self.bytes()?)),
            12 => Value::Float(f64::from_le_bytes(self.bytes()?)),
            other => return Err(FileProblem::Header(format!("type {other}"))),
        })
    }

    fn array(&mut self, wanted: bool) -> Result<Value> {
        let kind = self.u32()?;
        let count = self.u64()?;
        let least: u64 = match kind {
            0 | 1 | 7 => 1,
            2 | 3 => 2,
            4..=6 => 4,
            8 | 10..=12 => 8,
            // arrays of arrays: no model has them, and they nest without end
            _ => return Err(FileProblem::Header("array".to_owned())),
        };
        let bytes = count.checked_mul(least).ok_or(FileProblem::Truncated)?;
        if bytes > self.left {
            return Err(FileProblem::Truncated);
        }
        if wanted && count > MOST_ITEMS {
            return Err(FileProblem::Header("array".to_owned()));
        }
        match (kind, wanted) {
            (8, _) => {
                let mut strings = Strings::default();
                let mut buffer = Vec::new();
                for _ in 0..count {
                    self.text_into(&mut buffer)?;
                    if wanted {
                        strings.push(&buffer);
                    }
                }
                Ok(if wanted { Value::Texts(strings) } else { Value::Skipped })
            }
            (4 | 5, true) => {
                let mut items = Vec::with_capacity(count as usize);
                for _ in 0..count {
                    items.push(i32::from_le_bytes(self.bytes()?));
                }
                Ok(Value::Whole(items))
            }
            (6, true) => {
                let mut items = Vec::with_capacity(count as usize);
                for _ in 0..count {
                    items.push(f32::from_le_bytes(self.bytes()?));
                }
                Ok(Value::Decimal(items))
            }
            _ => {
                self.skip(bytes)?;
                Ok(Value::Skipped)
            }
        }
    }
}

impl Header {
    /// Reads and checks the header.
    ///
    /// # Errors
    /// Anything that does not fit in the file or contradicts itself.
    pub fn read<R: Read + Seek>(file: &mut R) -> Result<Header> {
        let size = file.seek(SeekFrom::End(0)).map_err(|e| FileProblem::Header(e.to_string()))?;
        file.seek(SeekFrom::Start(0)).map_err(|e| FileProblem::Header(e.to_string()))?;
        let mut reader = Reader { inner: std::io::BufReader::new(file), left: size };
        if &reader.bytes::<4>()? != b"GGUF" || !matches!(reader.u32()?, 2 | 3) {
            return Err(FileProblem::Magic);
        }
        let tensor_count = reader.u64()?;
        let value_count = reader.u64()?;
        if tensor_count > MOST_ENTRIES || value_count > MOST_ENTRIES {
            return Err(FileProblem::Header("count".to_owned()));
        }
        let mut values = HashMap::new();
        for _ in 0..value_count {
            let key = reader.text()?;
            let kind = reader.u32()?;
            let wanted = key.starts_with("tokenizer.ggml.");
            let value = reader.value(kind, wanted)?;
            values.insert(key, value);
        }
        let mut tensors = HashMap::new();
        for _ in 0..tensor_count {
            let name = reader.text()?;
            tensors.insert(name, entry(&mut reader)?);
        }
        let header_end = size - reader.left;
        let alignment = match values.get("general.alignment") {
            None => 32,
            Some(Value::Number(n @ 1..=65_536)) if n.count_ones() == 1 => *n as u64,
            Some(_) => return Err(FileProblem::Header("general.alignment".to_owned())),
        };
        let data = header_end.next_multiple_of(alignment);
        let all = tensors.values().map(|entry: &Entry| entry.size as u64).try_fold(0_u64, u64::checked_add);
        // tensors on the same bytes would cost more memory than the file has
        if all.is_none_or(|all| all > size) {
            return Err(FileProblem::Truncated);
        }
        for entry in tensors.values_mut() {
            entry.start = entry.start.checked_add(data).ok_or(FileProblem::Truncated)?;
            if entry.start.checked_add(entry.size as u64).is_none_or(|end| end > size) {
                return Err(FileProblem::Truncated);
            }
        }
        Ok(Header { values, tensors })
    }

    /// A text.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.values.get(key) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// A whole number.
    pub fn number(&self, key: &str) -> Option<i64> {
        match self.values.get(key) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// A number of any kind.
    pub fn float(&self, key: &str) -> Option<f64> {
        match self.values.get(key) {
            Some(Value::Float(number)) => Some(*number),
            Some(Value::Number(number)) => Some(*number as f64),
            _ => None,
        }
    }

    /// A yes or no.
    pub fn flag(&self, key: &str) -> Option<bool> {
        match self.values.get(key) {
            Some(Value::Flag(flag)) => Some(*flag),
            _ => None,
        }
    }

    /// A value, out of the header.
    pub fn take(&mut self, key: &str) -> Option<Value> {
        self.values.remove(key)
    }
}

fn entry<R: Read + Seek>(reader: &mut Reader<R>) -> Result<Entry> {
    let sides = reader.u32()?;
    if sides == 0 || sides > 4 {
        return Err(FileProblem::Header("dimensions".to_owned()));
    }
    let mut shape = Vec::with_capacity(4);
    let mut count: u64 = 1;
    for _ in 0..sides {
        let side = reader.u64()?;
        count = count.checked_mul(side).ok_or(FileProblem::Truncated)?;
        shape.push(usize::try_from(side).map_err(|_| FileProblem::Truncated)?);
    }
    let row = shape[0] as u64;
    shape.reverse();
    let number = reader.u32()?;
    let kind = match number {
        0 => GgmlDType::F32,
        1 => GgmlDType::F16,
        2 => GgmlDType::Q4_0,
        3 => GgmlDType::Q4_1,
        6 => GgmlDType::Q5_0,
        7 => GgmlDType::Q5_1,
        8 => GgmlDType::Q8_0,
        10 => GgmlDType::Q2K,
        11 => GgmlDType::Q3K,
        12 => GgmlDType::Q4K,
        13 => GgmlDType::Q5K,
        14 => GgmlDType::Q6K,
        30 => GgmlDType::BF16,
        other => return Err(FileProblem::Type(format!("ggml {other}"))),
    };
    let block = kind.block_size() as u64;
    if !row.is_multiple_of(block) {
        return Err(FileProblem::Header("block".to_owned()));
    }
    let size = (count / block).checked_mul(kind.type_size() as u64).ok_or(FileProblem::Truncated)?;
    let size = usize::try_from(size).map_err(|_| FileProblem::Truncated)?;
    Ok(Entry { shape, kind, start: reader.u64()?, size })
}
