# Writes ../filings.xlsx: sheet 项目台账 (projects and their stages) and sheet 产业统计 (industry statistics).
# Needs: Python 3.8 or later and openpyxl (pip install openpyxl==3.1.5). Run: python3 filings.py
#
# A cell is empty where the source is silent. Whole days are dates; months and years are text,
# since a spreadsheet has no partial date. An amount that the source qualifies is text: 超100000, 约300000.

from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from fixed_zip import fix

B = "据《天堂之芯》2025年6月刊"
IMEC = "Hu Kai-bo, Su Jian-nan: Analysis on the Development History of IMEC in three decades and its Implication"
DELTA = "《支持长三角集成电路产业协同攻关的思路与举措》（高继卿等，2023）"
SIA = f"SIA《美国半导体行业协会行业报告》2025，半导体行业观察；{B}"
JICUN = f"力积存储上市申请文件，芯东西；{B}"
TALENT = f"中国职业技术教育；{B}"
EQUIP = f"中国科学院期刊；{B}"
PLAN = "《集微技术信息简报》2022年5月前后一期"

PROJECT_HEAD = ("项目名称", "建设单位", "建设地点", "总投资（万元）", "阶段", "日期", "拟建成时间", "产能", "出处")
PROJECT_WIDTH = (42, 34, 40, 14, 9, 13, 18, 36, 56)

JINGRUI = ("年产60万片8英寸碳化硅衬底片切磨抛产线项目", "浙江晶瑞电子材料有限公司", "浙江省绍兴市上虞区杭州湾上虞经济技术开发区东二区舜园路009号", 151100)
ZHONGXIN = ("12英寸抛光片项目", "浙江丽水中欣晶圆半导体材料有限公司", "浙江省丽水市丽水经济技术开发区", None)
LEINIAO = ("雷鸟光学智造工厂", "雷鸟创新", "浙江省嘉兴市南湖区", None)
TODAY = f"今日半导体；{B}"
INP = f"半导纵横；{B}"

PROJECTS = [
    (*JINGRUI, "备案", date(2025, 6, 20), "2027年6月", "年产60万片8英寸碳化硅衬底片", f"项目代码2506-330604-99-02-909011；浙江省投资项目在线审批监管平台、艾邦半导体网；{B}"),
    ("乾元光电液晶模组项目", "乾元光电", "浙江省嘉兴市秀洲区王店镇", 20000, "签约", date(2025, 6, 15), None, "年产80万套液晶显示模组", TODAY),
    ("天数智芯算力模组、大模型一体机及区域总部（研发中心）项目", "上海天数智芯半导体股份有限公司", "浙江省衢州市衢州智造新城", None, "签约", date(2025, 6, 13), None, None, TODAY),
    ("越芯半导体集成电路先进测试基地（一期）", "越芯半导体", "浙江省诸暨市", None, "结顶", date(2025, 6, 7), None, None, TODAY),
    ("杭州芯通半导体技术有限公司产业化项目", "杭州芯通半导体技术有限公司", "浙江省杭州市富春湾新城滨富合作区", "超100000", "结顶", None, None, None, TODAY),
    (*LEINIAO, "开工", "2025年1月", None, "年产120万颗Micro LED全彩光引擎光机（目标）", TODAY),
    (*LEINIAO, "投产", date(2025, 6, 28), None, "年产105万套光机模组（预计）", TODAY),
    ("雷鸟XR整机研发制造总部项目", "雷鸟创新", "江苏省无锡市惠山经济开发区", 100000, "签约", "2024年8月", "2025年上半年（一期）", "一期年产35万台XR整机；全面达产后年产100万台", TODAY),
    (*ZHONGXIN, "开工", "2023年6月", None, None, f"桩基；中欣晶圆、丽水经济技术开发区；{B}"),
    (*ZHONGXIN, "封顶", date(2023, 12, 31), None, None, f"中欣晶圆、丽水经济技术开发区；{B}"),
    (*ZHONGXIN, "通线", date(2025, 6, 7), None, None, f"中欣晶圆、丽水经济技术开发区；{B}"),
    ("斯达功率器件全球制造总部项目", "斯达半导体股份有限公司", "浙江省嘉兴市南湖区", None, "签约", date(2025, 6, 18), None, None, f"嘉兴发布；{B}"),
    ("卫星化学高性能催化新材料项目", "卫星化学", "浙江省嘉兴市南湖区", "约300000", "签约", date(2025, 6, 18), None, None, f"嘉兴发布；{B}"),
    ("全磊光电化合物半导体外延片/芯片研发及产业化项目（一期）", "全磊光电", None, None, "封顶", None, None, None, TODAY),
    ("广东睿晶芯半导体科技产业园项目", "广东睿晶芯半导体有限公司", None, 110000, None, None, None, "年产30万片磷化铟单晶衬底片（预计）", INP),
    ("磷化铟晶片（2—4英寸）", "云南鑫耀半导体材料有限公司", None, None, "投产", None, None, "年产15万片", f"来源作“批量生产”；{INP}"),
    ("本源量子量子芯片生产线", "本源量子计算科技（合肥）股份有限公司", "安徽省合肥市", None, "投产", "2025年6月", None, "年产1000片", f"来源作“正式启用”；半导体产业纵横；{B}"),
]

