# Writes ../policy-notice.docx: an explanatory note, in our own words, on the 2025 chip policy of Xiaoshan, Hangzhou.
# Needs: Python 3.8 or later and python-docx (pip install python-docx==1.2.0). Run: python3 policy_notice.py

from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from fixed_zip import fix

TITLE = "萧山区《关于促进集成电路产业高质量发展的若干政策》要点说明"

CARD = [
    ("政策名称", "关于促进集成电路产业高质量发展的若干政策"),
    ("发布单位", "杭州市萧山区人民政府办公室"),
    ("成文日期", "2025年5月27日"),
    ("施行日期", "2025年7月1日"),
    ("文号", "来源未载"),
    ("有效期", "来源未载截止日期"),
    ("废止文件", "来源未列明废止任何文件"),
    ("本说明编写", "芯桥编辑部（示例署名），非官方文本，兑现以原文为准"),
]

# item, clause, what is supported and the threshold, rate, cap, responsible units
MONEY = [
    ("2-1", "关键材料、核心设备", "自主研发投入5000万元以上，且已有实际销售", "研发投入的15%以内", "5000万元", "区发改局、区经信局"),
    ("2-2", "EDA工具", "自主研发投入1000万元以上，且已有实际销售；须评审", "年度自主研发投入的15%以内", "2000万元", "区发改局、区经信局"),
    ("3-1", "流片，工艺大于28nm", "重点支持领域的芯片，首次流片费用1000万元以上；须评审", "流片费用的15%以内", "每年300万元", "区发改局、区经信局"),
    ("3-2", "流片，工艺28nm及以下", "同上", "流片费用的15%以内", "每年1000万元", "区发改局、区经信局"),
    ("3-3", "流片，单家企业合计", "3-1与3-2相加", "—", "每年2000万元", "区发改局、区经信局"),
    ("4", "重大项目", "制造、封测、装备、材料类；综合看产品技术、工艺与市场；须评审", "研发投入最高30%，设备投入最高20%", "1亿元", "区发改局、区经信局、区科技局、区投促局"),
    ("5-1", "公共技术平台", "服务高端芯片，完工后实际建设投入1亿元以上；须评审", "投资额的6%", "1000万元", "区发改局、区经信局、区科技局"),
    ("5-2", "购买技术服务", "集成电路企业向省、市、区创新载体购买", "来源未载", "50万元", "区发改局、区经信局、区科技局"),
    ("8", "论坛、展会、赛事", "经国家、省或市批复在萧山举办，并经评定确有带动作用", "来源未载", "300万元", "区商务局"),
]

OTHER = [
    "第1项，攻关配套：企业牵头拿到国家或省级重大攻关项目的，区里按上级要求配资金；比例和上限来源未载。责任单位为区科技局、区发改局、区经信局。",
    "第6项，芯模联动：建一处芯片与大模型的适配基地，引导算力企业照训练和推理的需要改进芯片，提倡采购国产软硬件。",
    "第7项，芯机联动：整机厂或系统集成商采购非关联企业首次上市的芯片、模组、设备或材料，当年累计1000万元以上的，按使用金额分档奖励；各档金额来源未载。",
    "第9项，要素保障：重大项目的用地、能耗和排污指标优先协调。",
    "第10项，基金：区级产业基金与各平台基金联动，带动社会资本。",
    "第11项，投补结合：区和平台两级国资可以跟投，单次一般不超过1亿元，也不超过企业该轮融资额的20%。",
    "第12项，人才：协助申报上级人才政策，可授予企业和科研机构自主认定权；高层次人才可领购房补贴，或领最长5年的租房补贴。",
]

RULES = [
    "适用对象：在萧山区合法经营、财务和会计制度健全的EDA、设计、制造、封测、设备、材料企业，以及经认定的科研机构、功能平台和创新载体。",
    "一票否决：当年因安全生产、环境污染或重大责任事故被行政处罚或追究刑责的，一般不能享受补助。",
    "不重复：同一事项或同类事项只按最高、最优的一项给，已领低档后升到高档的补差额。",
    "资金口径：补助额已含市、区两级资金，对象早已确定的市级资金除外；上级要求区里分担的，照上级要求办。",
    "前置条件：按规定要经国家行业指导的，先过指导关，再谈扶持。",
    "调整：国家、省、市政策有大变动时，本政策随之调整。",
    "生效：自2025年7月1日起执行。",
]

