//! Lines broken inside sentences, joined again.
//!
//! Whether a line was broken because the page was full is told from its neighbours: where many lines end at nearly the same column, that
//! column is the right margin. A line that stops well before it ended on purpose. Headings, tables, lists, captions, labels and notes are
//! never joined to what goes before them; a footnote that stands in the middle of a sentence is put after the paragraph.

use super::classes::{ends_sentence, is_wide, width};
use super::line::{Look, look, without_page};
use super::map::{MappedText, Rewriter};

/// Lines wider than this are paragraphs on one line, not lines of a page.
const WIDEST: usize = 130;
/// Lines of a page are at least this wide.
const NARROWEST: usize = 36;
/// Lines that share one estimate of the margin.
const STRETCH: usize = 64;

#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    /// Without white space around it.
    text: &'a str,
    start: usize,
    end: usize,
    look: Look,
    width: usize,
    indented: bool,
    hard_break: bool,
    /// The right margin of the page here; 0 where there is none.
    margin: usize,
    /// Blank lines before it.
    blank: usize,
}

/// Joins lines broken inside sentences.
pub(super) fn join(source: &MappedText) -> Option<MappedText> {
    let mut lines = read(&source.text);
    estimate_margins(&mut lines);
    let style = Style::of(&lines);
    let mut rewriter = Rewriter::new(source);
    let (mut copied, mut joined) = (0, false);
    let mut paragraph = Paragraph::default();
    let mut index = 0;
    while let Some(&line) = lines.get(index) {
        index += 1;
        paragraph.begin(line);
        let mut current = line;
        let mut notes: Option<(usize, usize)> = None;
        while let Some(&next) = lines.get(index) {
            if style.joins(&mut paragraph, current, next) {
                joined = true;
                if notes.is_none() {
                    rewriter.copy(copied, current.end);
                    write_joint(&mut rewriter, current, next);
                    copied = next.start;
                } else {
                    write_joint(&mut rewriter, current, next);
                    rewriter.copy(next.start, next.end);
                }
                paragraph.grow(next);
                current = next;
                index += 1;
                continue;
            }
            // A footnote within a sentence: look beyond it, once per paragraph.
            let beyond = notes.is_none().then(|| notes_end(&lines, index)).flatten();
            let Some((beyond, after)) = beyond.and_then(|end| Some((end, *lines.get(end)?))) else {
                break;
            };
            if !style.joins_beyond_notes(&mut paragraph, current, after) {
                break;
            }
            joined = true;
            let (first, last) = (next, lines.get(beyond - 1).copied().unwrap_or(next));
            rewriter.copy(copied, current.end);
            write_joint(&mut rewriter, current, after);
            rewriter.copy(after.start, after.end);
            notes = Some((first.start, last.end));
            paragraph.grow(after);
            current = after;
            index = beyond + 1;
        }
        if let Some((start, end)) = notes {
            rewriter.add("\n");
            rewriter.copy(start, end);
            copied = current.end;
        }
    }
    if !joined {
        return None;
    }
    rewriter.copy(copied, source.text.len());
    let result = rewriter.finish();
    (result.text != source.text).then_some(result)
}

fn read(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let (mut start, mut blank) = (0, 0);
    for raw in text.split('\n') {
        let trimmed = raw.trim_matches(' ');
        if trimmed.trim_start().is_empty() {
            blank += 1;
        } else {
            let row = raw.contains('\t');
            let (text, lead) = if row {
                (raw, 0)
            } else {
                (trimmed, raw.len() - raw.trim_start_matches(' ').len())
            };
            lines.push(Line {
                text,
                start: start + lead,
                end: start + lead + text.len(),
                look: look(raw),
                width: width(text),
                indented: lead >= 2,
                hard_break: !row && raw.ends_with("  "),
                margin: 0,
                blank,
            });
            blank = 0;
        }
        start += raw.len() + 1;
    }
    mark_lone_numbers(&mut lines);
    lines
}

