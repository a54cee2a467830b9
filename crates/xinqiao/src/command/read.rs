//! `xinqiao read`: documents → articles and facts.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use xinqiao_reader::{Limits, Reading, read};

use crate::cli::ReadArgs;
use crate::failure::{Failure, Outcome};

/// Reads each document; one that cannot be read is named and the others are read all the same.
pub(crate) fn run(args: &ReadArgs) -> Result<Outcome, Failure> {
    let mut failures = 0_usize;
    let mut out = std::io::stdout().lock();
    let files = files(&args.paths)?;
    let several = files.len() > 1;
    for path in &files {
        match read_file(path) {
            Ok(reading) if args.json => {
                serde_json::to_writer(&mut out, &reading.to_json(&path.to_string_lossy()))?;
                writeln!(out)?;
            }
            Ok(reading) if args.text => {
                if several {
                    writeln!(out, "==> {} <==", path.display())?;
                }
                writeln!(out, "{}", reading.text)?;
            }
            Ok(reading) => summary(&mut out, path, &reading)?,
            Err(failure) => {
                eprintln!("xinqiao: {failure}");
                failures += 1;
            }
        }
    }
    match failures {
        0 => Ok(Outcome::Done),
        n => Err(Failure::new(format_args!(
            "{n} of {} documents could not be read",
            files.len()
        ))),
    }
}

/// Reads one file within the limits; of a file over the size limit no more is loaded than shows that it is.
pub(crate) fn read_file(path: &Path) -> Result<Reading, Failure> {
    let limits = Limits::default();
    let at = |reason: &dyn std::fmt::Display| Failure::at(path.display(), reason);
    let file = std::fs::File::open(path).map_err(|error| at(&error))?;
    let size = file.metadata().map_err(|error| at(&error))?.len();
    let mut bytes = Vec::new();
    if size <= limits.file_bytes {
        // Some files, such as devices, do not say how large they are.
        let most = limits.file_bytes.saturating_add(1);
        file.take(most)
            .read_to_end(&mut bytes)
            .map_err(|error| at(&error))?;
    }
    let found = size.max(bytes.len() as u64);
    if found > limits.file_bytes {
        let limit = limits.file_bytes;
        return Err(at(&xinqiao_reader::ReadError::TooLarge {
            what: "the file",
            found,
            limit,
        }));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    read(&name, &bytes, &limits).map_err(|error| at(&error))
}

/// The files named, and those in the folders named, in a stable order. Hidden files in folders are left
/// out, and so are links to folders, which may lead in circles.
fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut inside = Vec::new();
            for entry in
                std::fs::read_dir(path).map_err(|error| Failure::at(path.display(), error))?
            {
                let entry = entry?.path();
                let circular = entry.is_symlink() && entry.is_dir();
                let hidden = entry
                    .file_name()
                    .is_some_and(|name| name.to_string_lossy().starts_with('.'));
                if !hidden && !circular {
                    inside.push(entry);
                }
            }
            inside.sort();
            files.extend(self::files(&inside)?);
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn summary(out: &mut impl Write, path: &Path, reading: &Reading) -> Result<(), Failure> {
    let issued = reading
        .issued
        .map(|date| date.to_string())
        .unwrap_or_else(|| "no date".into());
    writeln!(
        out,
        "{}: {} ({issued}), {} articles, {} facts",
        path.display(),
        reading.title,
        reading.articles.len(),
        reading.facts.len()
    )?;
    for (index, article) in reading.articles.iter().enumerate() {
        let column = article
            .column
            .as_deref()
            .map(|column| format!("{column} · "))
            .unwrap_or_default();
        writeln!(out, "  {}. {column}{}", index + 1, article.title)?;
        for fact in reading.facts.iter().filter(|fact| fact.article == index) {
            writeln!(
                out,
                "     {:12} {:3} %  {}",
                fact.body.kind(),
                fact.confidence,
                fact.body.title()
            )?;
        }
    }
    for remark in &reading.remarks {
        writeln!(out, "  note: {remark}")?;
    }
    Ok(())
}
