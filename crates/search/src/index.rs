//! The index as a whole: opening, following the ledger, searching.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use tantivy::directory::MmapDirectory;
use tantivy::schema::Value;
use tantivy::{
    IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, TantivyError, Term,
};
use xinqiao_record::{Kind, Language, RegionCode, Status};

use crate::collect::{self, FacetCounts, Tallied, Tally};
use crate::entry::Entry;
use crate::error::Error;
use crate::passage::{Needles, highlights, passage};
use crate::plan::{Plan, Planner};
use crate::query::{Count, Facets, Hit, MAX_REACH, Query, RegionCount, Results, Sort};
use crate::schema::{Fields, VERSION};
use crate::syntax;
use crate::table::{Counted, Tables};

/// Memory for entries that are not yet written, in bytes per indexing thread.
const MEMORY_PER_THREAD: usize = 64_000_000;

/// What is written beside every commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    schema: u32,
    position: u64,
}

impl Mark {
    /// `schema=1 position=42`
    fn write(self) -> String {
        format!("schema={} position={}", self.schema, self.position)
    }

    fn read(text: &str) -> Option<Self> {
        let (schema, position) = text.strip_prefix("schema=")?.split_once(" position=")?;
        Some(Mark {
            schema: schema.parse().ok()?,
            position: position.parse().ok()?,
        })
    }
}

/// One step of the ledger's change feed, as the index sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The entry takes the place of any with the same key.
    Upsert(Box<Entry>),
    /// No entry has this key from now on.
    Remove(String),
}

impl Change {
    /// The entry takes the place of any with the same key.
    pub fn upsert(entry: Entry) -> Self {
        Change::Upsert(Box::new(entry))
    }
}

/// An index that can be searched from any number of threads while one [`Writer`] follows the ledger.
#[derive(Clone)]
pub struct Index {
    inner: tantivy::Index,
    reader: IndexReader,
    fields: Fields,
    tables: Tables,
}

/// The one writer of an index. Readers see what it applied as soon as `apply` returns.
pub struct Writer {
    inner: IndexWriter,
    index: Index,
}