/// A number on a line of its own before an address is the mark of a footnote.
fn mark_lone_numbers(lines: &mut [Line<'_>]) {
    let addresses: Vec<bool> = lines
        .iter()
        .skip(1)
        .map(|line| line.text.starts_with("http"))
        .collect();
    for (line, before_address) in lines.iter_mut().zip(addresses) {
        if before_address && line.text.len() <= 2 && line.text.bytes().all(|b| b.is_ascii_digit()) {
            line.look = Look::Note;
        }
    }
}

/// Whether a line is an entry of a contents page, led to its page number by three signs or more. `2021—2023` is none.
fn ends_in_leaders(line: &str) -> bool {
    let (entry, paged) = without_page(line);
    let leaders = line.get(entry.len()..).unwrap_or_default();
    paged
        && leaders
            .chars()
            .filter(|c| !c.is_ascii_digit() && *c != ' ')
            .count()
            >= 3
}

fn is_text(look: Look) -> bool {
    matches!(
        look,
        Look::Plain | Look::Item | Look::Section(_) | Look::Numbered
    )
}

fn estimate_margins(lines: &mut [Line<'_>]) {
    for stretch in lines.chunks_mut(STRETCH) {
        let mut histogram = [0_usize; WIDEST + 1];
        let mut written = 0;
        for line in stretch.iter().filter(|line| is_text(line.look)) {
            written += 1;
            if let Some(count) = histogram.get_mut(line.width) {
                *count += 1;
            }
        }
        // The widest column at which lines crowd: itself and the four before it, since words and marks do not break.
        let crowd = |column: usize| -> usize {
            histogram
                .iter()
                .take(column + 1)
                .skip(column.saturating_sub(4))
                .sum()
        };
        let most = (NARROWEST..=WIDEST).map(crowd).max().unwrap_or(0);
        if most < 5 || most * 4 < written {
            continue;
        }
        let margin = (NARROWEST..=WIDEST).rev().find(|&column| {
            crowd(column) * 10 >= most * 7 && histogram.get(column).is_some_and(|&n| n > 0)
        });
        let margin = margin.unwrap_or(0);
        // Nothing is wider than the margin of a page: headlines of one length above paragraphs on one line make none.
        let wider = stretch
            .iter()
            .filter(|line| is_text(line.look) && line.width > margin + 6)
            .count();
        if wider * 2 > most {
            continue;
        }
        for line in stretch {
            line.margin = margin;
        }
    }
}

impl Line<'_> {
    /// Whether the line goes on to the right margin.
    fn is_full(&self) -> bool {
        self.margin > 0 && self.width * 100 >= self.margin * 85 && self.width <= self.margin + 6
    }
}

/// What is known of the lines that are already joined.
struct Paragraph<'a> {
    first: Look,
    width: usize,
    /// Lines whose marks have not been read, since nobody has asked for them.
    unread: Vec<&'a str>,
    /// Open marks 《 “ （, at most a few deep.
    open: Vec<char>,
    has_comma: bool,
}

impl Default for Paragraph<'_> {
    fn default() -> Self {
        Paragraph {
            first: Look::Blank,
            width: 0,
            unread: Vec::new(),
            open: Vec::new(),
            has_comma: false,
        }
    }
}

impl<'a> Paragraph<'a> {
    /// Starts anew with `line`.
    fn begin(&mut self, line: Line<'a>) {
        self.first = line.look;
        self.width = 0;
        self.unread.clear();
        self.open.clear();
        self.has_comma = false;
        self.grow(line);
    }

    fn grow(&mut self, line: Line<'a>) {
        self.width += line.width;
        self.unread.push(line.text);
    }

    fn read(&mut self) {
        for line in std::mem::take(&mut self.unread) {
            // The marks begin with one of three bytes, which few other characters do.
            let bytes = line.bytes().enumerate();
            for (at, _) in bytes.filter(|(_, byte)| matches!(byte, 0xE2 | 0xE3 | 0xEF)) {
                match line.get(at..).and_then(|rest| rest.chars().next()) {
                    Some(mark @ ('《' | '“' | '（')) if self.open.len() < 8 => {
                        self.open.push(mark)
                    }
                    Some('》') => self.close('《'),
                    Some('”') => self.close('“'),
                    Some('）') => self.close('（'),
                    Some('，' | '。') => self.has_comma = true,
                    _ => {}
                }
            }
        }
    }

