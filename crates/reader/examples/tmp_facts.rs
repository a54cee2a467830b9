use xinqiao_reader::{Limits, read};
fn main() {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap();
        let r = read(path.rsplit('/').next().unwrap(), &bytes, &Limits::default()).unwrap();
        for f in &r.facts {
            let mut v = serde_json::to_value(&f.body).unwrap();
            if let Some(o) = v.as_object_mut() { o.retain(|_, v| !(v.is_null() || v.as_array().is_some_and(|a| a.is_empty()))); }
            println!("a{} {} {v}", f.article + 1, f.body.kind().name());
        }
    }
}
