# 首页、列表、项目、目标、指标、统计、检索、台账、说明、接口

# 筛选
facet-kind = 类型
facet-status = 状态
facet-stage = 阶段
facet-financing = 融资类别
facet-round = 轮次
facet-outcome = 结果
facet-region = 地区
facet-year = 年份
facet-document = 文献
facet-segment = 环节
facet-source = 来源
facet-column = 栏目
status-all = 全部状态
outcome-overdue = 已过期
filter-text = 名称、单位、地点
filter-apply = 筛选
choose = 请选择
undated = 日期不详

# 一句话说明
count-record = 记录 { $n } 条
count-document = 文献 { $n } 篇
count-article = 文章 { $n } 篇
count-organization = 单位 { $n } 家
count-project = 项目 { $n } 个
count-financing = 融资 { $n } 笔
count-policy = 政策 { $n } 件
count-award = 奖项 { $n } 项
count-event = 活动 { $n } 场
count-figure = 技术指标 { $n } 条
count-statistic = 统计表 { $n } 张
count-target = 目标 { $n } 项
said-of-place = { $x }的{ $y }
said-choice = { $x }：{ $y }
said-text = 含“{ $x }”
said-separator = ，
said-default-status = 待确认和已确认
said-every-status = 不论状态
said-sorted = { $x }，{ $y }
sentence-separator = ；
sentence-end = 。
order-title-up = 按名称排列
order-title-down = 按名称倒序排列
order-date-up = 按日期由早到晚
order-date-down = 按日期由近到远
order-amount-up = 按金额由小到大
order-amount-down = 按金额由大到小
order-region-up = 按地区代码排列
order-region-down = 按地区代码倒序排列
order-stage-up = 按阶段由前到后
order-stage-down = 按阶段由后到前
order-taken-up = 按入账先后
order-taken-down = 按入账时间由近到远

# 列名
column-title = 名称
column-kind = 类型
column-status = 状态
column-source = 出处
column-region = 地区
column-date = 日期
column-amount = 金额
column-taken = 入账时间
column-issued = 发布日期
column-file = 文件
column-size = 大小
column-column = 栏目
column-published = 发表日期
column-document = 文献
column-founded = 成立日期
column-listing = 上市
column-capital = 注册资本
column-code = 统一社会信用代码
column-builder = 单位
column-investment = 投资额
column-stage = 阶段
column-stage-date = 到达日期
column-financing = 类别
column-round = 轮次
column-investors = 投资方
column-issuers = 发文单位
column-number = 文号
column-effective = 施行日期
column-winners = 获奖单位
column-grantors = 颁奖单位
column-place = 地点
column-organizers = 主办单位
column-attendance = 人数
column-measure = 内容
column-technology = 技术
column-value = 数值
column-unit = 单位
column-organization = 所属单位
column-rows = 行数
column-who = 承诺单位
column-due = 期限
column-outcome = 结果
column-attained = 实际值
column-told-by = 结果出处
column-action = 操作
column-articles = 文章
column-facts = 事实
column-waiting = 待确认
column-projects = 项目数
column-without = 未载金额
column-entity = 对象
column-period = 时期
column-change = 同比变化（%）
column-sequence = 序号
column-when = 时间
column-actor = 经手
column-revision = 版次
column-reason = 缘由
column-hash = 哈希值

# 列表
list-all = 全部
list-empty = 没有符合条件的记录
list-none-yet = 还没有这样的记录
list-clear = 清除全部筛选条件
list-begin = 记录从文献中读取，请先添加：

# 首页
home-title = 概览
home-empty-lede = 还没有任何内容。
home-empty = 从第一篇文献开始
home-empty-how = 把简报、文件或公告交给芯桥。程序会从中读出项目、融资、政策、目标和技术指标，逐条给出原文出处，请您确认。
home-upload = 上传并读取
home-empty-demo = 想先看看效果，可在命令行运行演示台：
home-waiting = 等待确认
home-pipeline = 各阶段项目
home-board = 查看项目看板
home-latest = 最新进展
home-targets = 即将到期的目标
home-overdue = 有 { $n } 个目标已过期，尚无结果
home-no-targets = 没有未到期的目标。
home-documents = 最近收录的文献
home-all-documents = 全部文献
chart-places = 各地投资额
chart-places-note = 只计人民币金额，按文中数字相加
chart-places-unit = 亿元
chart-places-elsewise = { $n } 个项目未载人民币金额
chart-places-nowhere = { $n } 个项目有金额而未载地点
chart-places-cut = 另有 { $n } 项未画出
sum-total = 合计 { $x }
sum-without = { $n } 个未载金额
sum-note = 金额按文中数字相加，“约”“超”等限定不带入合计，不同币种不相加。

# 项目
pipeline-title = 项目看板
pipeline-views = 显示方式
pipeline-board = 看板
pipeline-table = 表格
pipeline-more = 其余 { $n } 个

# 目标
targets-title = 目标与兑现
moved-to = 延至{ $x }
outcome-tell = 登记结果
outcome-suggested = 登记结果（文中可能已有 { $n } 处）
outcome-suggestions = 文献中可能已说明结果
outcome-adopt = 用这句话填写
outcome-title = 登记目标结果
outcome-value-hint = 只写数字，例如 60；没有数字可不填
outcome-moved-label = 新的期限
outcome-moved-hint = 只在延期时填写：2027、2027-06 或 2027-06-30
outcome-quote-label = 文献原文
outcome-quote-hint = 照抄说明结果的那句话，程序会在文献中核对
outcome-reason = 补充说明
outcome-save = 保存并确认
outcome-cancel = 取消
outcome-wrong-kind = 请选择结果：已兑现、未兑现或已延期
outcome-wrong-value = 实际值需要是一个数，例如 60 或 92.5
outcome-wrong-date = 延期的目标需要新的期限，写作 2027、2027-06 或 2027-06-30
outcome-needless-date = 只有延期的目标才有新的期限
outcome-wrong-document = 请选择说明结果的文献
outcome-wrong-quote = 请照抄文献中说明结果的原文