EXAMPLES = [
    ("示例甲", "某设计企业首次流片，28nm工艺，费用4000万元。", "4000万元×15%＝600万元，低于每年1000万元的上限，最多可得600万元。"),
    ("示例乙", "某设计企业首次流片，55nm工艺，费用3000万元。", "3000万元×15%＝450万元，高于每年300万元的上限，最多可得300万元。"),
    ("示例丙", "某企业首次流片，14nm工艺，费用800万元。", "未到1000万元的门槛，不能申请。"),
]


def set_fonts(document):
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "List Bullet", "List Number", "Caption"):
        style = document.styles[name]
        style.font.name = "Times New Roman"
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), "黑体" if name.startswith(("Title", "Heading")) else "宋体")
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            if fonts.get(qn(attribute)) is not None:
                del fonts.attrib[qn(attribute)]
    document.styles["Normal"].font.size = Pt(11)
    document.styles["Title"].font.size = Pt(18)


def fill(table, rows, bold_first_column=False):
    for row, values in zip(table.rows, rows):
        for index, (cell, value) in enumerate(zip(row.cells, values)):
            run = cell.paragraphs[0].add_run(value)
            run.font.size = Pt(9.5)
            run.bold = row is table.rows[0] or (bold_first_column and index == 0)


def repeat_header(row):
    row._tr.get_or_add_trPr().append(row._tr.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))


def build() -> Document:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    set_fonts(document)
    properties = document.core_properties
    properties.title, properties.author = TITLE, "芯桥编辑部（示例）"
    properties.subject, properties.language, properties.comments = "产业政策", "zh-CN", ""
    properties.last_modified_by = properties.author

    document.add_paragraph(TITLE, style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    table = document.add_table(rows=len(CARD), cols=2, style="Table Grid")
    for row, (name, value) in zip(table.rows, CARD):
        for cell, text, bold in ((row.cells[0], name, True), (row.cells[1], value, False)):
            cell.paragraphs[0].add_run(text).bold = bold
        row.cells[0].width, row.cells[1].width = Cm(3.5), Cm(13)

    document.add_heading("一、这份政策管什么", level=1)
    document.add_paragraph(
        "2025年5月27日，杭州市萧山区人民政府办公室向各镇街和区级部门印发这份政策，当年7月1日生效。"
        "全文12项，分技术攻关、产业链协同、要素保障三块，附则4条。本说明把其中能算出钱数的条目列成表，其余条目列成清单。"
    )
    document.add_heading("二、资金类条目", level=1)
    document.add_paragraph("表1 资金类条目的门槛、比例与上限", style="Caption")
    rows = [("序号", "事项", "对象与门槛", "比例", "上限", "责任单位")] + MONEY
    table = document.add_table(rows=len(rows), cols=6, style="Table Grid")
    fill(table, rows)
    repeat_header(table.rows[0])
    for row in table.rows:
        for cell, width in zip(row.cells, (1.2, 2.8, 4.6, 2.8, 2.0, 3.2)):
            cell.width = Cm(width)
    document.add_paragraph("注：表中“以内”“最高”都是上限，不是保证数；“以上”按公文惯例含本数；写明“须评审”的，以评审结果为准。")

    document.add_heading("三、其他条目", level=1)
    for text in OTHER:
        document.add_paragraph(text, style="List Bullet")

    document.add_heading("四、执行规则", level=1)
    for text in RULES:
        document.add_paragraph(text, style="List Number")

    document.add_heading("五、算例（示例）", level=1)
    document.add_paragraph("以下企业和金额均为虚构，只说明流片补助怎么算。")
    for name, case, result in EXAMPLES:
        document.add_heading(name, level=2)
        document.add_paragraph(f"{name}：{case}{result}")

    document.add_heading("六、来源", level=1)
    document.add_paragraph(
        "（来源：杭州市萧山区人民政府办公室，2025年5月27日印发；据《天堂之芯》2025年6月刊刊载的全文整理）"
    )
    return document


if __name__ == "__main__":
    target = Path(__file__).resolve().parent.parent / "policy-notice.docx"
    build().save(target)
    fix(target)
