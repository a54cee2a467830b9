# Writes ../notice.pdf: one page, two columns, Chinese text in a font that is not embedded.
# Needs: Python 3.8 or later, no packages. Run: python3 notice_pdf.py
#
# The font is a Type0 font STSong-Light with the predefined encoding GBK-EUC-H and no ToUnicode map, so a reader
# must know that encoding to get text from the hex strings (which hold GBK bytes). Older Chinese PDF files look so.

from pathlib import Path

WIDTH, HEIGHT = 595, 842
SIZE, LEADING = 11.0, 1.42  # points; a line is LEADING times its size
COLUMN = 20 * SIZE
LEFT, RIGHT = 56.0, 595 - 56.0 - COLUMN
TOP, BOTTOM = 712.0, 290.0
NO_START = "，。、；：？！）》”】％%"
NO_END = "（《“【"

TITLE = "芯桥通讯：丽水通线、南湖投产与两场活动"
DATELINE = "2025年6月30日　芯桥编辑部（示例）编"

# (kind, text); kind: h heading, p paragraph, s source line
TEXT = [
    ("h", "一、丽水中欣晶圆12英寸抛光片通线"),
    ("p", "2025年6月7日，浙江丽水中欣晶圆半导体材料有限公司办了12英寸抛光片的通线仪式，首批成品同场亮相。丽水经济技术开发区从此能够量产12英寸抛光片，这在全市还是头一回。"),
    ("p", "公司成立于2022年。工程2023年6月打桩，2023年12月31日封顶，2024年12月9日长出第一根12英寸单晶棒，再过半年完成抛光线的贯通。投资总额与年产能，来源均未给出。"),
    ("s", "（来源：中欣晶圆、丽水经济技术开发区；据《天堂之芯》2025年6月刊）"),
    ("h", "二、国产EDA实训班在杭州开班三天"),
    ("p", "6月12日至14日，杭州国家“芯火”双创基地（平台）会同华大九天、杭州朗迅科技、慧芯科技、无锡亚科鸿禹等单位，办了一期国产EDA实训班，这是芯聚九天系列的第8期。来自企业、高校和院所的60多人报名参加。"),
    ("p", "课程分三块：模拟全流程设计工具，逻辑综合工具altiSync，以及用FPGA做数字电路原型验证。每块都先讲原理，再上机，最后做一个小项目。"),
    ("s", "（来源：《天堂之芯》2025年6月刊）"),
    ("h", "三、产业链沙龙走进海康威视"),
    ("p", "6月10日，基地与浙江省半导体行业协会在杭州市滨江区合办产业链沙龙，这一场的主角是海康威视。矽力杰、晶华微、东开半导体、科睿微、亚德客、中科亿芯等20多家企业到场，先看展厅，再听讲解，然后逐家报出自己能供什么、想买什么。"),
    ("p", "海康威视介绍了声光感知与智能识别两套技术在芯片厂里的用处，包括安全生产、设备监测和质量管理。其场景数字化部总经理斯瑜彬在会上说，愿与到会单位长期往来。"),
    ("s", "（来源：《天堂之芯》2025年6月刊）"),
    ("h", "四、南湖一月两件大事"),
    ("p", "6月18日，嘉兴市南湖区同时签下斯达功率器件全球制造总部项目和卫星化学高性能催化新材料项目。后者总投资约30亿元，前者没有报出金额。"),
    ("p", "6月28日，雷鸟光学智造工厂在南湖投产，预计每年生产光机模组105万套。它1月才列入集中开工，不到半年就投产了。"),
    ("s", "（来源：嘉兴发布、今日半导体；据《天堂之芯》2025年6月刊）"),
    ("h", "五、征集需求与供给（示例）"),
    ("p", "【示例】下一场沙龙拟于9月举行，请各单位在7月31日前把需求和供给各写成一条，注明数量、交期和联系人；已经报过的单位，只写有变动的部分。场地和议程另行通知。本段为虚构内容，并无这一场活动。"),
]


def advance(char):
    return 0.5 if char < "\x7f" else 1.0


def break_lines(text, width, indent):
    """Lines of at most `width` ems; no line starts with closing or ends with opening punctuation."""
    lines, line, used = [], "", indent
    position = 0
    while position < len(text):
        char = text[position]
        if char < "\x7f" and char.isalnum():
            end = position
            while end < len(text) and text[end] < "\x7f" and text[end].isalnum():
                end += 1
            word = text[position:end]
        else:
            word = char
        size = sum(map(advance, word))
        if used + size > width and word not in NO_START:
            carry = ""
            while line and line[-1] in NO_END:
                carry, line = line[-1] + carry, line[:-1]
            lines.append(line)
            line, used = carry, sum(map(advance, carry))
        line += word
        used += size
        position += len(word)
    return lines + [line] if line else lines


def show(x, y, size, text):
    return f"BT /F1 {size:g} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm <{text.encode('gbk').hex().upper()}> Tj ET\n"


def centred(y, size, text):
    return show((WIDTH - size * sum(map(advance, text))) / 2, y, size, text)


def page_content():
    out = centred(772, 18, TITLE) + centred(746, 10, DATELINE)
    out += f"0.5 w {LEFT:.2f} 734 m {WIDTH - LEFT:.2f} 734 l S\n"
    out += f"0.3 w {WIDTH / 2:.2f} {TOP + 10:.2f} m {WIDTH / 2:.2f} {BOTTOM:.2f} l S\n"
    columns, x, y = [LEFT, RIGHT], LEFT, TOP
    for kind, text in TEXT:
        size = 12 if kind == "h" else 9 if kind == "s" else SIZE
        indent = 2 if kind == "p" else 0
        for index, line in enumerate(break_lines(text, COLUMN / size, indent)):
            if y < BOTTOM:
                x, y = columns[columns.index(x) + 1], TOP
            out += show(x + (indent * size if index == 0 else 0), y, size, line)
            y -= LEADING * size
        y -= {"h": 4, "p": 3, "s": 8}[kind]
    return out.encode("ascii")


def utf16(text):
    return "<FEFF" + text.encode("utf-16-be").hex().upper() + ">"


def build():
    content = page_content()
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /Lang (zh-CN) >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] "
        "/Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
        f"<< /Length {len(content)} >>\nstream\n{content.decode('ascii')}endstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /GBK-EUC-H /DescendantFonts [6 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> "
        "/DW 1000 /W [814 939 500] /FontDescriptor 7 0 R >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] "
        "/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
        f"<< /Title {utf16(TITLE)} /Author {utf16('芯桥编辑部（示例）')} /CreationDate (D:20250630000000Z) >>",
    ]
    out = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    xref = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode("ascii")
    out += b"".join(f"{offset:010} 00000 n \n".encode("ascii") for offset in offsets)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 8 0 R >>\nstartxref\n{xref}\n%%EOF\n".encode("ascii")
    return out


if __name__ == "__main__":
    (Path(__file__).resolve().parent.parent / "notice.pdf").write_bytes(build())
