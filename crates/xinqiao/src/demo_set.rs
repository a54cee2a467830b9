//! The documents of the demo, compiled in: `data/demo/README.md` says where their facts come from.

/// A bundled document: its file name and its bytes.
pub(crate) type Bundled = (&'static str, &'static [u8]);

macro_rules! bundled {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_bytes!(concat!("../../../data/demo/", $name)) as &[u8])),*]
    };
}

/// In the order in which they were issued.
pub(crate) const DOCUMENTS: [Bundled; 7] = bundled![
    "briefing.zh.md",
    "briefing.en.md",
    "policy-notice.docx",
    "bulletin.md",
    "filings.xlsx",
    "notice.pdf",
    "follow-up.txt",
];
