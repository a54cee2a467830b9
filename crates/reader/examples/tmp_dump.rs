use xinqiao_reader::{Limits, read};
fn main() {
    for path in std::env::args().skip(1) {
        let (text_too, path) = match path.strip_prefix("T:") { Some(p) => (true, p.to_owned()), None => (false, path) };
        let bytes = std::fs::read(&path).unwrap();
        let name = path.rsplit('/').next().unwrap();
        let r = read(name, &bytes, &Limits::default()).unwrap();
        if text_too { println!("{}\n=======", r.text); }
        println!("## {name}: title={} issued={:?} publisher={:?} n={}", r.title, r.issued.map(|d| d.to_string()), r.publisher, r.articles.len());
        for a in &r.articles {
            println!("- [{}] {} | {} | pub={:?} src={:?} au={:?} prose={}", a.column.as_deref().unwrap_or(""), a.title, a.kind.name(), a.published.map(|d| d.to_string()), a.sources.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), a.authors, a.prose.len());
            if text_too { for p in &a.prose { println!("      · {}", p.of(&r.text).unwrap_or("?").chars().take(60).collect::<String>()); } }
        }
    }
}
