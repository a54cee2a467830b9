//! Measures the policy engine. `bench/policy/run.sh` runs it beside its peer.
//!
//!     policy_bench peer FIRMS FOLDER   the peer's rules on the firms in FOLDER/in.bin; totals to FOLDER/out.bin
//!     policy_bench packs FIRMS         all packs that ship over made-up firms, with the best combination
//!     policy_bench one                 one firm, fully explained

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a command for developers"
)]

use std::time::{Duration, Instant};

use jiff::civil::date;
use xinqiao_policy::answer::answer;
use xinqiao_policy::pack::Library;
use xinqiao_policy::pack::library::PackText;
use xinqiao_policy::population::columns::Column;
use xinqiao_policy::population::generate::{Recipe, firm, population};
use xinqiao_policy::population::{Population, run};

const RULES: &str = include_str!("../../../../bench/policy/pack/policy.yaml");

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["peer", firms, folder] => peer(firms.parse().expect("a number of firms"), folder),
        ["packs", firms] => packs(firms.parse().expect("a number of firms")),
        ["one"] => one(),
        _ => println!("policy_bench peer FIRMS FOLDER | packs FIRMS | one"),
    }
}

fn peer(firms: usize, folder: &str) {
    let text = PackText {
        name: "policy.yaml",
        policy: RULES,
    };
    let library = Library::read([text]).expect("the rules hold together");
    let bytes = std::fs::read(format!("{folder}/in.bin")).expect("the firms");
    let mut columns = bytes.chunks_exact(firms * 8).map(|column| {
        let values = column
            .as_chunks::<8>()
            .0
            .iter()
            .map(|cell| i64::from_le_bytes(*cell));
        Column::of(values.collect())
    });
    let vocabulary = &library.vocabulary;
    let mut many = Population::empty(vocabulary);
    many.rows = firms;
    let names = [
        ("bench_rd", 2025),
        ("bench_mpw", 2025),
        ("bench_eda", 2025),
        ("bench_ip", 2025),
        ("revenue", 2025),
        ("revenue", 2024),
    ];
    for (name, year) in names {
        let field = vocabulary.year_field(name).expect("a figure of the rules");
        many.yearly
            .insert((field, year), columns.next().expect("six columns"));
    }
    let on = date(2025, 12, 31);
    let mut best = Duration::MAX;
    let mut outcome = run(&library, &many, on, 1);
    for _ in 0..7 {
        let start = Instant::now();
        outcome = run(&library, &many, on, 1);
        best = best.min(start.elapsed());
    }
    let bytes: Vec<u8> = outcome
        .totals
        .iter()
        .flat_map(|total| total.to_le_bytes())
        .collect();
    std::fs::write(format!("{folder}/out.bin"), bytes).expect("room for the totals");
    let each = best.as_secs_f64() * 1e9 / firms as f64;
    println!("xinqiao: {each:.1} ns a firm on one thread, best of 7, of {firms} firms");
}

fn recipe() -> Recipe {
    Recipe {
        seed: 42,
        on: date(2025, 12, 31),
        regions: vec![330_109, 330_108, 440_112, 310_115, 110_108, 330_110],
        missing: 20,
        supported: 10,
    }
}

fn packs(firms: u64) {
    const PIECE: u64 = 50_000;
    let library = Library::shipped().expect("packs that ship");
    let recipe = recipe();
    let (mut making, mut running) = (Duration::ZERO, Duration::ZERO);
    let mut total = 0_i128;
    let mut drawing = 0;
    let mut first = 0;
    while first < firms {
        let start = Instant::now();
        let many = population(
            &library.vocabulary,
            &recipe,
            first,
            PIECE.min(firms - first),
        );
        making += start.elapsed();
        let start = Instant::now();
        let outcome = run(&library, &many, recipe.on, 2);
        running += start.elapsed();
        total += outcome.total();
        drawing += outcome.totals.iter().filter(|total| **total > 0).count();
        first += PIECE;
    }
    let clauses: usize = library.packs.iter().map(|pack| pack.clauses.len()).sum();
    println!(
        "all {} packs ({clauses} clauses) over {firms} made-up firms: {:.1} s on two threads ({:.1} s to make the firms); \
         {drawing} firms draw {} yuan; peak memory {} MB",
        library.packs.len(),
        running.as_secs_f64(),
        making.as_secs_f64(),
        total / 100,
        peak_megabytes(),
    );
}

/// The most memory that this process has held, where the system tells.
fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1024
}

fn one() {
    let library = Library::shipped().expect("packs that ship");
    let recipe = recipe();
    let mut times: Vec<f64> = (0..200)
        .map(|number| {
            let profile = firm(&library.vocabulary, &recipe, number);
            let start = Instant::now();
            let found = answer(&library, &profile, recipe.on).expect("packs in force");
            let text = serde_json::to_string(&found).expect("an answer as JSON");
            let time = start.elapsed().as_secs_f64() * 1e3;
            assert!(!text.is_empty(), "an answer says something");
            time
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let at = |share: f64| {
        times
            .get((times.len() as f64 * share) as usize)
            .copied()
            .unwrap_or_default()
    };
    println!(
        "one firm through all packs, explained, with nearest changes and questions: median {:.2} ms, p99 {:.2} ms",
        at(0.5),
        at(0.99)
    );
}
