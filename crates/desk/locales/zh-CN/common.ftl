# 页面框架、导航、错误、通用词

desk-name = 芯桥
skip-to-content = 跳到正文
search-label = 全文检索
search-placeholder = 检索：12吋、“碳化硅衬底”、region:杭州
search-button = 检索
nav-label = 主导航
nav-home = 首页
nav-queue = 待确认
nav-documents = 文献
nav-pipeline = 项目
nav-organizations = 单位
nav-financing = 融资
nav-policies = 政策
nav-targets = 目标
nav-figures = 技术指标
nav-records = 全部记录
nav-ledger = 台账
nav-api = 接口
nav-patterns = 样式
nav-help = 使用说明
demo-note = 这是演示台：内容由程序现场读取随附文献而成，关闭后即清除；标有“示例”的内容为虚构。
colophon = 芯桥：每个数字都能回到出处，每次改动都记在台账里。
colophon-clock = 时间均为北京时间（UTC+8）。

error-not-found = 没有找到
error-bad-request = 请求有误
error-conflict = 记录已被他人改动
error-fault = 程序出错了
error-too-large = 文件太大
error-what-now = 已有内容没有受到影响。可以返回上一页修改后再试。