# 技术指标与统计
figures-sentence = { $x }，共 { $y } 组
figures-heading = { $x }：{ $y }
figures-hidden = 有 { $n } 个数值未画出，见上表
figures-nobody = 未载单位
statistic-rows = 共 { $n } 行
statistic-record = 记录与历史

# 检索
search-lede = 在全部文章和记录中查找。
search-found = 找到 { $n } 条
search-found-for = “{ $x }”：找到 { $y } 条
search-sort = 排序
search-sort-relevance = 按相关程度
search-sort-newest = 由近到远
search-sort-oldest = 由远到近
search-wrong = 检索式有误：
query-at = 第 { $x } 个字符处：
query-unknown-field = 没有“{ $x }”这个字段。
query-known-fields = 可用字段：{ $x }。要查找这几个字本身，请加引号。
query-no-value = 字段“{ $x }”没有值，请写成“{ $x }：值”。
query-bad-value = 字段“{ $x }”不能是“{ $y }”。
query-values = 可用的值：{ $x }。
query-region = 请写行政区划代码（如 330100）或地名（如“杭州”）。
query-year = 请写年份（如 2025）或范围（如 2023..2025）。
query-date = 请写 2025、2025-06、2025-06-20 或范围（如 2025-01..2025-06）。
query-language = 请写 zh 或 en。
query-id = 请写文档的编号（以 document_ 开头）。
query-too-long = 检索式有 { $x } 个字符，最多 { $y } 个。
query-too-many = 条件太多，最多 { $x } 个。
search-relaxed = 没有同时包含所有词的内容，以下为包含其中部分词的结果。
search-nothing = 没有找到
search-nothing-how = 可以换一个词、去掉引号，或清除筛选条件。
search-help = 检索写法
search-help-words = 空格分开的词须同时出现
search-help-phrase = 引号内的文字须原样出现
search-help-exclude = 减号排除
search-help-or = 两者之一即可
search-help-field = 按字段限定；字段名也可用中文，如“地区：杭州”

# 台账
ledger-sentence = 事件 { $n } 条，由新到旧
ledger-events = 事件总数
ledger-head = 链尾哈希
ledger-events-heading = 事件
ledger-checkpoints = 已签署的检查点
ledger-checkpoints-lede = 检查点写明共有多少事件及其哈希，采用透明日志的公开格式。请在别处留存一份：台账若被改写，就不再与它衔接。
ledger-checkpoints-none = 尚未签署；有新事件时每分钟签署一次。
ledger-checkpoint-now = 最新检查点
ledger-signed-by = 签署方
ledger-key = 校验公钥
ledger-verify = 全面核对
ledger-verify-note = 重新计算每个事件、每条记录和每个文件的哈希值，与台账逐一比对。不改动任何内容。
ledger-good = 核对无误
ledger-good-events = 事件 { $n } 条，
ledger-good-records = 记录 { $n } 条，
ledger-good-blobs = 文件与文本 { $n } 份。
ledger-bad = 台账有误
ledger-bad-event = 首个有误的事件：第 { $x } 号。
ledger-bad-how = 请停用程序并保留数据文件夹，再用最近的备份恢复。
ledger-record = 记录编号
ledger-empty = 没有符合条件的事件

# 使用说明
help-lede = 一页讲清怎样读文献、确认事实和查找内容。
help-read-title = 读文献
help-read-text = 在“文献”页把文件拖进来，可以一次多份。程序读出正文、文章和表格，再从中读出项目、融资、政策、目标、技术指标等事实。
    同一份文件再传一次不会重复入账。
help-confirm-title = 确认事实
help-confirm-text = 读出的事实先列为“待确认”。在“待确认”页逐条对照原文：属实的确认，有误的改正，不实的否定，重复的合并。
    每一步都可以撤销，历史一直保留。
help-record-title = 看记录
help-record-text = 记录页上每个值后面的小数字通向原文出处。历史页列出每一次改动、经手人和缘由。
    列表上方的一句话说明当前显示的是什么；筛选条件都在网址里，可以收藏和转发。
help-search-title = 检索
help-search-text = 空格分开的词须同时出现；引号内的文字须原样出现；减号排除；OR 表示两者之一。
    可以按字段限定，例如 region:杭州、kind:project、status:confirmed、year:2025、source:简报。
help-data-title = 取出数据
help-data-text = 每一页的网址加上 .json 或 .csv 即是数据；列表还可以存为 XLSX。导出的是筛选出的全部内容，不只是当前这一页。
    其他程序可以使用接口，见“接口”页。
help-ledger-title = 台账
help-ledger-text = 每次改动都是台账里的一个事件，前后以哈希值相连，不能悄悄改动。“台账”页可以随时全面核对。
help-private-title = 什么会离开这台机器
help-private-text = 什么都不会。程序不连接任何外部地址，文献、记录和检索都只在本机处理；网页也不加载外部内容。

# 接口
api-title = 接口
api-lede = 供其他程序读取和写入的 JSON 接口。
api-twins = 网页上看到的内容，网址加上 .json 或 .csv 即可取得；下列接口用于读写单条记录、接收改动和上传文献。
api-errors = 出错时的回答都是同一种形式：
api-keys = POST 请求可带 Idempotency-Key，同一个键重复发送不会重复执行。决定的键永久有效，上传的键在程序运行期间有效。
api-document = OpenAPI 3.1 文档：
api-address = 地址
api-does = 作用
api-parameters = 参数
