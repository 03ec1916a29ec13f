"""Word lists of the readers: places of publication, given names, words of organisations, abbreviations before a stop."""

from __future__ import annotations

_CHINESE_PLACES = """
北京 上海 天津 重庆 广州 深圳 南京 武汉 成都 西安 杭州 沈阳 大连 长春 哈尔滨 济南 青岛 郑州 长沙 合肥 福州 厦门 南昌 太原 石家庄 呼和浩特
南宁 海口 昆明 贵阳 兰州 西宁 银川 乌鲁木齐 拉萨 苏州 无锡 宁波 芒市 桂林 开封 保定 台北 臺北 香港 澳门 東京 东京 京都 徐州 鞍山 抚顺
锦州 洛阳 秦皇岛 镇江 扬州 湘潭 杨凌 绵阳 包头 烟台 威海 温州 珠海 汕头 佛山 东莞 常州 南通 大庆 吉林 唐山 邯郸 马鞍山 芜湖 株洲 宜昌
柳州 咸阳 荆州 阜新 葫芦岛 淄博 焦作 南充 雅安 大同 晋中 延吉 新乡 泰安 本溪 丹东 营口 辽阳 铁岭 朝阳 盘锦 赣州 九江 衡阳 岳阳 襄阳
"""
_LATIN_PLACES = """
London, Oxford, Cambridge, Paris, Berlin, Amsterdam, Chicago, Boston, Washington, Tokyo, Beijing, Shanghai, Princeton, Heidelberg, Zürich,
Philadelphia, Dordrecht, Basel, Vienna, Geneva, Sydney, Melbourne, Toronto, Singapore, Hoboken, Abingdon, Berkeley, Ithaca, Stanford, Dublin,
Edinburgh, Madrid, Rome, Milan, Munich, Moscow, Seoul, Delhi, New York, Hong Kong, New Haven, San Francisco, Los Angeles, Thousand Oaks,
Englewood Cliffs, Upper Saddle River, New Delhi, San Diego, Houston, Boca Raton, Frankfurt, Frankfurt am Main, Frankfurt a. M., Cham, Wiesbaden,
Leiden, Stuttgart, Hamburg, Leipzig, Lyon, Brussels, Bruxelles, Copenhagen, Stockholm, Uppsala, Oslo, Helsinki, Warsaw, Prague, Budapest, Athens,
Istanbul, Kyoto, Osaka, Nagoya, Taipei, Bangkok, Mumbai, Bangalore, Kolkata, Canberra, Brisbane, Perth, Adelaide, Auckland, Wellington, Montreal,
Montréal, Vancouver, Ottawa, Quebec, Québec, Mexico City, México, Buenos Aires, São Paulo, Barcelona, Lisbon, Lisboa, Milano, Roma, Torino, Bologna,
Firenze, Padova, Köln, Cologne, Bonn, Göttingen, Tübingen, Mainz, Weinheim, Jena, Dresden, Darmstadt, München, Wien, Genève, Lausanne, Bern, Graz,
Delft, Rotterdam, Utrecht, The Hague, Nijmegen, Groningen, Leuven, Gent, Glasgow, Manchester, Bristol, Leeds, Birmingham, Cardiff, Harmondsworth,
Aldershot, Farnham, Cheltenham, Northampton, Baltimore, Pittsburgh, Cleveland, Detroit, Minneapolis, Milwaukee, St. Louis, Dallas, Austin, Denver,
Seattle, Portland, Honolulu, Miami, Atlanta, New Brunswick, Bloomington, Urbana, Ann Arbor, Durham, Chapel Hill, Notre Dame, Tucson, Santa Barbara,
Palo Alto, Menlo Park, Mahwah, Hillsdale, Belmont, Lanham, Westport, Malden, Armonk, Piscataway, Warrendale, Reston, Gaithersburg, Bethesda,
Arlington, Halifax, Москва, М, Санкт-Петербург, СПб, Ленинград, Л, Киев, Минск, Новосибирск, Екатеринбург, Казань, Харьков
"""
PLACES = frozenset(_CHINESE_PLACES.split()) | frozenset(place.strip() for place in _LATIN_PLACES.split(",")) | {
    "Washington, D.C.",
    "Washington, DC",
    "Washington D.C",
    "Washington DC",
    "New York, NY",
    "Cambridge, MA",
    "Cambridge, Mass.",
    "Cambridge, Eng.",
}
"""Places where books are published, as they are printed before a colon."""

