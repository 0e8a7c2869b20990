"""云州市考什么: the indicators of departments and counties, each with its unit, points, rule, lead unit and usual size."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Indicator:
    """code, name, unit of measure, points, rule (a key of `rules.RULES`), lead unit, usual target from low to high."""

    code: str
    name: str
    unit: str
    points: str
    rule: str
    lead: str
    low: str
    high: str

    @property
    def is_rate(self) -> bool:
        """A rate stands around its level all year; an amount grows month by month."""
        return self.rule not in ("completion", "finished", "over", "tiers", "cases")

    @property
    def is_share(self) -> bool:
        """A share of a whole can't be below nothing or above all of it; growth can."""
        return self.unit == "%" and not self.name.endswith("增速")


_OWN = """
市委督查室|重点任务办结数|项|completion|18|60;重点任务按时办结率|%|below|92|98
市政府办公室|会议议定事项落实率|%|below|93|99
市委督查室|督查通报问题|个|cases|0|3
市委政研室|调研成果转化|篇|completion|4|16
市财政局|预算绩效目标完成率|%|below|90|97;争取上级资金|万元|over|800|9000
市机关事务管理局|三公经费支出|万元|control|20|160
市财政局|存量资金盘活|万元|completion|100|2600
市公共资源交易中心|政府采购节约率|%|below|5|11
市发展和改革委员会|牵头项目开工数|个|finished|2|9;牵头项目投资|亿元|completion|1|18;项目储备入库|个|tiers|4|22;节能审查办结率|%|below|94|99
市委政研室|重大改革任务完成数|项|finished|2|6
市行政审批局|政务服务事项网办率|%|below|90|98
市政务服务中心|窗口办件量|件|completion|400|9000;平均办理时限|天|control|2|9;群众差评|件|cases|0|4
市行政审批局|一件事一次办事项|项|finished|3|12
市委宣传部|新闻稿件采用|条|tiers|30|140
市委网信办|网络舆情处置率|%|below|95|100
市委宣传部|文明创建活动|场|completion|8|36
市委党校|理论学习场次|场|finished|10|12
市城市管理局|公益广告发布|条|completion|12|60
市委组织部|党员教育培训|人次|completion|60|900
市直机关工委|发展党员计划完成|人|finished|1|12;基层党组织达标率|%|below|92|99
市委组织部|人才引进|人|over|2|24
市农业农村局|驻村帮扶走访|户次|completion|40|300
市总工会|职工技能培训|人次|completion|40|1200
市委编办|编外用工数|人|control|5|60
市委党校|干部网络学习达标率|%|below|93|100
市人力资源和社会保障局|岗位聘用办结率|%|below|95|100;就业帮扶岗位|个|over|10|160
市应急管理局|安全隐患整改率|%|below|95|100;安全检查家次|家次|completion|20|420
市人民防空办公室|应急演练场次|场|finished|2|8
市应急管理局|责任事故|起|cases|0|2
市消防救援支队|消防达标场所|处|completion|3|60
市信访局|信访事项及时受理率|%|below|96|100;信访积案化解|件|completion|2|24;重复信访|件|cases|0|6;初信初访办结率|%|below|94|100;领导接访场次|场|finished|6|12
市数据局|数据归集目录|项|completion|6|90;数据共享接口调用|万次|over|2|60;系统上云率|%|below|85|98
市统计局|数据质量问题|个|cases|0|5
市机关事务管理局|政务系统能耗|千瓦时|control|900|9000;单位公共机构能耗|千克|control|4|16
市城市管理局|垃圾分类达标率|%|below|88|98
市生态环境局|环保督察问题整改|个|finished|1|6
市公共资源交易中心|绿色采购占比|%|below|60|90
市水利局|节水器具改造|套|completion|20|400
市司法局|规范性文件合法性审查率|%|below|96|100;行政复议纠错|件|cases|0|3;普法活动场次|场|completion|6|40
市委政法委|执法案卷合格率|%|below|92|99
市司法局|法律顾问参与数|次|tiers|6|40
"""
_COUNTY = """
Z01|地区生产总值增速|%|8|efficacy|市统计局|4.5|8.5
Z02|规上工业增加值增速|%|6|above|市工业和信息化局|4|11
Z03|固定资产投资增速|%|6|below|市发展和改革委员会|3|12
Z04|社会消费品零售总额增速|%|5|rank|市商务局|3|9
Z05|城乡居民收入增速|%|5|mean|国家统计局云州调查队|4|8
Z06|一般公共预算收入|亿元|6|completion|市财政局|6|60
Z07|税收占比|%|4|efficacy|市税务局|55|78
Z08|债务化解|亿元|4|completion|市财政局|1|14
Z09|招商到位资金|亿元|6|over|市投资促进中心|12|90
Z10|省市重点项目开工|个|4|finished|市发展和改革委员会|6|22
Z11|单位生产总值能耗|千克|4|control|市发展和改革委员会|42|80
Z12|研发投入强度|%|4|best|市科学技术局|0.9|3.2
Z13|优良天数比例|%|5|below|市生态环境局|82|94
Z14|地表水达标率|%|4|efficacy|市水利局|84|99
Z15|环境信访件|件|2|cases|市生态环境局|0|5
Z16|粮食播种面积|万亩|4|completion|市农业农村局|8|70
Z17|高标准农田|万亩|3|finished|市自然资源和规划局|1|9
Z18|城镇新增就业|人|4|completion|市人力资源和社会保障局|900|9000
Z19|义务教育巩固率|%|3|below|市教育局|95|99
Z20|亿元生产总值事故死亡率|%|4|control|市应急管理局|1|4
Z21|一般及以上事故|起|3|cases|市公安局|0|4
Z22|信访及时受理率|%|3|below|市信访局|95|99
Z23|季度重点工作评分|分|3|quarters|市委督查室|80|97
"""


def own_indicators() -> list[Indicator]:
    """What single departments answer for: sixty indicators, about twenty of them in each letter of responsibility."""
    found = []
    for line in _OWN.strip().splitlines():
        lead, rest = line.split("|", 1)
        for text in rest.split(";"):
            name, unit, rule, low, high = text.split("|")
            code = f"G{len(found) + 1:02}"
            found.append(Indicator(code, name, unit, "按单位", rule, lead, low, high))
    return found


def county_indicators() -> list[Indicator]:
    """The paper of high-quality development: 23 indicators, 100 points."""
    found = []
    for line in _COUNTY.strip().splitlines():
        code, name, unit, points, rule, lead, low, high = line.split("|")
        found.append(Indicator(code, name, unit, points, rule, lead, low, high))
    return found
