//! Names of kinds, statuses, stages, parts and places.

use std::borrow::Borrow;

use xinqiao_record::body::{FinancingKind, OutcomeKind, PartyRole, Stage};
use xinqiao_record::{Kind, RegionCode, Status, Visibility};

use crate::i18n::Texts;

/// The text of the key that begins with `group` and ends in a name from JSON.
fn text(group: &str, name: &str, t: &Texts) -> String {
    let key = format!("{group}-{}", name.replace('_', "-"));
    t.msg(&key).into_owned()
}

/// Whether two texts are the same; templates compare with it what may be borrowed at different depths.
pub fn same(one: impl AsRef<str>, other: impl AsRef<str>) -> bool {
    one.as_ref() == other.as_ref()
}

/// `项目`, `Project`.
pub fn kind(kind: impl Borrow<Kind>, t: &Texts) -> String {
    text("kind", kind.borrow().name(), t)
}

/// `待确认`, `To confirm`.
pub fn status(status: impl Borrow<Status>, t: &Texts) -> String {
    text("status", status.borrow().name(), t)
}

/// `封顶`, `Topped out`.
pub fn stage(stage: impl Borrow<Stage>, t: &Texts) -> String {
    text("stage", stage.borrow().name(), t)
}

/// The stage, or that none is given.
pub fn stage_or_unknown(known: impl Borrow<Option<Stage>>, t: &Texts) -> String {
    known.borrow().map_or_else(
        || t.msg("stage-unknown").into_owned(),
        |known| stage(known, t),
    )
}

/// `股权融资`, `Equity round`.
pub fn financing_kind(kind: impl Borrow<FinancingKind>, t: &Texts) -> String {
    text("financing", kind.borrow().name(), t)
}

/// `已兑现`, `Kept`; without an outcome that it is still open.
pub fn outcome(outcome: impl Borrow<Option<OutcomeKind>>, t: &Texts) -> String {
    text(
        "outcome",
        outcome.borrow().map_or("open", OutcomeKind::name),
        t,
    )
}

/// `领投方`, `Lead investor`.
pub fn party_role(role: impl Borrow<PartyRole>, t: &Texts) -> String {
    let name = match role.borrow() {
        PartyRole::Subject => "subject",
        PartyRole::LeadInvestor => "lead-investor",
        PartyRole::Investor => "investor",
        PartyRole::Buyer => "buyer",
        PartyRole::Issuer => "issuer",
        PartyRole::Organizer => "organizer",
        PartyRole::Adviser => "adviser",
    };
    text("role", name, t)
}

/// `公开`, `Public`.
pub fn visibility(visibility: &Visibility, t: &Texts) -> String {
    let name = match visibility {
        Visibility::Public => "public",
        Visibility::Members => "members",
        Visibility::Parties(_) => "parties",
        Visibility::Private => "private",
    };
    text("visibility", name, t)
}

/// A region as running text names it, a county after its city: `杭州萧山`, `浙江`.
///
/// Names of places stay Chinese in both languages, as records do.
pub fn region(code: impl Borrow<RegionCode>) -> String {
    let code = *code.borrow();
    let own = code.region().short;
    match code.city() {
        Some(city) if city != code => format!("{}{own}", city.region().short),
        _ => own.to_owned(),
    }
}

/// The official name from the province down: `浙江省杭州市萧山区`.
pub fn region_full(code: impl Borrow<RegionCode>) -> String {
    code.borrow().full_name()
}

#[cfg(test)]
mod tests {
    use xinqiao_record::Language;

    use super::*;

    #[test]
    fn everything_has_a_name_in_both_languages() {
        use FinancingKind::{Acquisition, Fund, Ipo, Round};
        use OutcomeKind::{Kept, Missed, Moved};
        use PartyRole::{Adviser, Buyer, Investor, Issuer, LeadInvestor, Organizer, Subject};
        for language in Language::ALL {
            let t = Texts::of(language);
            let mut names = Vec::new();
            names.extend(Kind::ALL.map(|value| kind(value, t)));
            names.extend(Status::ALL.map(|value| status(value, t)));
            names.extend(Stage::ALL.map(|value| stage(value, t)));
            names.extend([Round, Ipo, Fund, Acquisition].map(|value| financing_kind(value, t)));
            names.extend(
                [Some(Kept), Some(Missed), Some(Moved), None].map(|value| outcome(value, t)),
            );
            names.extend(
                [
                    Subject,
                    LeadInvestor,
                    Investor,
                    Buyer,
                    Issuer,
                    Organizer,
                    Adviser,
                ]
                .map(|value| party_role(value, t)),
            );
            names.push(visibility(&Visibility::Parties(Vec::new()), t));
            let keys = [
                "kind-",
                "status-",
                "stage-",
                "financing-",
                "outcome-",
                "role-",
                "visibility-",
            ];
            for name in names {
                assert!(
                    !keys.iter().any(|key| name.starts_with(key)),
                    "{name} has no text"
                );
            }
        }
    }

    #[test]
    fn names_are_those_of_the_trade() {
        let (zh, en) = (Texts::of(Language::Chinese), Texts::of(Language::English));
        assert_eq!(
            (stage(Stage::ToppedOut, zh), stage(Stage::ToppedOut, en)),
            ("封顶".into(), "Topped out".into())
        );
        assert_eq!(status(Status::Proposed, zh), "待确认");
        assert_eq!(outcome(None, zh), "未到期");
        assert_eq!(stage_or_unknown(None, en), "Stage not given");
    }

    #[test]
    fn a_county_is_told_with_its_city() {
        let show = |code: &str| region(code.parse::<RegionCode>().unwrap());
        assert_eq!(show("330109"), "杭州萧山");
        assert_eq!(show("330100"), "杭州");
        assert_eq!(show("330000"), "浙江");
        assert_eq!(show("310115"), "上海浦东");
        assert_eq!(
            region_full("330109".parse::<RegionCode>().unwrap()),
            "浙江省杭州市萧山区"
        );
    }
}
