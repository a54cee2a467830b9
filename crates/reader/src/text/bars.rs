//! Tables whose cells are parted by full-width or drawn bars, as posts on phones have them, become rows of tab-separated cells.

use super::edit::Edits;
use super::map::MappedText;

/// The bars that part cells; the ASCII bar is Markdown's and stays.
const BARS: [char; 4] = ['｜', '│', '┃', '︱'];
/// Lines that make a table.
const FEWEST: usize = 2;

/// Writes a tab for each bar where lines right below each other have the same number of bars, two at least.
///
/// One such line alone is a masthead or a byline (`第3期｜总第30期｜编辑：某人`) and stays.
pub(super) fn bars(source: &MappedText) -> Option<MappedText> {
    let text = source.text.as_str();
    if !text.contains(BARS) {
        return None;
    }
    let mut edits = Edits::default();
    let mut block: Vec<(usize, &str)> = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let count = line.matches(BARS).count();
        let goes_on = block
            .last()
            .is_some_and(|(_, last)| last.matches(BARS).count() == count);
        if !goes_on {
            write(&block, &mut edits);
            block.clear();
        }
        if count >= 2 {
            block.push((start, line));
        }
        start += line.len() + 1;
    }
    write(&block, &mut edits);
    edits.apply(source)
}

fn write(block: &[(usize, &str)], edits: &mut Edits) {
    if block.len() < FEWEST {
        return;
    }
    for (start, line) in block {
        // A drawn frame has a bar at either end, which parts nothing.
        let inner = line.trim_matches(' ');
        let framed = inner.starts_with(BARS) && inner.ends_with(BARS);
        let (first, last) = (line.find(BARS), line.rfind(BARS));
        for (at, bar) in line.match_indices(BARS) {
            let end = start + at + bar.len();
            if framed && (Some(at) == first || Some(at) == last) {
                edits.remove(start + at, end);
            } else {
                edits.replace(start + at, end, "\t");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Origin;

    fn laid_out(text: &str) -> String {
        let mut mapped = MappedText::default();
        mapped.push(
            text,
            Origin::Bytes {
                start: 0,
                end: text.len() as u64,
            },
        );
        bars(&mapped).map_or_else(|| text.to_owned(), |mapped| mapped.text)
    }

    #[test]
    fn lines_of_cells_between_bars_become_rows() {
        assert_eq!(
            laid_out("清单：\n项目｜主体｜投资\n示例项目｜示例公司｜3亿元\n其余从略"),
            "清单：\n项目\t主体\t投资\n示例项目\t示例公司\t3亿元\n其余从略"
        );
        assert_eq!(
            laid_out("│项目│投资│\n│甲项目│3亿元│"),
            "项目\t投资\n甲项目\t3亿元"
        );
    }

    #[test]
    fn one_line_with_bars_is_no_table() {
        let masthead = "2024年1月刊｜总第37期｜编辑：综合组\n\n正文";
        assert_eq!(laid_out(masthead), masthead);
        assert_eq!(laid_out("文｜甲\n图｜乙"), "文｜甲\n图｜乙");
    }
}
