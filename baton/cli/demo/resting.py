"""云州市的指标从哪来: on which document of the invented city each indicator rests, and where its figures come from."""

from __future__ import annotations

WORK_POINTS = "市委全会重点任务分解表（云发〔2024〕12号）"
REPORT = "市政府工作报告任务分解表（云政办发〔2024〕5号）"

# What a lead unit's indicators rest on, where it has a document of its own, and what it counts by.
_LEADS = """
市委组织部|云组发〔2023〕11号|党建信息平台
市委督查室|云办发〔2022〕15号|督查督办台账
市财政局|云财发〔2024〕23号|预算管理一体化系统
市发展和改革委员会|云发改〔2023〕41号|投资项目在线审批监管平台
市统计局|云统字〔2024〕9号|统计月报、年报
市生态环境局|云环发〔2021〕17号|生态环境监测数据
市应急管理局|云安委〔2024〕6号|安全生产监管台账
市人力资源和社会保障局|云人社发〔2023〕28号|就业信息系统
市委政研室||改革和调研台账
市委宣传部||宣传工作台账
市委网信办||舆情处置台账
市委党校||培训登记
市委政法委||执法案卷评查结果
市委编办||机构编制实名制系统
市直机关工委||党务统计
市总工会||培训登记
市政府办公室||会议议定事项台账、政务公开检查
市行政审批局|云政办发〔2024〕18号|政务服务平台
市政务服务中心|云政办发〔2024〕18号|政务服务平台
市机关事务管理局|云机管〔2024〕7号|公共机构能耗统计
市公共资源交易中心||公共资源交易平台
市城市管理局||城市管理平台
市农业农村局||驻村帮扶台账
市人民防空办公室||演练方案和记录
市消防救援支队||消防检查台账
市信访局|云信联〔2024〕2号|信访信息系统
市数据局|云数发〔2024〕3号|公共数据平台
市水利局||节水改造验收单
市司法局||法治建设台账
"""
# Of the counties' indicators the figures are those that the city publishes.
_COUNTIES = """
Z01|季度核算结果
Z02|规上工业统计
Z03|固定资产投资统计
Z04|社会消费品零售统计
Z05|住户收支调查
Z06|财政总决算快报
Z07|税收会统报表
Z08|政府债务监测平台
Z09|招商引资到位资金认定表
Z10|投资项目在线审批监管平台
Z11|能源统计
Z12|研发投入统计公报
Z13|环境空气质量监测数据
Z14|地表水考核断面监测数据
Z15|信访信息系统
Z16|粮食播种面积统计
Z17|高标准农田上图入库数据
Z18|就业信息系统
Z19|教育事业统计
Z20|生产安全事故统计
Z21|道路交通事故统计
Z22|信访信息系统
Z23|督查督办台账
"""
_OWN = {lead: (basis, source) for lead, basis, source in (line.split("|") for line in _LEADS.split())}  # fmt: skip
_PUBLISHED = dict(line.split("|") for line in _COUNTIES.split())
_PARTY = ("市委", "市直机关工委", "市总工会")


def basis_of(lead: str) -> str:
    """The lead unit's own document, else the plan of the party committee or the government."""
    own = _OWN.get(lead, ("", ""))[0]
    return own or (WORK_POINTS if lead.startswith(_PARTY) else REPORT)


def source_of(code: str, lead: str) -> str:
    """Where an indicator's figures come from."""
    return _PUBLISHED.get(code) or _OWN[lead][1]
