"""Which characters mean the same in a Japanese address.

Owns the table that folds one character to one character. It serves comparison only: both the gazetteer's
names and the typed address pass through it, so that a pair in the table never changes what is shown.
Refuses pairs that tell two real places apart (坂/阪, 埼/崎, 州/洲, 須/洲).
"""

from __future__ import annotations

import unicodedata
from functools import cache

SEPARATOR = " "
HYPHEN = "-"

# The first character of each group is the folded form; the others are old forms, variants, print forms.
_KANJI_GROUPS = """
亜亞 悪惡 圧壓 囲圍 医醫 為爲 飲飮 隠隱 営營 栄榮 衛衞 駅驛 円圓 塩鹽 縁緣 艶艷 応應
桜櫻 奥奧 横橫 欧歐 殴毆 穏穩 仮假 価價 画畫 会會 懐懷 絵繪 拡擴 殻殼 覚覺 学學 岳嶽
楽樂 勧勸 巻卷 寛寬 歓歡 観觀 関關 館舘 顔顏 帰歸 気氣 亀龜 偽僞 戯戲 犠犧 旧舊 拠據
挙擧 虚虛 峡峽 挟挾 狭狹 郷鄕鄉 尭堯 暁曉 区區 駆驅 勲勳 薫薰 径徑 恵惠 掲揭 渓溪 経經
継繼 茎莖 蛍螢 軽輕 鶏鷄雞 芸藝 撃擊 県縣 倹儉 剣劍劔剱 圏圈 検檢 権權 献獻 研硏 険險
顕顯 験驗 厳嚴 効效 広廣 恒恆 鉱鑛 号號 国國圀 黒黑 済濟 砕碎 斎齋 剤劑 冴冱 桟棧 参參
惨慘 賛贊 残殘 糸絲 歯齒 児兒 辞辭 湿濕 実實 舎舍 写寫 釈釋 寿壽 収收 従從 渋澁 獣獸
縦縱 粛肅 処處 緒緖 叙敍 将將 渉涉 焼燒 称稱 証證 乗乘 剰剩 条條 状狀 浄淨 畳疊 穣穰
譲讓 醸釀 嘱囑 触觸 寝寢 慎愼 真眞 尽盡 図圖 粋粹 酔醉 随隨 髄髓 数數 枢樞 瀬瀨 声聲
静靜 斉齊 青靑 清淸 摂攝 窃竊 専專 浅淺 戦戰 践踐 銭錢 潜潛 繊纖 禅禪 双雙 壮壯 捜搜
挿插 巣巢 争爭 荘莊 装裝 総總 聡聰 臓臟 蔵藏 属屬 続續 堕墮 体體躰 対對 帯帶 滞滯 台臺
滝瀧 択擇 沢澤 担擔 胆膽 単單 団團 弾彈 断斷 遅遲 昼晝 虫蟲 鋳鑄 庁廳 聴聽 鎮鎭 逓遞
鉄鐵銕 転轉 点點 伝傳 党黨 盗盜 灯燈 当當 闘鬪 徳德 独獨 読讀 届屆 縄繩 弐貳 壱壹 悩惱
脳腦 覇霸 廃廢 拝拜 売賣 麦麥 発發 髪髮 抜拔 蛮蠻 秘祕 浜濱濵 瓶甁 払拂 仏佛 並竝 変變
辺邊邉 弁辨瓣辯 舗舖 穂穗 宝寶 豊豐 褒襃 翻飜 毎每 万萬 満滿 黙默 弥彌 訳譯 薬藥 与與
予豫 余餘 揺搖 様樣 謡謠 遥遙 瑶瑤 来來 頼賴 乱亂 覧覽 略畧 竜龍 両兩 猟獵 緑綠 隣鄰
塁壘 涙淚 励勵 礼禮 霊靈 齢齡 暦曆 歴歷 恋戀 錬鍊 炉爐 労勞 楼樓 録錄 湾灣 島嶋嶌嶹
崎﨑嵜 富冨 高髙 吉𠮷 土圡 橋槗𣘺 柳栁桺 野埜 峰峯 巌巖巗 梅楳 松枩 桑桒 市巿 町甼 内內
戸戶 曽曾 桧檜 薮藪籔 蕊蘂蕋 渕淵渊 鯵鰺 祇祗 篭籠 釜竃竈 梼檮 潟瀉 涌湧 菟莵 鼠鼡 桝枡 祢禰袮 祷禱
鴎鷗 鴬鶯 麹麴 蝋蠟 侭儘 壷壺 槙槇 萌萠 芦蘆 尓爾 磯礒 砺礪 諌諫 讃讚 頚頸 鹸鹼 蝉蟬
掴摑 噛嚙 箪簞 躯軀 焔焰 蛎蠣 靭靱 兎兔 凜凛 晋晉 彦彥 産產 猪豬 函凾 丘丠 采釆 撹攪
絋紘 烟煙 鶴靏鸖靍 豆荳 廟庿 剥剝 頬頰 繋繫 醤醬 蒋蔣 恊協
"""

