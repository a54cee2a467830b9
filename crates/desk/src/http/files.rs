//! Files that come with a form.

use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use axum::http::header::CONTENT_LENGTH;
use axum::http::{HeaderMap, StatusCode};

use super::error::PageError;

/// The files of a form.
#[derive(Debug, Default)]
pub(crate) struct Received {
    /// Name and bytes, in the order in which they came.
    pub(crate) files: Vec<(String, Vec<u8>)>,
    /// The names of those that were larger than the limit; their bytes were not kept.
    pub(crate) too_large: Vec<String>,
}

/// Reads the files of a form: of the field `field`, or of every field. No file takes more memory than
/// `limit` bytes.
///
/// # Errors
/// When the request is broken off, is no form, or is larger than the desk takes at once.
pub(crate) async fn receive(
    form: &mut Multipart,
    field: Option<&str>,
    limit: u64,
) -> Result<Received, PageError> {
    let broken = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => PageError::too_large(),
        _ => PageError::bad_request(error.body_text()),
    };
    let mut received = Received::default();
    while let Some(mut part) = form.next_field().await.map_err(broken)? {
        let name = part.file_name().map(base_name).unwrap_or_default();
        if name.is_empty() || field.is_some() && part.name() != field {
            continue;
        }
        let (mut bytes, mut size) = (Vec::new(), 0_u64);
        while let Some(chunk) = part.chunk().await.map_err(broken)? {
            size = size.saturating_add(chunk.len() as u64);
            // What is too large is read on to be refused by name, but not kept.
            if size <= limit {
                bytes.extend_from_slice(&chunk);
            } else {
                bytes = Vec::new();
            }
        }
        if size > limit {
            received.too_large.push(name);
        } else {
            received.files.push((name, bytes));
        }
    }
    Ok(received)
}

/// How large a request says that it is, in bytes.
pub(crate) fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The last part of a path, since some browsers send one, without control characters.
pub(crate) fn base_name(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|c| !c.is_control()).collect();
    name.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_one_line_without_a_path() {
        assert_eq!(base_name("C:\\Users\\x\\简报.docx"), "简报.docx");
        assert_eq!(base_name("../../etc/passwd"), "passwd");
        assert_eq!(
            base_name("a\u{1b}[2J\r\nSet-Cookie: b.txt"),
            "a[2JSet-Cookie: b.txt"
        );
        assert_eq!(base_name("folder/"), "");
    }
}