STAT_HEAD = ("主体", "指标", "期间", "数值", "单位", "口径", "出处")
STAT_WIDTH = (26, 32, 16, 14, 12, 34, 56)


def series(entity, measure, unit, source, values, note=None):
    """One row per period; a value is a number, or a number with its qualifier (for example 约, 超)."""
    rows = []
    for period, value in values:
        qualifier = None
        if isinstance(value, tuple):
            qualifier, value = value
        remark = "；".join(part for part in (qualifier, note) if part) or None
        rows.append((entity, measure, period, value, unit, remark, source))
    return rows


def years(*values):
    return list(zip(("2022年", "2023年", "2024年"), values))


STATS = (
    series("力积存储", "营业收入", "千元", JICUN, years(609851, 580346, 646401), "人民币，截至12月31日止年度")
    + series("力积存储", "营业收入：内存芯片", "千元", JICUN, years(537283, 484164, 454391))
    + series("力积存储", "营业收入：内存模组", "千元", JICUN, years(238, 47283, 137467))
    + series("力积存储", "营业收入：内存KGD晶圆", "千元", JICUN, years(56302, 47081, 54028))
    + series("力积存储", "营业收入：其他", "千元", JICUN, years(16028, 1818, 515))
    + series("力积存储", "毛利", "千元", JICUN, years(-13079, 21204, 60283), "负数为毛损")
    + series("力积存储", "毛利率", "%", JICUN, years(-2.1, 3.7, 9.3))
    + series("力积存储", "净亏损", "亿元", JICUN, years(1.39, 2.44, 1.09))
    + series("力积存储", "研发开支", "万元", JICUN, years(7402.9, 7724.2, 9576.2))
    + series("力积存储", "已售芯片", "百万颗", JICUN, years(74.4, 112.5, 101.5), "含模组及晶圆内的芯片")
    + series("全球", "利基DRAM市场规模", "亿元", JICUN, [("2024年", 596)], "人民币")
    + series("中国内地厂商", "利基DRAM收入", "亿元", JICUN, [("2024年", 45)], "人民币")
    + series("全球", "半导体销售额", "亿美元", SIA, [("2001年", 1390), ("2024年", 6305), ("2025年", ("预测", 6972)), ("2026年", ("预测", 7386))])
    + series("美国", "半导体企业销售额", "亿美元", SIA, [("2001年", 711), ("2024年", 3182)], "总部在美国的企业")
    + series("亚太", "半导体市场销售额", "亿美元", SIA, [("2001年", 398), ("2024年", 3334)])
    + series("美国", "半导体行业资本支出", "亿美元", SIA, [("2011年", 237), ("2022年", 507), ("2023年", 482), ("2024年", 495)])
    + series("美国", "半导体行业研发支出", "亿美元", SIA, [("2024年", 700)])
    + series("美国", "半导体行业研发与资本支出合计", "亿美元", SIA, [("2024年", 1195)])
    + series("美国", "半导体出口额", "亿美元", SIA, [("2024年", 570)])
    + series("美国", "半导体行业人均研发与资本投入", "美元", SIA, [("2024年", 235007)])
    + series("美国", "半导体行业直接就业岗位", "个", SIA, [(None, 345000)], "来源未载年份")
    + series("中国", "集成电路企业人才需求数", "万人", TALENT, [("2023年", 16.83), ("2024年", 24.36)])
    + series("中国", "集成电路技术技能人才需求数", "万人", TALENT, [("2023—2024年", ("约", 14.15))])
    + series("中国", "集成电路技术技能人才供给数", "万人", TALENT, [("2023—2024年", 11.64)])
    + series("中国", "集成电路技术技能人才缺口", "万人", TALENT, [("2023—2024年", ("约", 2.51))])
    + series("中国", "人才缺口占比：高职专科", "%", TALENT, [("2023—2024年", 47.81)])
    + series("中国", "人才缺口占比：高职本科", "%", TALENT, [("2023—2024年", 35.46)])
    + series("中国", "人才缺口占比：中职", "%", TALENT, [("2023—2024年", 16.73)])
    + series("中国", "岗位需求占比：设备技术员", "%", TALENT, [("2024—2026年", 26.75)])
    + series("中国", "岗位需求占比：测试技术员", "%", TALENT, [("2024—2026年", 26.25)])
    + series("中国", "岗位需求占比：工艺技术员", "%", TALENT, [("2024—2026年", 10.05)])
    + series("中国", "集成电路相关专业布点数", "个", TALENT, [("2021年", 159), ("2023年", 268)], "高职本科与高职专科")
    + series("中国", "国产半导体设备企业销售总额", "亿元", EQUIP, [("2008年", 17), ("2024年", ("约", 853))])
    + series("应用材料", "中国半导体设备市场份额", "%", EQUIP, [(None, 27.4)], "来源未载年份")
    + series("东京电子", "中国半导体设备市场份额", "%", EQUIP, [(None, 16.2)], "来源未载年份")
    + series("泛林", "中国半导体设备市场份额", "%", EQUIP, [(None, 14.8)], "来源未载年份")
    + series("阿斯麦", "中国半导体设备市场份额", "%", EQUIP, [(None, 10.1)], "来源未载年份")
    + series("科磊", "中国半导体设备市场份额", "%", EQUIP, [(None, 6.8)], "来源未载年份")
    + series("全球半导体设备商前10位", "半导体业务营收合计", "亿美元", EQUIP, [("2024年", ("超", 1100))])
    + series("中国", "人工智能芯片自给率", "%", f"摩根士丹利，chosun；{B}", [("2024年", 34), ("2027年", ("预测", 82))])
    + series("全球", "磷化铟衬底市场规模", "亿美元", f"Yole，半导纵横；{B}", [("2022年", 30), ("2028年", ("预测", 64))])
    + series("中国", "卫星导航与位置服务产业总体产值", "亿元", f"半导体行业观察；{B}", [("2024年", 5758)])
    + series("IMEC", "经费收入", "亿欧元", IMEC, [("2013年", 3.32)])
    + series("IMEC", "研究合同收入", "亿欧元", IMEC, [("2013年", 2.79)], "占总收入84%")
    + series("IMEC", "工作人员", "人", IMEC, [("1984年", 68), ("2013年", 2086)])
    + series("IMEC", "产业界派驻人员", "人", IMEC, [("2013年", 383)])
    + series("IMEC", "访问博士", "人", IMEC, [("2013年", 289)])
    + series("IMEC", "参与的欧洲政府项目", "项", IMEC, [("2013年", 128)], "其中FP7 87项")
    + series("长三角", "跨区域联合攻关需求：集成电路", "项", DELTA, [("2021年", 75)], "占全部需求的50%")
    + series("长三角", "首批揭榜攻关任务：集成电路", "项", DELTA, [("2022年", 19)], "共32项，占59%")
    + series("PhotonDelta", "已有投资", "亿欧元", PLAN, [("2022年", 1.71)])
    + series("台积电", "晶圆代工市场份额", "%", f"TrendForce；{PLAN}", [("2021年第三季度", 52.1)], "按销售额")
    + series("三星", "晶圆代工市场份额", "%", f"TrendForce；{PLAN}", [("2021年第三季度", 18.3)], "按销售额")
)


def write(sheet, head, widths, rows):
    rule = Side(style="thin", color="FF999999")
    sheet.append(head)
    for row in rows:
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(name="宋体", bold=True)
        cell.fill = PatternFill("solid", fgColor="FFEFEFEF")
        cell.border = Border(bottom=rule)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.font = Font(name="宋体")
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, date):
                cell.number_format = "yyyy-mm-dd"
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions


if __name__ == "__main__":
    book = Workbook()
    book.properties.title = "项目备案与进展台账、产业统计"
    book.properties.creator = book.properties.lastModifiedBy = "芯桥编辑部（示例）"
    write(book.active, PROJECT_HEAD, PROJECT_WIDTH, PROJECTS)
    book.active.title = "项目台账"
    write(book.create_sheet("产业统计"), STAT_HEAD, STAT_WIDTH, STATS)
    target = Path(__file__).resolve().parent.parent / "filings.xlsx"
    book.save(target)
    fix(target)
