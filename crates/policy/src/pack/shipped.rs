//! The packs that ship with the program, from `data/policies`.

/// A pack's two files.
#[derive(Debug, Clone, Copy)]
pub struct Shipped {
    /// Its name, the folder's.
    pub name: &'static str,
    /// `policy.yaml`.
    pub policy: &'static str,
    /// `examples.yaml`.
    pub examples: &'static str,
}

macro_rules! packs {
    ($($name:literal),* $(,)?) => {
        &[$(Shipped {
            name: $name,
            policy: include_str!(concat!("../../../../data/policies/", $name, "/policy.yaml")),
            examples: include_str!(concat!("../../../../data/policies/", $name, "/examples.yaml")),
        }),*]
    };
}

/// Every pack that ships.
pub const PACKS: &[Shipped] = packs![
    "binjiang-ip-2025",
    "huangpu-chip-2025",
    "shanghai-investment-2025",
    "state-ic-income-tax-2020",
    "state-ic-vat-rd-2023",
    "state-sme-2022",
    "xiaoshan-chip-2025",
];
