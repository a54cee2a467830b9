//! How alike the names of two projects are.

/// The core of a name for comparing: without marks, blanks, phases and the commonest heads.
pub(crate) fn core(name: &str) -> String {
    let mut core: String = name
        .chars()
        .filter(|one| !one.is_whitespace() && !"“”「」『』\"'‘’（）()".contains(*one))
        .collect::<String>()
        .to_lowercase()
        .replace('吋', "英寸");
    for phase in ["一期工程", "二期工程", "三期工程"] {
        core = core.replace(phase, "");
    }
    loop {
        let before = core.len();
        for end in ["项目", "建设", "工程", "一期", "生产线", "产线"] {
            if let Some(rest) = core.strip_suffix(end)
                && rest.chars().count() >= 3
            {
                core = rest.to_owned();
            }
        }
        if core.len() == before {
            return core;
        }
    }
}

/// How alike two cores are, 0 to 1: shared pairs of characters over the shorter one's pairs.
pub(crate) fn likeness(left: &str, right: &str) -> f32 {
    let pairs = |text: &str| -> Vec<(char, char)> {
        let characters: Vec<char> = text.chars().collect();
        characters
            .iter()
            .copied()
            .zip(characters.iter().copied().skip(1))
            .collect()
    };
    let (left, right) = (pairs(left), pairs(right));
    let shorter = left.len().min(right.len());
    if shorter == 0 {
        return 0.0;
    }
    let shared = left
        .iter()
        .filter(|pair| right.contains(pair))
        .count()
        .min(shorter);
    #[expect(
        clippy::cast_precision_loss,
        reason = "names have a few dozen characters"
    )]
    let share = shared as f32 / shorter as f32;
    share
}