impl Index {
    /// Opens the index in `folder`, or makes an empty one there; the folder is made where it is missing.
    ///
    /// # Errors
    /// [`Error::MustRebuild`] when an index is there that this program cannot read; see [`Index::rebuild`].
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let unusable = |reason: String| Error::Folder {
            folder: folder.to_owned(),
            reason,
        };
        std::fs::create_dir_all(folder).map_err(|error| unusable(error.to_string()))?;
        let fields = Fields::new();
        if !folder.join("meta.json").exists() {
            let directory =
                MmapDirectory::open(folder).map_err(|error| unusable(error.to_string()))?;
            let inner = tantivy::Index::builder()
                .schema(fields.schema.clone())
                .tokenizers(Fields::tokenizers())
                .open_or_create(directory)?;
            let index = Index::of(inner, fields)?;
            index.writer()?.apply(&[], 0)?;
            return Ok(index);
        }
        let rebuild = |reason: String| Error::MustRebuild {
            folder: folder.to_owned(),
            reason,
        };
        let directory = MmapDirectory::open(folder).map_err(|error| unusable(error.to_string()))?;
        let mut inner = tantivy::Index::open(directory).map_err(|error| match error {
            TantivyError::IoError(error) => unusable(error.to_string()),
            other => rebuild(format!("it cannot be read ({other})")),
        })?;
        let payload = inner
            .load_metas()
            .map_err(|error| rebuild(error.to_string()))?
            .payload;
        let mark = payload
            .as_deref()
            .and_then(Mark::read)
            .ok_or_else(|| rebuild("it does not say how far it follows the ledger".to_owned()))?;
        if mark.schema != VERSION {
            return Err(rebuild(format!(
                "it was made in format {}, this program reads format {VERSION}",
                mark.schema,
            )));
        }
        if inner.schema() != fields.schema {
            return Err(rebuild(
                "its fields differ from what this program reads".to_owned(),
            ));
        }
        inner.set_tokenizers(Fields::tokenizers());
        Index::of(inner, fields).map_err(|error| rebuild(error.to_string()))
    }

    /// Throws away the index in `folder`, whatever its state, and makes an empty one at position 0.
    ///
    /// # Errors
    /// When the folder holds something that is not a search index, or cannot be written.
    pub fn rebuild(folder: &Path) -> Result<Self, Error> {
        let unusable = |reason: String| Error::Folder {
            folder: folder.to_owned(),
            reason,
        };
        if folder.exists() {
            if !folder.join("meta.json").exists() && !is_empty(folder) {
                return Err(unusable(
                    "it holds files but no search index; nothing was deleted".to_owned(),
                ));
            }
            std::fs::remove_dir_all(folder).map_err(|error| unusable(error.to_string()))?;
        }
        Index::open(folder)
    }

    /// An empty index that lives as long as this value.
    ///
    /// # Errors
    /// When the engine cannot start.
    pub fn in_memory() -> Result<Self, Error> {
        let fields = Fields::new();
        let inner = tantivy::Index::builder()
            .schema(fields.schema.clone())
            .tokenizers(Fields::tokenizers())
            .create_in_ram()?;
        let index = Index::of(inner, fields)?;
        index.writer()?.apply(&[], 0)?;
        Ok(index)
    }

    fn of(inner: tantivy::Index, fields: Fields) -> Result<Self, Error> {
        // A search runs on the thread that asks: a desk has several questions at once for its cores.
        let reader = inner
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(Index {
            inner,
            reader,
            fields,
            tables: Tables::default(),
        })
    }

    /// The writer.
    ///
    /// # Errors
    /// [`Error::Busy`] while another writer lives, here or in another process.
    pub fn writer(&self) -> Result<Writer, Error> {
        let inner = self
            .inner
            .writer_with_num_threads(threads(), threads() * MEMORY_PER_THREAD)?;
        Ok(Writer {
            inner,
            index: self.clone(),
        })
    }

    /// How far the index follows the ledger's change feed.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn position(&self) -> Result<u64, Error> {
        let payload = self.inner.load_metas()?.payload;
        Ok(payload
            .as_deref()
            .and_then(Mark::read)
            .map_or(0, |mark| mark.position))
    }

    /// How many entries there are.
    pub fn len(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Sees what another process has written since. Not needed for writers of this process.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn refresh(&self) -> Result<(), Error> {
        self.reader.reload()?;
        // Here, so that the next question need not wait for it.
        self.tables.of(&self.reader.searcher())?;
        Ok(())
    }

    /// Answers a question.
    ///
    /// # Errors
    /// [`Error::Syntax`] when the text does not parse.
    pub fn search(&self, query: &Query) -> Result<Results, Error> {
        let searcher = self.reader.searcher();
        let (tallied, plan, relaxed) = self.run(&searcher, query)?;
        self.results(&searcher, query, tallied, &plan, relaxed)
    }

    /// The keys of the results alone, in their order: much cheaper than [`Index::search`] for long lists.
    ///
    /// # Errors
    /// [`Error::Syntax`] when the text does not parse.
    pub fn keys(&self, query: &Query) -> Result<Vec<String>, Error> {
        let query = Query {
            facets: false,
            ..query.clone()
        };
        let searcher = self.reader.searcher();
        let (tallied, ..) = self.run(&searcher, &query)?;
        let wanted = tallied.best.get(query.offset..).unwrap_or_default();
        let (wanted, _) = wanted
            .split_at_checked(query.limit)
            .unwrap_or((wanted, &[]));
        Ok(collect::keys(&searcher, wanted)?)
    }

    /// What matches, by which plan, and whether the relaxed mode was needed.
    fn run(&self, searcher: &Searcher, query: &Query) -> Result<(Tallied, Plan, bool), Error> {
        let groups = syntax::parse(&query.text)?;
        let planner = |relaxed| Planner {
            fields: &self.fields,
            searcher,
            relaxed,
        };
        let strict = planner(false).plan(query, &groups)?;
        let tallied = self.tally(searcher, query, &strict)?;
        if tallied.total > 0 || !strict.loosenable {
            return Ok((tallied, strict, false));
        }
        let loose = planner(true).plan(query, &groups)?;
        let tallied = self.tally(searcher, query, &loose)?;
        let relaxed = tallied.total > 0;
        Ok((tallied, loose, relaxed))
    }

    fn tally(&self, searcher: &Searcher, query: &Query, plan: &Plan) -> Result<Tallied, Error> {
        let reach = query.offset.saturating_add(query.limit).min(MAX_REACH);
        let sort = match query.sort {
            Sort::Relevance if !plan.weighed => Sort::Newest,
            sort => sort,
        };
        let reach = if query.limit == 0 { 0 } else { reach };
        let tables = if query.facets {
            self.tables.of(searcher)?
        } else {
            Vec::new()
        };
        let what = Tally {
            reach,
            sort,
            tables,
        };
        let mut tallied = searcher.search(&*plan.query, &what)?;
        collect::order(searcher, &mut tallied.best, reach)?;
        Ok(tallied)
    }

    fn results(
        &self,
        searcher: &Searcher,
        query: &Query,
        tallied: Tallied,
        plan: &Plan,
        relaxed: bool,
    ) -> Result<Results, Error> {
        let (needles, weighed) = (&plan.needles, plan.weighed);
        let mut hits = Vec::new();
        for ranked in tallied.best.iter().skip(query.offset).take(query.limit) {
            let document: TantivyDocument = searcher.doc(ranked.address)?;
            let bits = if weighed {
                u32::try_from(ranked.rank).unwrap_or(0)
            } else {
                0
            };
            hits.push(self.hit(&document, needles, f32::from_bits(bits)));
        }
        let facets = if query.facets {
            facets(tallied.facets, query.facet_values)
        } else {
            Facets::default()
        };
        Ok(Results {
            total: tallied.total,
            relaxed,
            hits,
            facets,
        })
    }

    fn hit(&self, document: &TantivyDocument, needles: &Needles, score: f32) -> Hit {
        let fields = &self.fields;
        let get = |field| document.get_first(field).and_then(|value| value.as_str());
        let owned = |field| get(field).map(str::to_owned);
        let title = owned(fields.title).unwrap_or_default();
        let body = get(fields.body).unwrap_or_default();
        let found = passage(body, needles);
        Hit {
            key: owned(fields.key).unwrap_or_default(),
            // INVARIANT: what is stored was written from the same types.
            kind: get(fields.kind)
                .and_then(|kind| kind.parse().ok())
                .unwrap_or(Kind::Document),
            status: get(fields.status)
                .and_then(Status::from_name)
                .unwrap_or_default(),
            title_highlights: highlights(&title, needles),
            title,
            passage: body.get(found.span.clone()).unwrap_or_default().to_owned(),
            cut: (
                body.get(..found.span.start)
                    .is_some_and(|before| !before.trim().is_empty()),
                body.get(found.span.end..)
                    .is_some_and(|after| !after.trim().is_empty()),
            ),
            passage_span: found.span,
            passage_highlights: found.highlights,
            score,
            date: get(fields.date).and_then(|date| date.parse().ok()),
            region: get(fields.place).and_then(|code| code.parse().ok()),
            source: owned(fields.source),
            column: owned(fields.column),
            segments: document
                .get_all(fields.segment)
                .filter_map(|value| value.as_str().map(str::to_owned))
                .collect(),
            language: get(fields.language)
                .and_then(Language::from_tag)
                .unwrap_or_default(),
            revision: document
                .get_first(fields.revision)
                .and_then(|value| value.as_u64())
                .and_then(|revision| u32::try_from(revision).ok())
                .unwrap_or_default(),
            document: get(fields.document).and_then(|id| id.parse().ok()),
        }
    }
}