    fn has_comma(&mut self) -> bool {
        self.read();
        self.has_comma
    }

    fn close(&mut self, mark: char) {
        if let Some(at) = self.open.iter().rposition(|&open| open == mark) {
            self.open.truncate(at);
        }
    }

    /// Whether `next` closes a mark that is still open here.
    fn is_closed_by(&mut self, next: &str) -> bool {
        self.read();
        let Some(&open) = self.open.last() else {
            return false;
        };
        let (opening, closing) = match open {
            '《' => ('《', '》'),
            '“' => ('“', '”'),
            _ => ('（', '）'),
        };
        next.chars()
            .take(80)
            .find(|&c| c == opening || c == closing)
            == Some(closing)
    }
}

/// How the document parts its lines.
struct Style {
    /// Blank lines stand between the lines of a paragraph, not only between paragraphs.
    blank_within: bool,
    /// Headings are marked, so that an unmarked line with a comma is running text.
    marked_headings: bool,
}

impl Style {
    fn of(lines: &[Line<'_>]) -> Style {
        let (mut close, mut apart) = (0_usize, 0_usize);
        for (line, next) in lines.iter().zip(lines.iter().skip(1)) {
            if is_text(line.look)
                && line.is_full()
                && !ends_sentence(line.text)
                && next.look == Look::Plain
            {
                if next.blank == 0 {
                    close += 1
                } else {
                    apart += 1
                }
            }
        }
        let marked_headings = lines
            .iter()
            .filter(|line| matches!(line.look, Look::Heading(_)))
            .count()
            >= 2;
        Style {
            blank_within: apart >= 4 && apart * 7 >= close + apart,
            marked_headings,
        }
    }

    fn joins(&self, paragraph: &mut Paragraph<'_>, line: Line<'_>, next: Line<'_>) -> bool {
        // 交付11 / 00万颗: what looks like the number of an item is the rest of one that the margin parted.
        if is_text(paragraph.first)
            && next.blank == 0
            && line.is_full()
            && parts_number(line.text, next.text)
            && matches!(
                next.look,
                Look::Plain | Look::Numbered | Look::Item | Look::Section(4)
            )
        {
            return true;
        }
        if !is_text(paragraph.first)
            || next.look != Look::Plain
            || next.indented
            || line.hard_break
            || next.text.starts_with("http")
            || ends_in_leaders(line.text)
        {
            return false;
        }
        if paragraph.width > 20_000 {
            return false;
        }
        // A stop or a citation mark cannot begin a line.
        if next.blank <= 1 && starts_with_stop(next.text) && !ends_sentence(line.text) {
            return true;
        }
        if next.blank <= 1
            && !line.text.ends_with(['。', '！', '？'])
            && paragraph.is_closed_by(next.text)
        {
            return true;
        }
        if ends_sentence(line.text) {
            return false;
        }
        if line.is_full() && (next.blank == 0 || (self.blank_within && next.blank <= 2)) {
            return true;
        }
        let runs_on = line.text.ends_with(['，', '、']);
        if runs_on && next.blank <= 2 && line.width >= 20 {
            return true;
        }
        goes_on(line, next) || self.is_parted(paragraph, line, next)
    }

    /// A long paragraph on one line, parted in mid-sentence by a page end or a figure.
    fn is_parted(&self, paragraph: &mut Paragraph<'_>, line: Line<'_>, next: Line<'_>) -> bool {
        let long = if self.marked_headings { 40 } else { 84 };
        let ends_open = line
            .text
            .chars()
            .next_back()
            .is_some_and(|c| c.is_alphanumeric());
        let text_follows = next.text.contains(['，', '。']) && !next.text.starts_with("http");
        next.blank >= 1
            && next.blank <= 3
            && paragraph.first != Look::Numbered
            && paragraph.width >= long
            && ends_open
            && is_wide_text(line.text)
            && text_follows
            && paragraph.has_comma()
    }

    fn joins_beyond_notes(
        &self,
        paragraph: &mut Paragraph<'_>,
        line: Line<'_>,
        after: Line<'_>,
    ) -> bool {
        is_text(paragraph.first)
            && after.look == Look::Plain
            && !after.indented
            && !ends_sentence(line.text)
            && (line.is_full() || (paragraph.width >= 84 && paragraph.has_comma()))
    }
}

/// Whether a ragged line is plainly in the middle of a sentence that the next line ends: it is long, has a stop or two commas behind it or
/// ends in a word that must go on, and headlines are none of that.
fn goes_on(line: Line<'_>, next: Line<'_>) -> bool {
    const OPEN: [char; 12] = [
        '为', '由', '和', '与', '及', '将', '在', '对', '向', '于', '的', '拟',
    ];
    next.blank == 0
        && line.width >= 56
        && next.text.contains('。')
        && is_wide_text(line.text)
        && (line.text.contains('。')
            || line.text.matches('，').count() >= 2
            || line.text.ends_with(OPEN))
}

/// Whether the end of a Chinese line parts a number: 11 / 00万颗, 1. / 09亿元.
fn parts_number(line: &str, next: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    (line.ends_with(digit) || line.strip_suffix('.').is_some_and(|head| head.ends_with(digit)))
        && next.starts_with(digit)
        && is_wide_text(line)
        // `1. 标题` and `01 标题` after a line that ends in a figure are items of a list.
        && !next
            .trim_start_matches(digit)
            .starts_with(['.', '、', '．', ')', '）'])
}

fn is_wide_text(text: &str) -> bool {
    text.chars().rev().take(12).any(is_wide)
}

fn starts_with_stop(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        Some('，' | '。' | '；' | '、' | '！' | '？' | '）' | '》' | '」') => true,
        // `[1-2]。`
        Some('[') => {
            let rest = chars.as_str();
            let after = rest.trim_start_matches(|c: char| {
                c.is_ascii_digit() || matches!(c, ',' | '-' | '–' | ' ')
            });
            after.len() < rest.len()
                && after
                    .strip_prefix(']')
                    .is_some_and(|tail| tail.starts_with(['，', '。', '、', '；']))
        }
        _ => false,
    }
}

