//! Finds records and passages in Chinese and English.

#![cfg_attr(test, allow(clippy::string_slice, reason = "tests cut their own literals"))]