/// How many threads an index uses for writing.
fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, |threads| threads.get().min(4))
}

fn is_empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

fn facets(counts: FacetCounts, most: usize) -> Facets {
    let mut counts = counts.into_iter();
    let mut next = || counts.next().unwrap_or_default();
    // The order of `FACETS`.
    let [kinds, statuses, regions, segments, sources, columns, months] =
        [next(), next(), next(), next(), next(), next(), next()];
    let shown = |(value, count): (Arc<str>, u64)| Count {
        value: value.as_ref().to_owned(),
        count,
    };
    let named = |mut counts: Counted| {
        // INVARIANT: counts come in the order of values, and sorting keeps that order among equals.
        counts.sort_by_key(|(_, count)| Reverse(*count));
        counts.truncate(most);
        counts.into_iter().map(shown).collect::<Vec<_>>()
    };
    let (years, months): (Vec<_>, Vec<_>) = months
        .into_iter()
        .rev()
        .map(shown)
        .partition(|count| count.value.len() == 4);
    let known = |counts: &Counted, name: &str| {
        let mut counts = counts.iter();
        counts
            .find(|(value, _)| value.as_ref() == name)
            .map(|(_, count)| *count)
    };
    Facets {
        kinds: Kind::ALL
            .into_iter()
            .filter_map(|value| {
                Some(Count {
                    value,
                    count: known(&kinds, value.name())?,
                })
            })
            .collect(),
        statuses: Status::ALL
            .into_iter()
            .filter_map(|value| {
                Some(Count {
                    value,
                    count: known(&statuses, value.name())?,
                })
            })
            .collect(),
        regions: region_tree(&regions),
        segments: named(segments),
        sources: named(sources),
        columns: named(columns),
        years,
        months,
    }
}

