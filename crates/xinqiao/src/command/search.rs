//! `xinqiao search`: a data folder's records and articles.
