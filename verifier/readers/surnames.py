"""Chinese surnames, to tell a person's name from a word; a name is never refused for want of one alone.

The commonest surnames of the household registers, and the compound ones still in use.
"""

from __future__ import annotations

from verifier.readers.vocabulary import COMPOUND_SURNAMES

SINGLE = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付"
    "方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康施文牛樊葛邢安齐庞颜庄聂章鲁岳翟申欧耿关兰焦柳祝左甘包尚宁符"
    "舒阮纪梅童凌毕单裴霍涂成苗谷曲盛翁冉骆蓝路游靳辛管柴蒙鲍华喻祁房蒲滕萧屈饶解牟艾尤时阳阎穆应农司古吉卓车连简缪项季麦褚娄窦戚岑党宫景"
    "卜费冷晏柏席卫米柯宗桂全佟臧闵苟邬边姬邝仇郎楚敖荀明屠丛巫桑冀师隋赖占区湛来利娜皮鞠初植阚原晋谈衡郁乐狄竺谌揭易伍代查商沙匡胥隆亢仲"
    "班逄宿权池乔苑郗宓训卞和支强栾粟匙刁荣禹鄢习冼朴诸邸封练揣鹿逯展荆昝都扈郦於储滑豆缑雍郜国敬哈莘蔺过计才矫门暴寇佘巩厉糜漆鄂佴位惠耶"
    "訾萨虞亓甄蔚瞿贝幸候奚闻邰仝肇郄阴鄯冶綦寿郏慕汝逢仉种俱闪苍依鲜母公井宛仵塔劉張陳楊黃趙吳孫馬鄭謝許韓鄧馮蕭葉蘇呂盧鐘譚陸範賈鄒閻龍"
    "賴顧龔萬錢嚴湯龐顏莊聶歐關蘭單繆項婁竇費衛閔鄔邊鄺魯殷傅洪俞花辜詹宣浦汲步恽菅倪楼栗官卿弓乜元那劳满戈由赫嵇况丘琚晁居温乌薄桓巴伏茅"
    "麻危经裘干贲杭钮芮羿邴隗伊戎祖束韶蓟印怀从索籍贡扶堵宰郤璩濮燕庾暨阙殳夔蒯丰巢须勾厍柒矣苌尧银字海撒玄茹宦鱼容慎溫韋禤"
)


_WORDS = """
关于 高炉 高校 高速 高等 高中 高效 高温 高压 高铁 高层 成人 成果 成本 时代 时间 时空 文化 文学 文献 文本 方法 方案 方式 方言 方程 程序 程度 管理 管道
和谐 全球 全国 全面 金属 金融 石油 石墨 石灰 安全 安徽 安装 江苏 江西 江南 康复 温度 温室 温州 云南 云计算 古代 古典 路径 路面 路由 车辆 车间 车载 司法
农业 农村 农民 林业 林地 花岗岩 柴油 柴油机 鱼类 黄河 黄金 黄土 白酒 白云 冷轧 冷却 冷链 向量 计算机 计算 计量 计划 应用 应力 应急 应对 曲线 曲面 支架
支护 支持 连铸 连续 强度 强化 利用 利率 解析 解决 查询 明代 明清 余热 余弦 马克思 水利 平衡 平面 平台 平原 从业 从传统 包装 包容 党建 党校 党员 广东
广西 广州 国家 国内 国际 国有 公司 公路 公共 公安 公平 尚未 史学 经济 经营 经验 经典 丁醇 常见 常用 常规 房屋 房地产 边坡 边界 单片机 单位 单元 毛细管 项目
季节 胡同 双碳 双向 海洋 海上 海外 冰川 卫生 卫星 干旱 干燥 干预 宫颈 英国 英语 英文 种植 种子 种群 台湾 台风 都市 能源 能量 岩石 岩土 印度 印刷 信息 信号
元代 元素 巫术 充电 牛顿 牛奶 鲜花 鲜食 鹿茸 战略 战争 祖国 开放 开发 空间 空气 盛宴 贝叶斯 易损 伊朗 梁柱 钟表 钱币 何以 何为 何处 武汉 宋代 汉代 唐代
关系 关键 关联 关联规则 关注
"""
_NOT_NAMES = frozenset(_WORDS.split())
"""Common words of titles that begin with a surname."""


def is_person(word: str) -> bool:
    """Tell whether two to four ideographs look like a person's name.

    >>> is_person("欧阳某甲"), is_person("张某"), is_person("技术")
    (True, True, False)
    """
    size = len(word)
    if word in _NOT_NAMES:
        return False
    if word[:2] in COMPOUND_SURNAMES:
        return 3 <= size <= 4
    return 2 <= size <= 3 and word[0] in SINGLE and word[-1] >= "\u3400" and word[1] >= "\u3400"