/// The index after the footnotes that begin at line `at`, if they do.
fn notes_end(lines: &[Line<'_>], at: usize) -> Option<usize> {
    let first = lines.get(at)?;
    let lone_number = first.text.len() <= 2
        && first.text.bytes().all(|b| b.is_ascii_digit())
        && lines
            .get(at + 1)
            .is_some_and(|next| next.text.starts_with("http"));
    let has_address = first.look == Look::Note && first.text.contains("http");
    if !(lone_number || has_address) {
        return None;
    }
    let mut end = at + 1;
    while let Some(line) = lines.get(end) {
        let numbered = line.text.len() <= 2 && line.text.bytes().all(|b| b.is_ascii_digit());
        if (line.look == Look::Note && line.text.contains("http"))
            || is_address_tail(line.text)
            || numbered
        {
            end += 1;
        } else {
            break;
        }
    }
    Some(end)
}

/// Whether a line can only be a part of an address: no Han characters, and no blank but beside another address.
pub(crate) fn is_address_tail(line: &str) -> bool {
    let ascii = line
        .chars()
        .filter(|&c| !matches!(c, '；' | '，' | '。'))
        .all(|c| c.is_ascii());
    let words = line.split(' ').count();
    ascii
        && (line.contains("http")
            || (words == 1 && (line.len() >= 4 || line.contains(['/', '&', '=', '_']))))
}

/// Writes what stands between two joined lines: nothing beside Han characters, a blank between words, and no hyphen that only parts a word.
fn write_joint(rewriter: &mut Rewriter<'_>, line: Line<'_>, next: Line<'_>) {
    let (Some(before), Some(after)) = (line.text.chars().next_back(), next.text.chars().next())
    else {
        return;
    };
    if is_wide(before) || is_wide(after) || matches!(after, '[' | ')' | ',' | '.') || before == '('
    {
        return;
    }
    if line
        .text
        .rsplit(' ')
        .next()
        .is_some_and(|word| word.contains("://"))
        && !after.is_ascii_uppercase()
    {
        return;
    }
    if parts_number(line.text, next.text) {
        return;
    }
    if before == '-' && after.is_ascii_lowercase() {
        // The hyphen itself is copied already; a blank would part the word.
        return;
    }
    rewriter.add(" ");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Origin;

    fn joined(text: &str) -> String {
        let mut mapped = MappedText::default();
        mapped.push(
            text,
            Origin::Bytes {
                start: 0,
                end: text.len() as u64,
            },
        );
        join(&mapped).map_or_else(|| text.to_owned(), |mapped| mapped.text)
    }

    /// Breaks `text` into lines of `columns` Han characters.
    fn wrap(text: &str, columns: usize, between: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        chars
            .chunks(columns)
            .map(|chunk| chunk.iter().collect::<String>())
            .collect::<Vec<_>>()
            .join(between)
    }

    const LONG: &str = "示例公司在示例市建设了一条用于试验的生产线并计划在三年之内达到设计产能这条生产线由甲乙丙三方共同出资其中甲方负责设备乙方负责材料丙方负责市场推广与人员培训工作各方约定每季度召开一次会议交流进展并且共同承担风险与收益这样的安排可以避免重复投入也有利于技术的积累和传承使得更多的中小企业能够参与到产业链当中来。";

    #[test]
    fn hard_wrapped_lines_become_one() {
        assert_eq!(joined(&wrap(LONG, 24, "\n")), LONG);
        assert_eq!(joined(&wrap(LONG, 24, "\n\n")), LONG);
    }

    #[test]
    fn headings_lists_rows_and_labels_are_not_joined() {
        for block in [
            "## 标题",
            "一、总体",
            "- 列表",
            "甲\t乙",
            "（来源：示例网）",
            "图1 示例",
            "1. 支持",
        ] {
            let text = format!(
                "{}\n{block}",
                wrap(LONG, 24, "\n").trim_end_matches(['。', '来', '\n'])
            );
            assert!(joined(&text).ends_with(&format!("\n{block}")), "{block}");
        }
    }

    #[test]
    fn a_paragraph_parted_by_a_page_end_is_whole_again() {
        let text = "## 甲\n\n## 乙\n\n据消息，示例公司将在当地设立研发中心，进一步完善产业布局并带动上下游企业在此布\n\n局，高度契合趋势。";
        assert!(joined(text).ends_with("在此布局，高度契合趋势。"));
    }

    #[test]
    fn headlines_of_one_length_are_no_margin() {
        let story = |title: &str| {
            format!(
                "{title}\n{}\n",
                "某公司今日公告，项目总投资10亿元，分三期建设。".repeat(4)
            )
        };
        let titles = [
            "示例科技拟10亿元投建车规芯片封装项目",
            "示例首条8.6代显示面板生产线提前点亮",
            "某市：新区4个半导体项目集中开工建设",
            "示例半导体：终止高纯石英材料项目建设",
            "某国：芯片法案再拨款，示例获15亿美元",
        ];
        let text = titles.map(story).join("\n");
        assert_eq!(joined(&text), text);
    }

    #[test]
    fn a_title_is_not_joined_to_its_text() {
        let text = "示例公司完成数千万元融资\n4月28日消息，示例公司宣布完成融资。";
        assert_eq!(joined(text), text);
    }

    #[test]
    fn a_title_broken_within_marks_is_one() {
        assert_eq!(
            joined("关于印发《示例市强链补链\n若干措施》的通知\n\n各单位："),
            "关于印发《示例市强链补链若干措施》的通知\n\n各单位："
        );
    }

    #[test]
    fn a_footnote_within_a_sentence_moves_behind_it() {
        let body = wrap(LONG, 24, "\n\n");
        let (head, tail) = body.split_at(body.len() - 3 * 20 - 2);
        let cut = head.rfind("\n\n").unwrap();
        let text = format!(
            "{}\n\n1 https://example.org/a-\nb/\n {}{}",
            &head[..cut],
            &head[cut + 2..],
            tail
        );
        assert_eq!(
            joined(&text),
            format!("{LONG}\n1 https://example.org/a-\nb/")
        );
    }

    #[test]
    fn words_keep_a_blank_and_a_parted_word_does_not() {
        let line = "The sample company builds a line and a";
        let text = [line; 6].join("\n") + "\nplant for inter-\nnational use";
        let result = joined(&text);
        assert!(result.contains("and a The sample"), "{result}");
    }
}
