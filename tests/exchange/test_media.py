import pytest

from exchange.media import media

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.mark.parametrize(
    ("words", "medium"),
    [
        ("書類", ("PAP", "")),
        ("可搬電子媒体", ("MED", "")),
        ("事務所PC", ("DIG", "OFFICE_PC")),
        ("事務所ＰＣ", ("DIG", "OFFICE_PC")),
        ("モバイル機器", ("DIG", "MOBILE")),
        ("社内サーバー", ("SYS", "IN_HOUSE")),
        ("社外サーバー", ("SYS", "OUTSIDE")),
        ("社内ｻｰﾊﾞｰ", ("SYS", "IN_HOUSE")),
        ("紙", ("PAP", "")),
        ("図面", ("PAP", "")),
        ("USB", ("MED", "")),
        ("USBメモリ", ("MED", "")),
        ("CD-R", ("MED", "")),
        ("CD/DVD", ("MED", "")),
        ("ノートＰＣ", ("DIG", "MOBILE")),
        ("スマホ", ("DIG", "MOBILE")),
        ("パソコン", ("DIG", "OFFICE_PC")),
        ("NAS", ("SYS", "IN_HOUSE")),
        ("クラウド（SharePoint）", ("SYS", "OUTSIDE")),
        ("金型", ("MLD", "")),
        ("試作品", ("PRO", "")),
        ("ライン", ("LIN", "")),
        ("ﾉｳﾊｳ", ("TAC", "")),
        ("その他（金型）", ("MLD", "")),
        ("その他(試作品)", ("PRO", "")),
        ("書類（原本、写し）", ("PAP", "")),
    ],
)
def test_a_word_names_its_medium(words: str, medium: tuple[str, str]) -> None:
    assert media(words) == ((words.replace("ﾉｳﾊｳ", "ノウハウ").replace("ｻｰﾊﾞｰ", "サーバー"), medium),)


@pytest.mark.parametrize(
    "words", ["紙、USB", "紙・USB", "紙／USB", "紙/USB", "紙,USB", "紙，ＵＳＢ", "紙\nUSB", "紙、USB、紙"]
)
def test_several_media_in_one_cell_are_several(words: str) -> None:
    assert [medium for _words, medium in media(words)] == [("PAP", ""), ("MED", "")]


def test_a_blank_cell_names_none() -> None:
    assert media("　") == ()


@pytest.mark.parametrize("words", ["金庫", "その他", "紙、金庫", "その他（金庫）"])
def test_a_word_that_is_no_medium_is_asked_back_with_the_words_that_are(words: str) -> None:
    with pytest.raises(ValueError, match=r"is not a medium Kura knows. Write 書類, 可搬電子媒体"):
        media(words)
