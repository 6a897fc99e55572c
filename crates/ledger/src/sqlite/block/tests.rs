use proptest::prelude::*;
use terms::{CallKey, CallState, Reply, Timing};

use super::super::codec;
use super::*;

fn call(number: u8, text: &str, body: &[u8]) -> Settled {
    Settled {
        key: CallKey([number; 16]),
        state: CallState::Done,
        reply: Some(Reply { text: text.to_owned(), id: Some(format!("reply-{number}")), ..Reply::default() }),
        error: None,
        usage: None,
        cost: None,
        timing: Timing::default(),
        tries: 1,
        evidence: Evidence {
            request_head: Bytes::from_static(b"POST /v1/chat/completions"),
            request_body: Bytes::copy_from_slice(body),
            status: (!number.is_multiple_of(3)).then_some(200),
            response_head: Bytes::new(),
            response_body: Bytes::copy_from_slice(text.as_bytes()),
        },
        trial: None,
    }
}

proptest! {
    #[test]
    fn every_slot_comes_back(
        texts in prop::collection::vec((".{0,40}", prop::collection::vec(any::<u8>(), 0..40)), 1..CALLS)
    ) {
        let calls: Vec<_> = texts.iter().enumerate().map(|(i, (t, b))| call(i as u8, t, b)).collect();
        let mut filling = Filling::default();
        for (slot, call) in calls.iter().enumerate() {
            prop_assert_eq!(filling.add(call), slot);
        }
        let packed = Packer::new(1).unwrap().pack(&filling).unwrap();
        let read = Unpacker::new().unwrap().replies(&packed.replies).unwrap();
        let bytes = Unpacker::new().unwrap().evidence(&packed.replies, &packed.evidence).unwrap();
        prop_assert_eq!((read.len(), bytes.len()), (calls.len(), calls.len()));
        for (slot, call) in calls.iter().enumerate() {
            let reply = codec::reply(&read.get(slot).unwrap()).unwrap();
            prop_assert_eq!(Some(reply), call.reply.clone());
            prop_assert_eq!(evidence_of(&bytes.get(slot).unwrap()).unwrap(), call.evidence.clone());
        }
        prop_assert!(read.get(calls.len()).is_none());
    }

    #[test]
    fn damaged_blocks_are_errors(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut unpacker = Unpacker::new().unwrap();
        prop_assert!(unpacker.replies(&bytes).is_err());
        prop_assert!(unpacker.evidence(&bytes, &bytes).is_err());
    }
}

#[test]
fn a_packer_packs_the_same_block_twice_alike() {
    let mut filling = Filling::default();
    filling.add(&call(1, "bonjour", b"{}"));
    let mut packer = Packer::new(1).unwrap();
    let (first, second) = (packer.pack(&filling).unwrap(), packer.pack(&filling).unwrap());
    assert_eq!((first.replies, first.evidence), (second.replies, second.evidence));
}

#[test]
fn a_block_closes_at_its_size_before_its_count() {
    let mut filling = Filling::default();
    assert!(!filling.is_full());
    filling.add(&call(1, "x", &vec![7; BYTES]));
    assert!(filling.is_full());
}

#[test]
fn the_cache_keeps_the_last_used_within_its_size() {
    let cache = Cache::default();
    let load = |id: i64| {
        cache.get(id, || {
            let mut filling = Filling::default();
            filling.add(&call(1, &"x".repeat(CACHED / 2 - 100), b""));
            Unpacker::new().unwrap().replies(&Packer::new(1).unwrap().pack(&filling).unwrap().replies)
        })
    };
    for id in [1, 2, 1, 3] {
        load(id).unwrap();
    }
    let unread = || Err(Damaged);
    assert!(cache.get(1, unread).is_ok());
    assert!(cache.get(3, unread).is_ok());
    assert!(cache.get(2, unread).is_err());
}
