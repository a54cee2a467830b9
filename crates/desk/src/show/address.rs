//! Addresses with a query.

/// Percent-encodes a query's name or value: everything but RFC 3986's unreserved characters.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// A path with these pairs as its query; pairs without a value are left out, so that a form's empty
/// fields leave no trace in the address.
pub fn address<'p>(path: &str, pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> String {
    let query: Vec<_> = pairs
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", query.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_what_is_chosen_and_drops_what_is_empty() {
        let pairs = [("region", "330109"), ("stage", ""), ("q", "碳化硅 & 8\"")];
        assert_eq!(
            address("/pipeline", pairs),
            "/pipeline?region=330109&q=%E7%A2%B3%E5%8C%96%E7%A1%85%20%26%208%22"
        );
        assert_eq!(address("/pipeline", [("stage", "")]), "/pipeline");
    }
}
