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


def is_person(word: str) -> bool:
    """Tell whether two to four ideographs look like a person's name.

    >>> is_person("欧阳某甲"), is_person("张某"), is_person("技术")
    (True, True, False)
    """
    size = len(word)
    if word[:2] in COMPOUND_SURNAMES:
        return 3 <= size <= 4
    return 2 <= size <= 3 and word[0] in SINGLE and word[-1] >= "\u3400" and word[1] >= "\u3400"
