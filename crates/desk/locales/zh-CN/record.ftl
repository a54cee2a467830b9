# 记录：种类、状态、阶段、角色、币种、限定词、日期

kind-document = 文献
kind-article = 文章
kind-organization = 单位
kind-project = 项目
kind-financing = 融资
kind-policy = 政策
kind-award = 荣誉
kind-event = 活动
kind-figure = 技术指标
kind-statistic = 统计
kind-target = 目标

status-proposed = 待确认
status-confirmed = 已确认
status-rejected = 已驳回
status-retired = 已停用

stage-signed = 签约
stage-filed = 备案
stage-groundbreaking = 开工
stage-topped-out = 封顶
stage-line-through = 通线
stage-in-production = 投产
stage-completed = 竣工
stage-unknown = 阶段未载
step-done = 已到
step-current = 当前
step-ahead = 未到
step-unreported = 未载

financing-round = 股权融资
financing-ipo = 上市
financing-fund = 基金
financing-acquisition = 并购

outcome-kept = 已兑现
outcome-missed = 未兑现
outcome-moved = 已推迟
outcome-open = 未到期

role-subject = 主体
role-lead-investor = 领投方
role-investor = 投资方
role-buyer = 收购方
role-issuer = 发布方
role-organizer = 主办方
role-adviser = 顾问方

visibility-public = 公开
visibility-members = 会员可见
visibility-parties = 指定单位可见
visibility-private = 仅所有者可见

currency-cny = 元
currency-usd = 美元
currency-eur = 欧元
currency-jpy = 日元
currency-krw = 韩元
currency-twd = 新台币
currency-hkd = 港元
currency-gbp = 英镑
currency-inr = 印度卢比
currency-rub = 卢布
currency-sgd = 新加坡元
currency-cad = 加元
currency-aud = 澳元
currency-chf = 瑞士法郎
currency-sek = 瑞典克朗
currency-ils = 以色列谢克尔
currency-myr = 林吉特
currency-vnd = 越南盾

qualifier-exact = { $x }
qualifier-about = 约{ $x }
qualifier-over = 超{ $x }
qualifier-under = 近{ $x }
qualifier-at-least = 不低于{ $x }
qualifier-at-most = 最高{ $x }

per-year = { $x }/年
per-month = { $x }/月
per-week = { $x }/周
per-day = { $x }/日
per-hour = { $x }/小时

period-always = 长期
period-from = 自{ $x }起
period-until = 至{ $x }止
period-between = { $x }至{ $y }

month-1 = 1月
month-2 = 2月
month-3 = 3月
month-4 = 4月
month-5 = 5月
month-6 = 6月
month-7 = 7月
month-8 = 8月
month-9 = 9月
month-10 = 10月
month-11 = 11月
month-12 = 12月

unknown-value = 未载
value-list-separator = 、
name-and-detail = { $x }（{ $y }）

# 组件

source-label = 出处
source-mark = 出处 { $x }
twins-label = 本页数据
pager-label = 分页
pager-previous = 上一页
pager-next = 下一页
pager-range = 第 { $x } 条，共 { $y } 条
facets-label = 筛选
facet-clear = 清除
facet-chosen = 已选
table-scroll-hint = 表格可左右滑动
sorted-ascending = 升序
sorted-descending = 降序
chart-table = 图中数据
chart-total = 合计
steps-label = 进展
demo-mark = 示例
errors-title = 有几处需要改正
field-optional = 选填
keys-title = 键盘操作
keys-next = 下一条
keys-previous = 上一条
keys-confirm = 确认
keys-reject = 驳回
keys-edit = 修改
keys-merge = 合并
keys-undo = 撤销
keys-search = 检索
keys-help = 显示本说明
keys-close = 关闭
drop-here = 把文件拖到这里，或点击选择
drop-hint = 可一次选多个文件：DOCX、PDF、HTML、Markdown、XLSX、CSV、纯文本
drop-sent = 已发送

# 经手
actor-reader = 阅读程序
actor-desk = 工作台
reason-read = 读取 { $x }
moment-and-actor = { $x }，{ $y }

# 按时点查看
moment-known = 截至 { $x } 所知的内容
moment-valid = { $x } 当日有效的内容
moment-both = 截至 { $x } 所知、{ $y } 当日有效的内容
moment-now = 查看现在
moment-nothing = { $x }：没有
moment-wrong = “{ $x }”不能是“{ $y }”，请写成 2026-06-01 这样的日期
moment-field-known = 截至某日所知
moment-field-valid = 某日有效
moment-show = 查看
