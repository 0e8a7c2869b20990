"""云州市的单位和人: 113 departments in four groups, eight counties, one development zone, 624 leaders; all invented."""

from __future__ import annotations

from baton.cli.demo.chance import choose, draw

GROUPS = {
    "党群机关": """市委办公室 市人大常委会办公室 市政协办公室 市纪委监委机关 市委组织部 市委宣传部 市委统战部 市委政法委
        市委政研室 市委编办 市委网信办 市委巡察办 市委老干部局 市直机关工委 市委党校 市委党史研究室 市档案馆 市总工会
        团市委 市妇联 市科协 市文联 市残联 市工商联 市侨联 市红十字会 市社科联 市法学会""",
    "政府部门": """市政府办公室 市发展和改革委员会 市教育局 市科学技术局 市工业和信息化局 市民族宗教事务局 市公安局 市民政局
        市司法局 市财政局 市人力资源和社会保障局 市自然资源和规划局 市生态环境局 市住房和城乡建设局 市交通运输局 市水利局
        市农业农村局 市商务局 市文化和旅游局 市卫生健康委员会 市退役军人事务局 市应急管理局 市审计局 市国资委
        市市场监督管理局 市体育局 市统计局 市医疗保障局 市信访局 市地方金融管理局 市城市管理局 市林业局 市行政审批局
        市数据局 市乡村振兴局 市人民防空办公室 市机关事务管理局""",
    "事业单位": """市供销社 市投资促进中心 市住房公积金中心 市公共资源交易中心 市政务服务中心 市广播电视台 市日报社 市图书馆
        市博物馆 市疾病预防控制中心 市中心医院 市中医院 市妇幼保健院 市第一中学 市职业技术学院 市农业科学院
        市林业科学研究所 市水文中心 市公路事业发展中心 市港航事业发展中心 市城建档案馆 市园林绿化中心 市环境卫生中心
        市排水管理中心 市社会福利院 市劳动人事争议仲裁院""",
    "驻市单位": """市税务局 国家统计局云州调查队 市气象局 市烟草专卖局 市邮政管理局 市消防救援支队 云州海关
        人民银行云州市分行 云州金融监管分局 云州供电公司 市通信发展办公室 电信云州分公司 移动云州分公司 联通云州分公司
        铁塔云州分公司 云州海事处 云州车务段 云州无线电管理处 云州地震监测中心站 邮政云州分公司 云州石油分公司
        云州储备粮直属库""",
}
COUNTIES = ("云州区", "临江县", "东岭县", "西屏县", "南浦县", "北川县", "青溪县", "石门县")
ZONE, ZONE_IN = "云州经济开发区", COUNTIES[0]
CITY_GROUPS = tuple(GROUPS)
MERGED, MERGED_INTO, MERGED_ON = "市乡村振兴局", "市农业农村局", "2026-06-30"
TWINS = {"市社科联": "市侨联"}  # the same tasks and the same figures: a true tie
LEADERS = 624

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
_FIRST = "建志国文海明永春秀丽玉晓立德俊景思雨子嘉家宏振学启正广安瑞泽"
_SECOND = ["", *"华平军强伟民生林峰涛斌勇辉刚成宁洁敏静芳娟燕霞玲红梅兰英波亮"]


def departments() -> list[tuple[str, str]]:
    """(name, group) of all 113, in official order."""
    return [(name, group) for group, names in GROUPS.items() for name in names.split()]


def leaders() -> list[tuple[str, str, str]]:
    """(id, name, units as a roster writes them) of the 624."""
    units = [name for name, _ in departments()]
    found: list[tuple[str, str, str]] = []
    known: set[str] = set()
    for at in range(LEADERS):
        unit = units[at % len(units)]
        found.append((f"L{at + 1:03}", _person(at, known), _posts(at, unit, units)))
    return found


def _person(at: int, known: set[str]) -> str:
    for attempt in range(100):
        key = f"姓名{at}-{attempt}"
        name = choose(key, _SURNAMES) + choose(key + "名", _FIRST) + choose(key + "末", _SECOND)
        if name not in known:
            known.add(name)
            return name
    raise AssertionError("姓名用完了")


def _posts(at: int, unit: str, units: list[str]) -> str:
    """Most hold one post; some hold a second one at 40 per cent."""
    unit = MERGED_INTO if unit == MERGED else unit
    if draw(f"兼职{at}", 25):
        return unit
    other = choose(f"兼职单位{at}", [u for u in units if u not in (unit, MERGED)])
    return f"{unit}:60%、{other}:40%"
