"""The reader's peer: the same steps with published Python libraries.

Text in; headings and paragraphs; words (jieba); amounts, dates and places (jionlp), each with its
place in the text. Prints one line of JSON: seconds, megabytes a second, and, against hand-made
labels, how many of the labelled amounts, places and dates were found within three lines of the label.

    python peer.py DOCUMENT LABELS
"""

import contextlib
import io
import json
import re
import sys
import time

with contextlib.redirect_stdout(io.StringIO()):  # both libraries print when they load
    import jieba
    import jionlp as jio

    jieba.setLogLevel(60)
    jieba.initialize()
    jio.ner.extract_money("1亿元")
    jio.ner.extract_time("2025年6月1日", time_base={"year": 2025, "month": 6})
    jio.recognize_location("浙江省杭州市")

NEAR = 3


def read(text, issued):
    """Every line's words, amounts, dates and places; line numbers count from one."""
    base = {"year": int(issued[:4]), "month": int(issued[5:7])}
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip()
        if not line:
            continue
        heading = re.match(r"#{1,6} ", line) is not None
        words = list(jieba.cut(line))
        amounts, dates, places = [], [], []
        for money in jio.ner.extract_money(line):
            value = money["detail"]["num"]
            amounts += value if isinstance(value, list) else [value]
        for moment in jio.ner.extract_time(line, time_base=base):
            if moment["type"] == "time_point":
                dates.append(moment["detail"]["time"][0][:10])
        for place, _ in jio.recognize_location(line)["domestic"] or []:
            places += [name for name in place.values() if name]
        found.append((number, heading, len(words), amounts, dates, places))
    return found


def recall(found, labels):
    """Of the labelled values, how many are found near their line."""
    counts = {"amount": [0, 0], "date": [0, 0], "place": [0, 0]}
    for label in labels["projects"] + labels["financings"]:
        if label.get("optional"):
            continue
        near = [row for row in found if abs(row[0] - label["line"]) <= NEAR]
        if label.get("amount"):
            wanted = float(label["amount"])
            hit = any(abs(float(value) - wanted) < 0.005 for row in near for value in row[3])
            counts["amount"][0] += hit
            counts["amount"][1] += 1
        date = label.get("stage_date") or label.get("date")
        if date and len(date) == 10:
            counts["date"][0] += any(date in row[4] for row in near)
            counts["date"][1] += 1
        if label.get("region_name"):
            counts["place"][0] += any(label["region_name"].endswith(value) for row in near for value in row[5])
            counts["place"][1] += 1
    return {kind: {"found": hit, "labelled": of} for kind, (hit, of) in counts.items()}


def main():
    document, labels = sys.argv[1:3]
    with open(document, encoding="utf-8") as file:
        text = file.read()
    with open(labels, encoding="utf-8") as file:
        labels = json.load(file)
    start = time.perf_counter()
    found = read(text, labels["issued"])
    seconds = time.perf_counter() - start
    size = len(text.encode()) / 1e6
    print(json.dumps({
        "program": "jieba + jionlp",
        "megabytes": round(size, 3),
        "seconds": round(seconds, 2),
        "megabytes_per_second": round(size / seconds, 4),
        "recall": recall(found, labels),
    }, ensure_ascii=False))


if __name__ == "__main__":
    main()
