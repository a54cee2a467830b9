//! Twins: every page is also there as `.json` and `.csv` at the same address.

use askama::Template;
use axum::extract::Request;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, VARY};
use axum::http::{HeaderValue, Uri};
use axum::response::{Html, IntoResponse, Response};

use super::error::PageError;

/// The form in which a page is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Twin {
    /// For people.
    #[default]
    Html,
    /// All values, typed.
    Json,
    /// The page's main table.
    Csv,
}

/// The main table of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Stable column names, in English, in `snake_case`.
    pub columns: Vec<&'static str>,
    /// The cells, as many in each row as there are columns.
    pub rows: Vec<Vec<String>>,
}

/// A page in all three forms.
pub trait View: Template {
    /// The values of the page.
    fn json(&self) -> serde_json::Value;

    /// The main table of the page.
    fn table(&self) -> Table;
}

/// Renders a page in the form asked for.
///
/// # Errors
/// When the page cannot be rendered, which is a fault of ours.
pub fn respond(twin: Twin, page: &impl View) -> Result<Response, PageError> {
    Ok(match twin {
        Twin::Html => {
            let mut response = Html(page.render().map_err(PageError::fault)?).into_response();
            response
                .headers_mut()
                .insert(VARY, HeaderValue::from_static("cookie, accept-language"));
            response
        }
        Twin::Json => axum::Json(page.json()).into_response(),
        Twin::Csv => csv_response(&page.table())?,
    })
}

fn csv_response(table: &Table) -> Result<Response, PageError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(&table.columns)
        .map_err(PageError::fault)?;
    for row in &table.rows {
        writer
            .write_record(row.iter().map(|cell| harmless(cell)))
            .map_err(PageError::fault)?;
    }
    // The byte order mark makes spreadsheet programs read UTF-8.
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    bytes.extend(writer.into_inner().map_err(PageError::fault)?);
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment"),
    ];
    Ok((headers, bytes).into_response())
}

/// A cell that a spreadsheet program would take for a formula is told to be text, as OWASP advises.
///
/// Spreadsheet programs in Chinese take the full-width signs for the same.
pub(crate) fn harmless(cell: &str) -> String {
    let number = cell.parse::<f64>().is_ok();
    let signs = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if !number && cell.starts_with(signs) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// Takes `.json` or `.csv` off the address before it is routed and remembers it.
///
/// The API and the assets keep their addresses.
pub fn strip_extension<B>(mut request: Request<B>) -> Request<B> {
    let path = request.uri().path();
    if path.starts_with("/api/") || path.starts_with("/assets/") {
        return request;
    }
    let (stem, twin) = match (path.strip_suffix(".json"), path.strip_suffix(".csv")) {
        (Some(stem), _) => (stem, Twin::Json),
        (_, Some(stem)) => (stem, Twin::Csv),
        _ => return request,
    };
    let stem = if stem == "/index" { "/" } else { stem };
    let target = match request.uri().query() {
        Some(query) => format!("{stem}?{query}"),
        None => stem.to_owned(),
    };
    if let Ok(uri) = target.parse::<Uri>() {
        *request.uri_mut() = uri;
        request.extensions_mut().insert(twin);
    }
    request
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(address: &str) -> (String, Option<Twin>) {
        let request = Request::builder().uri(address).body(()).unwrap();
        let request = strip_extension(request);
        (
            request.uri().to_string(),
            request.extensions().get::<Twin>().copied(),
        )
    }

    #[test]
    fn the_extension_chooses_the_form_and_the_query_stays() {
        assert_eq!(
            stripped("/projects.csv?stage=signed"),
            ("/projects?stage=signed".into(), Some(Twin::Csv)),
        );
        assert_eq!(stripped("/index.json"), ("/".into(), Some(Twin::Json)));
        assert_eq!(
            stripped("/api/v1/openapi.json"),
            ("/api/v1/openapi.json".into(), None)
        );
        assert_eq!(stripped("/projects"), ("/projects".into(), None));
    }

    #[test]
    fn a_cell_cannot_become_a_formula_but_a_negative_number_stays_one() {
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(harmless("-12.5"), "-12.5");
        assert_eq!(harmless("-SUM(A1)"), "'-SUM(A1)");
        assert_eq!(harmless("＝SUM(A1)"), "'＝SUM(A1)");
    }
}