# CJK Radicals Supplement that stand for whole kanji in text copied out of PDF files. The Kangxi radicals
# (U+2F00 to U+2FD5) carry their kanji as compatibility decomposition; these do not.
_RADICALS = (
    "⺟母⺠民⺩王⺫目⺬示⺮竹⺯糸⺱网⺹老⺼月⻁虎⻂衣⻃西⻄西⻆角⻇角⻊足⻌辻⻑長⻒長⻗雨⻘青⻝食⻞食⻟食⻡首⻣骨⻤鬼"
    "⻥魚⻦鳥⻨麦⻩黄⻫斉⻬斉⻭歯⻯竜⻰竜⻱亀⻲亀⻳亀⺒巳⺓幺⺜日⺝月⺊卜⺌小⺍小⺎尤⺧牛"
)

_KANJI_DIGITS = "〇一二三四五六七八九"
_HYPHENS = "‐‑‒–—―−－ｰ─━ー〜～~⁃﹣﹘˗"
_SEPARATORS = (
    "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u3000\u2028\u2029\xad "
    ",、，･・/／|｜;；（）()［］[]「」『』【】〔〕<>〈〉《》\"'"
)
_SMALL_KANA = dict(zip("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ", strict=True))
_EQUAL_KANA = {"が": "け", "か": "か", "ヶ": "け", "ゐ": "い", "ゑ": "え", "を": "お", "ぢ": "じ", "づ": "ず"}
_EQUAL_KANJI = {"之": "の", "乃": "の"}  # 丸之内, 丸ノ内 and 丸の内 are one place


@cache
def fold_table() -> dict[int, str]:
    """Return the table for `str.translate` that maps each character to its folded form, one to one."""
    table: dict[int, str] = {}
    for code in range(0x3041, 0x3097):
        _fold_kana(table, code)
    for group in _KANJI_GROUPS.split():
        for variant in group[1:]:
            table[ord(variant)] = group[0]
    for radical, kanji in zip(_RADICALS[::2], _RADICALS[1::2], strict=True):
        table[ord(radical)] = kanji
    table.update({ord(char): folded for char, folded in _EQUAL_KANJI.items()})
    _fold_compatibility(table)
    table.update({ord(char): str(value) for value, char in enumerate(_KANJI_DIGITS)})
    table.update({ord(char): char.lower() for char in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"})
    table.update(dict.fromkeys(map(ord, _HYPHENS), HYPHEN))
    invisible = [*range(0x2000, 0x2010), *range(0x202A, 0x2030), *range(0x2060, 0x2065), 0xFEFF]
    variation_selectors = [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]
    table.update(dict.fromkeys([*map(ord, _SEPARATORS), *invisible, *variation_selectors], SEPARATOR))
    return {code: table.get(ord(folded), folded) for code, folded in table.items()}


def _fold_kana(table: dict[int, str], hiragana: int) -> None:
    char = chr(hiragana)
    folded = _EQUAL_KANA.get(_SMALL_KANA.get(char, char), _SMALL_KANA.get(char, char))
    table[hiragana] = folded
    table[hiragana + 0x60] = folded  # the katakana of the same sound


def _fold_compatibility(table: dict[int, str]) -> None:
    """Add width forms, compatibility ideographs and Kangxi radicals by their decomposition."""
    ranges = (range(0x2F00, 0x2FD6), range(0xF900, 0xFB00), range(0x2F800, 0x2FA20), range(0xFF01, 0xFF5F))
    for codes in ranges:
        for code in codes:
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code) and code not in table:
                table[code] = plain.lower()
