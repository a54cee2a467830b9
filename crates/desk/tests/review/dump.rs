use crate::browser::Browser;
use std::time::Instant;

#[tokio::test]
async fn dump() {
    let browser = Browser::new();
    let text = std::fs::read_to_string("/work/shared/corpus/bulletin-2025-06.txt").unwrap();
    let t = Instant::now();
    let document = browser.take_in("bulletin-2025-06.txt", &text).await;
    eprintln!("intake {:?}", t.elapsed());
    let big = format!("{text}\n{text}\n{text}\n{text}");
    let t = Instant::now();
    let large = browser.take_in("big.txt", &big).await;
    eprintln!("intake big {:?}", t.elapsed());
    let queue = browser
        .read("/queue.json?order=surest&kind=project")
        .await
        .json();
    let project = queue["records"][0]["id"].as_str().unwrap().to_owned();
    let queue = browser
        .read("/queue.json?order=surest&kind=organization")
        .await
        .json();
    let org = queue["records"][0]["id"].as_str().unwrap().to_owned();
    let answer = browser
        .post(
            &format!("/record/{project}/confirm"),
            &[
                (
                    "revision",
                    &browser
                        .record(project.parse().unwrap())
                        .await
                        .revision
                        .to_string(),
                ),
                ("back", "/queue?kind=project"),
            ],
        )
        .await
        .location()
        .to_owned();
    let wrong = browser
        .post(
            &format!("/record/{project}/correct"),
            &[
                (
                    "revision",
                    &browser
                        .record(project.parse().unwrap())
                        .await
                        .revision
                        .to_string(),
                ),
                ("amount", "很多"),
                ("name", ""),
            ],
        )
        .await;
    std::fs::create_dir_all("/tmp/site/pages").unwrap();
    std::fs::write("/tmp/site/pages/wrong.html", &wrong.text).unwrap();
    for (name, address) in [
        ("documents", "/documents".to_owned()),
        ("document", format!("/documents/{document}")),
        ("fact", format!("/documents/{document}?record={project}")),
        ("big", format!("/documents/{large}")),
        ("bigall", format!("/documents/{large}?article=all")),
        ("queue", "/queue".to_owned()),
        ("flash", answer),
        ("project", format!("/record/{project}")),
        ("org", format!("/record/{org}")),
        ("edit", format!("/record/{project}/edit")),
        ("compare", format!("/record/{project}/compare")),
        ("raw", format!("/record/{project}/raw")),
        ("upload", "/uploads/1".to_owned()),
        ("uploads", "/uploads".to_owned()),
    ] {
        let t = Instant::now();
        let page = browser.read(&address).await;
        eprintln!("{name} {:?} {} bytes", t.elapsed(), page.text.len());
        std::fs::write(format!("/tmp/site/pages/{name}.html"), &page.text).unwrap();
    }
}
