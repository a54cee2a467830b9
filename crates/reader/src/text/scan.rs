//! Looking for bytes that are rare in a text.

/// Bytes that are looked at together.
const BLOCK: usize = 64;

/// The place of the first byte from `from` on that is `wanted`.
///
/// A block is asked as a whole first, without a branch per byte, which is several times as fast where most blocks hold none.
pub(super) fn find_byte(text: &str, from: usize, wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let rest = text.as_bytes().get(from..)?;
    let mut at = from;
    for block in rest.chunks(BLOCK) {
        if block
            .iter()
            .fold(false, |found, &byte| found | wanted(byte))
        {
            let within = block.iter().position(|&byte| wanted(byte))?;
            return Some(at + within);
        }
        at += block.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_wanted_byte_is_found_in_whatever_block_it_stands() {
        for length in [0, 1, 63, 64, 65, 200] {
            let text = format!("{}*[", "a".repeat(length));
            let mark = |byte: u8| matches!(byte, b'*' | b'[');
            assert_eq!(find_byte(&text, 0, mark), Some(length));
            assert_eq!(find_byte(&text, length + 1, mark), Some(length + 1));
            assert_eq!(find_byte(&text, length + 2, mark), None);
            assert_eq!(find_byte(&text, length + 9, mark), None);
        }
    }
}