/// The counted regions, each under the one that it lies in.
fn region_tree(counts: &Counted) -> Vec<RegionCount> {
    let mut below: BTreeMap<Option<RegionCode>, Vec<RegionCount>> = BTreeMap::new();
    // A part always has a greater code than the whole, so that going backwards its own parts are already there.
    for (code, count) in counts.iter().rev() {
        let Ok(code) = code.parse::<RegionCode>() else {
            continue;
        };
        let region = code.region();
        let mut parts = below.remove(&Some(code)).unwrap_or_default();
        parts.sort_by(|a, b| b.count.cmp(&a.count).then(a.code.cmp(&b.code)));
        below.entry(region.parent).or_default().push(RegionCount {
            code,
            name: region.name,
            count: *count,
            parts,
        });
    }
    let mut provinces = below.remove(&None).unwrap_or_default();
    provinces.sort_by(|a, b| b.count.cmp(&a.count).then(a.code.cmp(&b.code)));
    provinces
}

impl Writer {
    /// Applies changes in order and commits them together with the position in the change feed that is reached by them.
    /// After a failure nothing of the batch is visible and the position is the old one.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn apply(&mut self, changes: &[Change], position: u64) -> Result<(), Error> {
        let staged = self.stage(changes).and_then(|()| self.commit(position));
        if staged.is_err() {
            // The first error tells more than one of the rollback.
            let _ = self.inner.rollback();
        }
        staged
    }

    fn stage(&mut self, changes: &[Change]) -> Result<(), Error> {
        let fields = &self.index.fields;
        for change in changes {
            let key = match change {
                Change::Upsert(entry) => &entry.key,
                Change::Remove(key) => key,
            };
            self.inner
                .delete_term(Term::from_field_text(fields.key, key));
            if let Change::Upsert(entry) = change {
                self.inner.add_document(fields.document(entry))?;
            }
        }
        Ok(())
    }

    fn commit(&mut self, position: u64) -> Result<(), Error> {
        let mut prepared = self.inner.prepare_commit()?;
        prepared.set_payload(
            &Mark {
                schema: VERSION,
                position,
            }
            .write(),
        );
        prepared.commit()?;
        self.index.refresh()
    }

    /// Removes every entry; the position is 0 again.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn clear(&mut self) -> Result<(), Error> {
        self.inner.delete_all_documents()?;
        self.commit(0)
    }

    /// How far the index follows the ledger's change feed.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn position(&self) -> Result<u64, Error> {
        self.index.position()
    }

    /// Joins the index's segments into one, which makes searches faster after a great many changes. Readers go on meanwhile.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn compact(&mut self) -> Result<(), Error> {
        let position = self.index.position()?;
        let segments = self.index.inner.searchable_segment_ids()?;
        if segments.len() > 1 {
            self.inner.merge(&segments).wait()?;
            self.commit(position)?;
        }
        Ok(())
    }

    /// Ends the writing after merges in the background are done.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn finish(self) -> Result<(), Error> {
        self.inner.wait_merging_threads()?;
        self.index.refresh()
    }
}
