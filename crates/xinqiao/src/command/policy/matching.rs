//! `xinqiao policy match`: what one firm may get.

use std::io::Write;

use xinqiao_policy::answer::report::{Failed, Range, Rejected};
use xinqiao_policy::answer::{Answer, answer};
use xinqiao_policy::evaluate::because::Because;
use xinqiao_policy::profile;
use xinqiao_policy::value::Truth;
use xinqiao_policy::vocabulary::Words;
use xinqiao_record::Language;

use super::packs::{collect, library};
use crate::cli::{AnswerLanguage, PolicyMatchArgs};
use crate::failure::{Failure, Outcome};
use crate::shell;

/// Prints the answer; a firm that may get nothing is an answer all the same.
pub(super) fn run(args: &PolicyMatchArgs) -> Result<Outcome, Failure> {
    let library = library(&collect(&args.packs)?)?;
    let place = args.profile.display();
    let text = std::fs::read_to_string(&args.profile)
        .map_err(|error| Failure::at(place.to_string(), error))?;
    let profile = profile::read(&text, &library.vocabulary).map_err(|bad| {
        let lines = bad
            .findings
            .iter()
            .map(|finding| format!("{place}:{finding}"));
        Failure::new(lines.collect::<Vec<_>>().join("\n"))
    })?;
    let answer = answer(&library, &profile, args.on.unwrap_or_else(shell::today))?;
    let mut out = std::io::stdout().lock();
    if args.json {
        serde_json::to_writer(&mut out, &answer)?;
        writeln!(out)?;
    } else {
        print(&mut out, &answer, language(args.language))?;
    }
    Ok(Outcome::Done)
}

pub(super) fn language(asked: AnswerLanguage) -> Language {
    match asked {
        AnswerLanguage::Zh => Language::Chinese,
        AnswerLanguage::En => Language::English,
    }
}

fn print(out: &mut impl Write, answer: &Answer, language: Language) -> Result<(), Failure> {
    let zh = language == Language::Chinese;
    let say = |words: &Words| words.of(language).to_owned();
    let pick = |zh_text: &'static str, en: &'static str| if zh { zh_text } else { en };
    writeln!(
        out,
        "{} {}  {}",
        pick("查询日", "on"),
        answer.on,
        range(&answer.total, zh)
    )?;
    for words in &answer.assumptions {
        writeln!(out, "  {}", say(words))?;
    }
    writeln!(out, "\n{}", pick("可享受", "may be drawn"))?;
    for one in &answer.entitlements {
        let mark = if one.selected { "●" } else { "○" };
        let ceiling = if one.ceiling {
            pick("（上限，以评审和预算为准）", " (a ceiling)")
        } else {
            ""
        };
        writeln!(
            out,
            "{mark} {}  {}{ceiling}",
            say(&one.title),
            range(&one.amount, zh)
        )?;
        writeln!(
            out,
            "    {} {}  [{}/{}]",
            say(&one.source.document),
            one.source.article,
            one.policy,
            one.clause
        )?;
        for words in &one.left_out {
            writeln!(out, "    {}", say(words))?;
        }
        for because in &one.because {
            tree(out, because, 2, language)?;
        }
    }
    if answer.entitlements.is_empty() {
        writeln!(out, "  {}", pick("无", "nothing"))?;
    }
    writeln!(out, "\n{}", pick("待补充信息", "not known yet"))?;
    for one in answer.unknown.iter().take(20) {
        let stake = one.at_stake.as_ref().map_or_else(
            || pick("不限", "no bound").to_owned(),
            |yuan| format!("¥{yuan}"),
        );
        writeln!(
            out,
            "? {}  {stake}  {}",
            say(&one.title),
            one.missing.join(", ")
        )?;
    }
    if answer.unknown.len() > 20 {
        writeln!(out, "  … {}", answer.unknown.len() - 20)?;
    }
    for question in answer.questions.iter().take(10) {
        let stake = question.at_stake.as_ref().map_or_else(
            || pick("不限", "no bound").to_owned(),
            |yuan| format!("¥{yuan}"),
        );
        writeln!(
            out,
            "  {stake}  {}  [{}]",
            say(&question.ask),
            question.field
        )?;
    }
    writeln!(out, "\n{}", pick("不符合", "not met"))?;
    let elsewhere = |one: &&Rejected| {
        let place =
            |failed: &Failed| failed.because.entry.as_deref() == Some("organization.region");
        one.failed.iter().any(place)
    };
    for one in answer.rejected.iter().filter(|one| !elsewhere(one)) {
        let failed: Vec<_> = one
            .failed
            .iter()
            .map(|failed| {
                format!(
                    "{}{}{}",
                    say(&failed.condition),
                    pick("：实际 ", ": is "),
                    say(&failed.actual)
                )
            })
            .collect();
        writeln!(out, "× {}  {}", say(&one.title), failed.join("; "))?;
        if let Some(nearest) = &one.nearest {
            writeln!(out, "    → {}", say(&nearest.change))?;
        }
    }
    let other_places = answer.rejected.iter().filter(elsewhere).count();
    if other_places > 0 {
        writeln!(
            out,
            "  {other_places}{}",
            pick(" 条只适用于其他地区", " clauses are for other places")
        )?;
    }
    Ok(())
}

pub(super) fn range(range: &Range, zh: bool) -> String {
    match &range.high {
        Some(high) if *high == range.low => format!("¥{high}"),
        Some(high) => format!("¥{} – ¥{high}", range.low),
        None if zh => format!("¥{} 起，未定上限", range.low),
        None => format!("¥{} or more", range.low),
    }
}

fn tree(
    out: &mut impl Write,
    because: &Because,
    depth: usize,
    language: Language,
) -> Result<(), Failure> {
    let mark = match because.holds {
        Some(Truth::Yes) => "✓ ",
        Some(Truth::No) => "✗ ",
        Some(Truth::Unknown) => "? ",
        None => "",
    };
    let value = because
        .value
        .as_ref()
        .map(|value| format!(" = {}", value.of(language)))
        .unwrap_or_default();
    let place = because
        .entry
        .as_ref()
        .map(|entry| format!("  [{entry}]"))
        .unwrap_or_default();
    writeln!(
        out,
        "{}{mark}{}{value}{place}",
        "  ".repeat(depth),
        because.what.of(language)
    )?;
    for step in &because.steps {
        tree(out, step, depth + 1, language)?;
    }
    Ok(())
}
