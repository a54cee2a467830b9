//! What a recogniser found in the last few texts.
//!
//! Several rules ask the same of one sentence, one after another. A recogniser's answer follows from the text alone (and from the date to count
//! from), so that remembering it changes nothing but the time. The memory is small and each thread has its own.

use std::cell::RefCell;
use std::thread::LocalKey;

/// Texts remembered at a time: about those of one paragraph and its headline.
const SLOTS: usize = 64;
/// Longer texts are not remembered: they are read once.
const LONGEST: usize = 4_096;
/// Shorter ones are read as fast as they are looked up.
const SHORTEST: usize = 12;

struct Slot<K, V> {
    text: String,
    key: K,
    found: V,
}

/// The memory of one recogniser; `K` is what it is given beside the text.
pub(super) struct Memo<K, V>(RefCell<Vec<Option<Slot<K, V>>>>);

impl<K: Copy + PartialEq, V: Clone> Memo<K, V> {
    /// An empty memory.
    pub(super) const fn new() -> Self {
        Memo(RefCell::new(Vec::new()))
    }
}

/// What `find` gives for `text` and `key`: from memory if it was asked lately.
pub(super) fn remembered<K: Copy + PartialEq, V: Clone>(
    memory: &'static LocalKey<Memo<K, V>>,
    text: &str,
    key: K,
    find: impl FnOnce() -> V,
) -> V {
    if !(SHORTEST..=LONGEST).contains(&text.len()) {
        return find();
    }
    let at = slot(text);
    let known = memory.with(|memo| {
        let slots = memo.0.borrow();
        let slot = slots.get(at)?.as_ref()?;
        (slot.key == key && slot.text == text).then(|| slot.found.clone())
    });
    if let Some(known) = known {
        return known;
    }
    // The memory is not held while the recogniser works, which may ask it in turn.
    let found = find();
    memory.with(|memo| {
        let mut slots = memo.0.borrow_mut();
        if slots.is_empty() {
            slots.resize_with(SLOTS, || None);
        }
        if let Some(slot) = slots.get_mut(at) {
            match slot {
                Some(slot) => {
                    slot.text.clear();
                    slot.text.push_str(text);
                    slot.key = key;
                    slot.found = found.clone();
                }
                None => {
                    *slot = Some(Slot {
                        text: text.to_owned(),
                        key,
                        found: found.clone(),
                    });
                }
            }
        }
    });
    found
}

/// The slot of a text, by its length and by bytes from its beginning, middle and end.
fn slot(text: &str) -> usize {
    let bytes = text.as_bytes();
    let word = |at: usize| {
        bytes
            .iter()
            .skip(at)
            .take(4)
            .fold(0_usize, |word, byte| word << 8 | usize::from(*byte))
    };
    let mixed =
        word(0) ^ word(bytes.len() / 2).rotate_left(7) ^ word(bytes.len() - 4).rotate_left(13);
    (mixed.wrapping_mul(0x9E37_79B9) ^ bytes.len()) % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;

    thread_local! {
        static LENGTHS: Memo<u8, usize> = const { Memo::new() };
    }

    #[test]
    fn an_answer_is_that_of_the_text_and_the_key() {
        let mut asked = 0;
        let mut ask = |text: &str, key: u8| {
            remembered(&LENGTHS, text, key, || {
                asked += 1;
                text.len() + usize::from(key)
            })
        };
        let text = "a text of some length";
        assert_eq!((ask(text, 0), ask(text, 0), ask(text, 1)), (21, 21, 22));
        assert_eq!(ask("another of some length", 0), 22);
        assert_eq!(ask("short", 0), 5);
        assert_eq!(asked, 4);
    }
}