_GIVEN = """
James John Robert Michael William David Richard Joseph Thomas Charles Christopher Daniel Matthew Anthony Mark Donald Steven Paul Andrew Joshua
Kenneth Kevin Brian George Edward Ronald Timothy Jason Jeffrey Ryan Jacob Gary Nicholas Eric Jonathan Stephen Larry Justin Scott Brandon
Benjamin Samuel Gregory Frank Alexander Raymond Patrick Jack Dennis Jerry Louis Peter Henry Walter Albert Arthur Mary Patricia Jennifer Linda
Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy Betty Margaret Sandra Ashley Emily Donna Michelle Carol Amanda Dorothy Melissa Deborah
Stephanie Rebecca Sharon Laura Cynthia Kathleen Amy Angela Anna Ruth Helen Maria Julia Alice Martin Philip Carl Hans Andreas Stefan Wolfgang
Jürgen Klaus Peter Heinrich Friedrich Wilhelm Karl Franz Josef Johannes Johann Ludwig Gerhard Günter Günther Helmut Manfred Matthias Tobias Sebastian
Florian Markus Bernd Dieter Uwe Ulrich Ralf Rainer Katharina Ursula Sabine Monika Petra Claudia Birgit Heike Anke Otto Emil Ernst Georg Max Felix
Jean Pierre Jacques François Michel Claude Marie André René Philippe Alain Bernard Gérard Henri Louis Luc Olivier Nicolas Antoine Laurent Thierry
Hélène Isabelle Catherine Sylvie Nathalie Camille Sophie Chantal Giovanni Giuseppe Antonio Marco Luca Paolo Francesco Andrea Alessandro Roberto
Stefano Lorenzo Pietro Carlo Mario Giulia Francesca Chiara Elena José Juan Carlos Manuel Francisco Javier Miguel Luis Pedro Jorge Fernando Rafael
Alejandro Diego Pablo Ana Carmen Isabel Pilar João Paulo Erik Lars Anders Per Nils Olof Sven Björn Johan Magnus Henrik Søren Jens Niels Mette Ingrid
Kristina Karin Astrid Jan Pieter Willem Cornelis Hendrik Dirk Marek Piotr Andrzej Krzysztof Tomasz Jerzy Agnieszka Katarzyna Ivan Vladimir Sergei
Sergey Alexei Alexey Dmitri Dmitry Nikolai Mikhail Andrei Yuri Boris Igor Oleg Olga Natalia Tatiana Svetlana Victor Viktor Pavel Petr Jiří Milan
Hiroshi Kenji Takashi Akira Yuki Kazuo Satoshi Masahiro Ahmed Mohamed Mohammed Ali Hassan Fatima Omar Ibrahim Rajesh Amit Sanjay Priya Anil Simon Adam
Alan Alex Arnold Bruce Bryan Craig Dale Derek Diane Douglas Duncan Edwin Elaine Ellen Emma Eva Evan Fiona Fred Gavin Geoffrey Gerald Gordon Graham
Harold Harry Howard Hugh Ian Irene Jane Janet Jeremy Jill Joan Joanna Joyce Judith Julian Karl Kate Keith Leonard Leslie Lewis Liam Lucy Marcus Martha
Maurice Megan Miriam Neil Nigel Norman Oliver Oscar Owen Pamela Paula Pauline Ralph Rachel Richard Robin Roger Roland Ross Roy Russell Sally Sam Sean
Sheila Shirley Stuart Susanna Sylvia Teresa Terry Theodore Tim Tom Tony Tracy Trevor Vera Victoria Vincent Virginia Wayne Wendy Zoe
"""
GIVEN_NAMES = frozenset(_GIVEN.split())
"""Common English given names: behind one and an initial (`David J.`) a family name must follow."""

_BODIES = """
association academy society institute institution university department administration agency commission committee council union organisation
organization office bureau ministry group consortium authority foundation center centre board library service services ltd inc company
corporation college team network government bank nations collaboration press laboratory std federation libraries programme program
"""
BODY_WORDS = frozenset(_BODIES.split())
"""Words, case folded, that make a name an organisation's."""

_SMALL = "of for and the in on & de la und du des from an by at"
SMALL_WORDS = frozenset(_SMALL.split())
"""Words inside an organisation's name that are not capitalised."""

_STOPPED = "p pp Rev St Univ Vol No Dept Dr Jr Co Inc Ltd vs Ed Eng Mass Proc Int Conf U U.S U.K U.N E.U D.C N.Y Ph.D e.g i.e"
ABBREVIATIONS = frozenset(_STOPPED.split())
"""What a full stop can follow without ending a segment."""

_COMPOUND = "欧阳 司马 上官 诸葛 司徒 皇甫 东方 独孤 慕容 令狐 尉迟 长孙 宇文 公孙 夏侯 端木 申屠 闻人 钟离 呼延 轩辕 澹台 歐陽 諸葛 東方"
COMPOUND_SURNAMES = frozenset(_COMPOUND.split())
"""Surnames of two characters still in use."""
