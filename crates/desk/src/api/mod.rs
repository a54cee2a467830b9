//! The JSON API under `/api/v1`.
//!
//! | file | concept |
//! |---|---|
//! | `route` | every address of the API with its handler |
//! | `read` | records, history, referrers, changes, search, head |
//! | `write` | decisions and uploads |
//! | `keys` | idempotency keys of uploads |
//! | `shape` | what answers look like |
//! | `document` | the OpenAPI 3.1 document |
//! | `guide` | `/api`, for people |

mod document;
mod guide;
mod keys;
mod read;
mod route;
mod shape;
mod write;

pub use document::open_api;
pub use guide::show as guide;
pub use keys::Keys;
pub use route::routes;
