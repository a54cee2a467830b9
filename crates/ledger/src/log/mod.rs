//! The ledger as a transparency log: what anybody can check without trusting whoever keeps it.
//!
//! The leaves of the tree are the hashes of the events, in order; an event's hash covers its header, and the header the
//! record's content and the event before. Formats are the published ones, so that existing tools read them:
//!
//! | module | concept | specification |
//! |---|---|---|
//! | [`tree`] | Merkle tree, inclusion and consistency proofs | RFC 6962, section 2.1; RFC 9162, section 2.1 |
//! | [`note`] | text signed with Ed25519 | c2sp.org/signed-note |
//! | [`checkpoint`] | a tree's size and root, signed; co-signatures of witnesses | c2sp.org/tlog-checkpoint, c2sp.org/tlog-cosignature |
//! | [`receipt`] | an event's header with its proof and a checkpoint, as a small file | c2sp.org/tlog-proof |
//! | [`keeper`] | keeps a tree over a ledger, makes checkpoints and receipts | |

pub mod checkpoint;
pub mod keeper;
pub mod note;
pub mod receipt;
pub mod tree;

pub use checkpoint::Checkpoint;
pub use keeper::Keeper;
pub use note::{SigningKey, VerifierKey};
pub use tree::Tree;
