//! Characters that look like ordinary Han characters but are coded elsewhere, as PDF files like to give them.
//!
//! The first two tables are the compatibility decompositions of the Unicode Character Database (NFKC); the third lists
//! the supplementary radicals that stand for a whole simplified character in text taken from PDF files.

/// What the Kangxi radicals U+2F00 to U+2FD5 stand for, in order.
const KANGXI: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀\
     寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋\
     比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸\
     缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛\
     辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻\
     黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// What the compatibility ideographs U+F900 to U+FAD9 stand for, in order; U+3000 where there is nothing to fold.
const COMPATIBILITY: &str = "豈更車賈滑串句龜龜契金喇奈懶癩羅蘿螺裸邏樂洛烙珞落酪駱亂卵欄爛蘭鸞嵐濫藍襤拉臘蠟\
     廊朗浪狼郎來冷勞擄櫓爐盧老蘆虜路露魯鷺碌祿綠菉錄鹿論壟弄籠聾牢磊賂雷壘屢樓淚漏累\
     縷陋勒肋凜凌稜綾菱陵讀拏樂諾丹寧怒率異北磻便復不泌數索參塞省葉說殺辰沈拾若掠略亮\
     兩凉梁糧良諒量勵呂女廬旅濾礪閭驪麗黎力曆歷轢年憐戀撚漣煉璉秊練聯輦蓮連鍊列劣咽烈\
     裂說廉念捻殮簾獵令囹寧嶺怜玲瑩羚聆鈴零靈領例禮醴隸惡了僚寮尿料樂燎療蓼遼龍暈阮劉\
     杻柳流溜琉留硫紐類六戮陸倫崙淪輪律慄栗率隆利吏履易李梨泥理痢罹裏裡里離匿溺吝燐璘\
     藺隣鱗麟林淋臨立笠粒狀炙識什茶刺切度拓糖宅洞暴輻行降見廓兀嗀　　塚　晴　　凞猪益\
     礼神祥福靖精羽　蘒　諸　　逸都　　　飯飼館鶴郞隷侮僧免勉勤卑喝嘆器塀墨層屮悔慨憎\
     懲敏既暑梅海渚漢煮爫琢碑社祉祈祐祖祝禍禎穀突節練縉繁署者臭艹艹著褐視謁謹賓贈辶逸\
     難響頻恵𤋮舘　　並况全侀充冀勇勺喝啕喙嗢塚墳奄奔婢嬨廒廙彩徭惘慎愈憎慠懲戴揄搜摒\
     敖晴朗望杖歹殺流滛滋漢瀞煮瞧爵犯猪瑱甆画瘝瘟益盛直睊着磌窱節类絛練缾者荒華蝹襁覆\
     視調諸請謁諾諭謹變贈輸遲醙鉶陼難靖韛響頋頻鬒龜𢡊𢡄𣏕㮝䀘䀹𥉉𥳐𧻓齃龎";

/// Supplementary radicals and what they stand for, by code.
const SUPPLEMENT: [(char, char); 33] = [
    ('⺟', '母'),
    ('⺠', '民'),
    ('⻁', '虎'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻉', '贝'),
    ('⻋', '车'),
    ('⻒', '长'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻘', '青'),
    ('⻙', '韦'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻧', '卤'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻫', '齐'),
    ('⻬', '齐'),
    ('⻭', '齿'),
    ('⻮', '齿'),
    ('⻯', '龙'),
    ('⻰', '龙'),
    ('⻲', '龟'),
    ('⻳', '龟'),
];

/// The ordinary character that `character` stands for, if it is one of the compatibility forms.
pub fn ordinary(character: char) -> Option<char> {
    let code = u32::from(character);
    match code {
        0x2F00..=0x2FD5 => KANGXI_CHARS
            .get(usize::try_from(code - 0x2F00).ok()?)
            .copied(),
        0xF900..=0xFAD9 => COMPATIBILITY_CHARS
            .get(usize::try_from(code - 0xF900).ok()?)
            .copied()
            .filter(|&folded| folded != '\u{3000}'),
        0x2E80..=0x2EF3 => SUPPLEMENT
            .binary_search_by_key(&character, |&(form, _)| form)
            .ok()
            .and_then(|index| SUPPLEMENT.get(index))
            .map(|&(_, folded)| folded),
        _ => None,
    }
}

static KANGXI_CHARS: std::sync::LazyLock<Vec<char>> =
    std::sync::LazyLock::new(|| KANGXI.chars().collect());
static COMPATIBILITY_CHARS: std::sync::LazyLock<Vec<char>> =
    std::sync::LazyLock::new(|| COMPATIBILITY.chars().collect());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_and_compatibility_ideographs_fold_to_ordinary_characters() {
        assert_eq!(ordinary('\u{2F00}'), Some('一'));
        assert_eq!(ordinary('\u{2FD5}'), Some('龠'));
        assert_eq!(ordinary('\u{F900}'), Some('豈'));
        assert_eq!(ordinary('\u{2ED3}'), Some('长'));
        assert_eq!(ordinary('长'), None);
        assert_eq!(ordinary('\u{FA0E}'), None);
    }

    #[test]
    fn the_tables_have_the_length_of_their_ranges() {
        assert_eq!(KANGXI_CHARS.len(), 0x2FD5 - 0x2F00 + 1);
        assert_eq!(COMPATIBILITY_CHARS.len(), 0xFAD9 - 0xF900 + 1);
        assert!(SUPPLEMENT.is_sorted());
    }

    #[test]
    fn nothing_folds_twice() {
        for code in 0x2E80..0xFADA_u32 {
            if let Some(folded) = char::from_u32(code).and_then(ordinary) {
                assert_eq!(ordinary(folded), None, "U+{code:04X}");
            }
        }
    }
}
