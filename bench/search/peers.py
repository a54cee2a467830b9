"""The same articles and questions for two peers: SQLite FTS5 (trigram tokenizer) and Whoosh with jieba.

    python peers.py FOLDER [--whoosh-articles 5000]

FOLDER holds articles.jsonl and queries.jsonl as `search_bench --out FOLDER` writes them. Timed is what a result page
needs: the number of matches and the first twenty with a marked passage. Recall and precision are counted on
the first 1,000 articles against the truth that stands in queries.jsonl.

FTS5's trigram index cannot answer questions of fewer than three characters; it falls back to reading the whole table,
which is timed apart on a sample. Whoosh is pure Python, so it gets the first articles only, and says how many.
"""

import argparse
import json
import logging
import os
import shutil
import sqlite3
import sys
import tempfile
import time

CHECKED = 1000
# How many of the questions that FTS5 can only answer by reading everything are asked: each takes long.
SCANNED = 20


def lines(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def show(what, times):
    if not times:
        return
    times = sorted(t * 1000 for t in times)
    at = lambda p: times[min(len(times) * p // 100, len(times) - 1)]
    print(f"  {what:<40} p50 {at(50):8.2f} ms   p90 {at(90):8.2f} ms   p99 {at(99):8.2f} ms   max {times[-1]:8.2f} ms   ({len(times)} queries)")


def score(what, pairs):
    right = sum(len(found & truth) for found, truth in pairs)
    found = sum(len(found) for found, _ in pairs)
    truth = sum(len(truth) for _, truth in pairs)
    recall = right / truth if truth else 1.0
    precision = right / found if found else 1.0
    print(f"  {what:<40} recall {recall:.4f}, precision {precision:.4f}")


def fts5(articles, queries, folder):
    print(f"SQLite {sqlite3.sqlite_version} FTS5, trigram")
    path = os.path.join(folder, "fts5.db")
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode=OFF")
    db.execute("PRAGMA synchronous=OFF")
    start = time.perf_counter()
    db.execute("CREATE VIRTUAL TABLE t USING fts5(key UNINDEXED, title, body, tokenize='trigram')")
    count = 0
    text = 0
    batch = []
    for a in lines(articles):
        count += 1
        text += len((a["title"] + a["body"]).encode())
        batch.append((count, a["key"], a["title"], a["body"]))
        if len(batch) == 10000:
            db.executemany("INSERT INTO t(rowid,key,title,body) VALUES(?,?,?,?)", batch)
            batch = []
    db.executemany("INSERT INTO t(rowid,key,title,body) VALUES(?,?,?,?)", batch)
    db.commit()
    took = time.perf_counter() - start
    size = os.path.getsize(path)
    print(f"  index: {took:.1f} s, {count / took:.0f} articles a second, {size / 1e6:.1f} MB on disk ({size / text:.2f} of the text)")
    pairs, indexed, by_class, scanned, slow, exact = [], [], {}, [], 0, []
    for q in queries:
        phrase = " ".join('"' + part.replace('"', '""') + '"' for part in q["parts"])
        truth = set(q["truth"])
        if min(map(len, q["parts"])) >= 3:
            begin = time.perf_counter()
            db.execute("SELECT count(*) FROM t WHERE t MATCH ?", (phrase,)).fetchone()
            db.execute(
                "SELECT key, title, snippet(t, 2, '[', ']', '…', 40) FROM t WHERE t MATCH ? ORDER BY rank LIMIT 20",
                (phrase,),
            ).fetchall()
            took = time.perf_counter() - begin
            indexed.append(took)
            by_class.setdefault(q["class"], []).append(took)
            rows = db.execute("SELECT key FROM t WHERE t MATCH ? AND rowid <= ?", (phrase, CHECKED)).fetchall()
            pairs.append(({key for (key,) in rows}, truth))
            exact.append(pairs[-1])
            continue
        slow += 1
        pairs.append((set(), truth))
        if slow <= SCANNED:
            where = " AND ".join("(body LIKE ? OR title LIKE ?)" for _ in q["parts"])
            likes = [like for part in q["parts"] for like in ["%" + part + "%"] * 2]
            begin = time.perf_counter()
            db.execute("SELECT count(*) FROM t WHERE " + where, likes).fetchone()
            db.execute("SELECT key, title FROM t WHERE " + where + " LIMIT 20", likes).fetchall()
            scanned.append(time.perf_counter() - begin)
    show("MATCH, 3 characters and more", indexed)
    for name in sorted(by_class):
        show("  " + name, by_class[name])
    show(f"LIKE, 2 characters ({slow} such), sample", scanned)
    score("MATCH, all questions", pairs)
    score("MATCH, 3 characters and more", exact)


def whoosh(articles, queries, folder, most):
    import jieba
    import whoosh.index
    from jieba.analyse import ChineseAnalyzer
    from whoosh.fields import ID, TEXT, Schema
    from whoosh.qparser import MultifieldParser

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    print(f"Whoosh {'.'.join(map(str, whoosh.__version__))} with jieba {jieba.__version__}, first {most} articles")
    path = os.path.join(folder, "whoosh")
    os.mkdir(path)
    analyzer = ChineseAnalyzer()
    schema = Schema(key=ID(stored=True), title=TEXT(stored=True, analyzer=analyzer), body=TEXT(stored=True, analyzer=analyzer))
    index = whoosh.index.create_in(path, schema)
    start = time.perf_counter()
    writer = index.writer(limitmb=512)
    count = 0
    for a in lines(articles):
        if count == most:
            break
        count += 1
        writer.add_document(key=a["key"], title=a["title"], body=a["body"])
    writer.commit()
    took = time.perf_counter() - start
    size = sum(os.path.getsize(os.path.join(path, name)) for name in os.listdir(path))
    print(f"  index: {took:.1f} s, {count / took:.0f} articles a second, {size / 1e6:.1f} MB on disk")
    parser = MultifieldParser(["title", "body"], schema)
    times, pairs, by_class = [], [], {}
    checked = {f"a{number:06}" for number in range(min(CHECKED, count))}
    with index.searcher() as searcher:
        for q in queries[:500]:
            phrase = " ".join('"' + part + '"' for part in q["parts"])
            begin = time.perf_counter()
            results = searcher.search(parser.parse(phrase), limit=20)
            len(results)
            [hit.highlights("body", top=1) for hit in results]
            took = time.perf_counter() - begin
            times.append(took)
            by_class.setdefault(q["class"], []).append(took)
            found = {hit["key"] for hit in searcher.search(parser.parse(phrase), limit=None)}
            pairs.append((found & checked, set(q["truth"]) & checked))
    show("phrase of jieba's words", times)
    for name in sorted(by_class):
        show("  " + name, by_class[name])
    score("phrase of jieba's words", pairs)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder")
    arguments.add_argument("--whoosh-articles", type=int, default=5000)
    given = arguments.parse_args()
    articles = os.path.join(given.folder, "articles.jsonl")
    queries = list(lines(os.path.join(given.folder, "queries.jsonl")))
    scratch = tempfile.mkdtemp(prefix="peers-")
    try:
        fts5(articles, queries, scratch)
        sys.stdout.flush()
        try:
            whoosh(articles, queries, scratch, given.whoosh_articles)
        except ImportError as error:
            print(f"Whoosh was left out: {error}; pip install whoosh jieba")
    finally:
        shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
