//! No file may cost more memory than twice its size and 64 MiB: past it the allocation itself fails, which libFuzzer
//! reports as a crash.

use std::alloc::System;

use cap::Cap;

#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, usize::MAX);

const ROOM: usize = 64 << 20;

/// Runs the work with the memory that a file of this size may cost.
pub fn within(file: usize, work: impl FnOnce()) {
    let _ = MEMORY.set_limit(MEMORY.allocated() + 2 * file + ROOM);
    work();
    let _ = MEMORY.set_limit(usize::MAX);
}
