//! `xinqiao policy due`: what the organisations of a ledger may get, unasked (免申即享).

use std::io::Write;

use serde::Serialize;
use xinqiao_desk::due::{Due, Firm};
use xinqiao_policy::answer::report::Range;
use xinqiao_policy::pack::Library;
use xinqiao_policy::vocabulary::Words;
use xinqiao_record::Language;

use super::matching::{language, range};
use crate::cli::PolicyDueArgs;
use crate::failure::{Failure, Outcome};
use crate::shell;

/// Lists who is due what; that nobody is due anything is an answer of no.
pub(super) fn run(args: &PolicyDueArgs) -> Result<Outcome, Failure> {
    let desk = shell::desk(&args.data)?;
    let on = args.on.unwrap_or_else(shell::today);
    let snapshot = shell::runtime()?.block_on(desk.board.now(&*desk.ledger))?;
    let shelf = desk.policies.of(&snapshot);
    let library = narrowed(&shelf.library, &args.packs)?;
    let mut found = xinqiao_desk::due::due(&snapshot, &library, on)?;
    if args.automatic {
        for firm in &mut found.firms {
            firm.due.retain(|one| one.automatic);
        }
    }
    let mut out = std::io::stdout().lock();
    if args.json {
        for firm in &found.firms {
            serde_json::to_writer(&mut out, &Line::of(firm, &on.to_string()))?;
            writeln!(out)?;
        }
    } else {
        print(&mut out, &found, language(args.language))?;
    }
    for (id, name, wrong) in &found.unfit {
        eprintln!(
            "left out: {name} ({id}): its profile does not fit: {}",
            wrong.join("; ")
        );
    }
    let any = found.firms.iter().any(|firm| !firm.due.is_empty());
    Ok(if any { Outcome::Done } else { Outcome::No })
}

/// The packs with these names alone; all of them, if none is named.
fn narrowed(library: &Library, names: &[String]) -> Result<Library, Failure> {
    if let Some(name) = names.iter().find(|name| library.pack(name).is_none()) {
        let known: Vec<&str> = library.packs.iter().map(|pack| pack.id.as_str()).collect();
        return Err(Failure::new(format!(
            "there is no pack `{name}` here; known: {}",
            known.join(", ")
        )));
    }
    let mut library = library.clone();
    if !names.is_empty() {
        library.packs.retain(|pack| names.contains(&pack.id));
    }
    Ok(library)
}

/// One organisation, as a line of JSON.
#[derive(Serialize)]
struct Line<'a> {
    on: &'a str,
    organization: String,
    name: &'a str,
    profile: bool,
    due: Vec<Item<'a>>,
    /// How many clauses wait for facts.
    unknown: usize,
}

/// One thing that is due.
#[derive(Serialize)]
struct Item<'a> {
    policy: &'a str,
    clause: &'a str,
    title: &'a Words,
    amount: &'a Range,
    ceiling: bool,
    /// Whether it comes without an application.
    automatic: bool,
    article: &'a str,
}

impl<'a> Line<'a> {
    fn of(firm: &'a Firm, on: &'a str) -> Self {
        let item = |one: &'a xinqiao_policy::answer::report::Entitlement| Item {
            policy: &one.policy,
            clause: &one.clause,
            title: &one.title,
            amount: &one.amount,
            ceiling: one.ceiling,
            automatic: one.automatic,
            article: &one.source.article,
        };
        Line {
            on,
            organization: firm.id.to_string(),
            name: &firm.name,
            profile: firm.kept,
            due: firm.due.iter().map(item).collect(),
            unknown: firm.unknown.len(),
        }
    }
}

fn print(out: &mut impl Write, found: &Due, language: Language) -> Result<(), Failure> {
    let zh = language == Language::Chinese;
    let drawing: Vec<&Firm> = found
        .firms
        .iter()
        .filter(|firm| !firm.due.is_empty())
        .collect();
    for firm in &drawing {
        writeln!(out, "{}  [{}]", firm.name, firm.id)?;
        for one in &firm.due {
            let automatic = match (one.automatic, zh) {
                (true, true) => "  免申即享",
                (true, false) => "  no application needed",
                (false, _) => "",
            };
            writeln!(
                out,
                "    {}  {}  {} {}{automatic}",
                one.title.of(language),
                range(&one.amount, zh),
                one.policy,
                one.source.article
            )?;
        }
    }
    let (asked, due) = (found.asked, drawing.len());
    let open = found
        .firms
        .iter()
        .filter(|firm| firm.due.is_empty() && !firm.unknown.is_empty())
        .count();
    if zh {
        writeln!(
            out,
            "测算 {asked} 家，{due} 家可享受，另有 {open} 家信息不足"
        )?;
    } else {
        writeln!(
            out,
            "{asked} organisations worked out: {due} may get something, of {open} more too little is known"
        )?;
    }
    Ok(())
}
