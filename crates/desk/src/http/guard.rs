//! Until people have accounts the desk trusts whoever reaches it, so it sees to it that only this
//! machine's own browser does: requests must name this machine as their host (against DNS rebinding),
//! and nothing that changes records may come from another site's page.

use axum::extract::Request;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Refuses what does not come from this machine's own pages.
pub async fn same_origin_only(request: Request, next: Next) -> Response {
    match fault(request.method(), request.headers()) {
        None => next.run(request).await,
        Some(reason) => (StatusCode::FORBIDDEN, reason).into_response(),
    }
}

fn fault(method: &Method, headers: &HeaderMap) -> Option<&'static str> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(HOST.as_str()).unwrap_or("");
    if !is_this_machine(host) {
        return Some(
            "this desk answers only on this machine's own address, for instance http://127.0.0.1:7788\n",
        );
    }
    if method.is_safe() {
        return None;
    }
    let foreign = "a page of another site may not change records here\n";
    match (text("sec-fetch-site"), text(ORIGIN.as_str())) {
        (Some("same-origin" | "none"), _) => None,
        (Some(_), _) => Some(foreign),
        (None, None) => None,
        (None, Some(origin)) => {
            let authority = origin
                .parse::<Uri>()
                .ok()
                .and_then(|uri| uri.authority().map(ToString::to_string));
            (authority.as_deref() != Some(host)).then_some(foreign)
        }
    }
}

/// Whether a `Host` header names this machine by a loopback address or name, with any port.
fn is_this_machine(host: &str) -> bool {
    let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    name == "localhost"
        || name
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(method: Method, pairs: &[(&'static str, &str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        fault(&method, &headers).is_none()
    }

    #[test]
    fn only_this_machines_names_are_answered() {
        for host in ["127.0.0.1:7788", "localhost", "[::1]:7788", "127.9.9.9"] {
            assert!(verdict(Method::GET, &[("host", host)]), "{host}");
        }
        for host in ["example.org", "127.0.0.1.example.org", "10.0.0.2:7788", ""] {
            assert!(!verdict(Method::GET, &[("host", host)]), "{host}");
        }
    }

    #[test]
    fn another_sites_page_cannot_change_anything() {
        let host = ("host", "127.0.0.1:7788");
        assert!(verdict(
            Method::POST,
            &[host, ("sec-fetch-site", "same-origin")]
        ));
        assert!(!verdict(
            Method::POST,
            &[host, ("sec-fetch-site", "cross-site")]
        ));
        assert!(verdict(
            Method::POST,
            &[host, ("origin", "http://127.0.0.1:7788")]
        ));
        assert!(!verdict(
            Method::POST,
            &[host, ("origin", "http://127.0.0.1:9")]
        ));
        assert!(!verdict(Method::POST, &[host, ("origin", "null")]));
        assert!(
            verdict(Method::POST, &[host]),
            "a program without a browser"
        );
    }
}
