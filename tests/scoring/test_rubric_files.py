from decimal import Decimal
from importlib.resources import files

import pytest

from perfnlp.errors import RubricError
from perfnlp.records import STATUS_ORDER
from perfnlp.scoring import describe_rubric, load_rubric, rubric_names

DEFAULT_TEXT = files("perfnlp.scoring.rubrics").joinpath("caiyu-2020-10.toml").read_text(encoding="utf-8")


@pytest.fixture
def broken(tmp_path):
    def write(old: str, new: str) -> str:
        assert old in DEFAULT_TEXT
        path = tmp_path / "自定义.toml"
        path.write_text(DEFAULT_TEXT.replace(old, new, 1), encoding="utf-8")
        return str(path)

    return write


def test_the_default_comes_first_and_every_preset_is_there():
    assert rubric_names() == ("caiyu-2020-10", "caiyu-2021-101", "four-tier", "legacy-50", "yes-no")


@pytest.mark.parametrize("name", rubric_names())
def test_a_preset_serves_every_ordered_status_and_describes_itself(name):
    rubric = load_rubric(name)
    assert rubric.name == name
    text = describe_rubric(rubric)
    for status in STATUS_ORDER:
        assert rubric.tier_for(status).name in text
    assert rubric.source in text


@pytest.mark.parametrize(
    ("name", "bands"),
    [
        ("caiyu-2020-10", [("0.8", "1"), ("0.6", "0.8"), ("0", "0.6")]),
        ("caiyu-2021-101", [("0.8", "1"), ("0.6", "0.8"), ("0", "0.6")]),
        ("legacy-50", [("0.8", "1"), ("0.5", "0.8"), ("0", "0.5")]),
        ("four-tier", [("1", "1"), ("0.8", "0.8"), ("0.6", "0.6"), ("0", "0.4")]),
        ("yes-no", [("1", "1"), ("0", "0")]),
    ],
)
def test_bands_of_the_presets(name, bands):
    found = [(tier.low, tier.high) for tier in load_rubric(name).tiers]
    assert found == [(Decimal(low), Decimal(high)) for low, high in bands]


def test_a_description_says_which_end_belongs_to_a_band():
    assert "60%（含）至80%（不含），取70%" in describe_rubric(load_rubric("caiyu-2020-10"))


def test_a_copy_of_a_preset_loads_from_its_path(broken):
    path = broken('basis = "财预〔2020〕10号"', 'basis = "本区办法"')
    rubric = load_rubric(path)
    assert (rubric.name, rubric.basis) == (path, "本区办法")


def test_an_unknown_name_lists_the_presets():
    with pytest.raises(RubricError, match=r"no rubric 'caiyu'.*caiyu-2020-10, .*TOML file"):
        load_rubric("caiyu")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param('basis = "', "basis = ", "not valid TOML", id="bad TOML"),
        pytest.param("[rounding]\nstep = 0.1", "[rounding]", r"rounding\.step is missing; add it", id="missing key"),
        pytest.param("[partial]", "[teilweise]", "partial is missing", id="missing table"),
        pytest.param("low = 0.60", "low = 0.65", r"tiers\[3\]\.high 0.60 leaves a gap below 0.65", id="gap"),
        pytest.param("low = 0.60", "low = 0.55", r"tiers\[3\]\.high 0.60 overlaps", id="overlap"),
        pytest.param("point = 0.70", "point = 0.90", r"tiers\[2\]\.point 0.90 lies outside", id="point outside"),
        pytest.param("point = 0.70", "point = 0.80", r"tiers\[2\]\.high 0.80 overlaps", id="point of above"),
        pytest.param("high = 1.00", "high = 1.20", r"tiers\[1\]\.high is 1.20; use a number from 0 to 1", id="above 1"),
        pytest.param("low = 0.00", "low = 0.10", r"tiers\[3\]\.low is 0.10; the last tier must reach", id="no zero"),
        pytest.param('["partial"]', '["halb"]', r"tiers\[2\]\.statuses is 'halb'; use one of", id="unknown status"),
        pytest.param('["partial"]', "[]", "serve status 'partial' 0 times", id="status unserved"),
        pytest.param('zero = "all_or_nothing"', 'zero = "maybe"', r"quantitative\.zero is 'maybe'", id="operator"),
        pytest.param('at_least = "ratio"', 'at_least = "steps"', r"quantitative\.steps is missing", id="no steps"),
        pytest.param("threshold = 1.30", "threshold = 0.9", r"over_completion\.threshold is 0.9", id="threshold"),
        pytest.param("0.75, 0.70", "0.65, 0.70", "by_distance rises", id="rising distances"),
        pytest.param("0.75, 0.70", "0.85, 0.70", "by_distance 0.85 lies in no band", id="distance in top band"),
        pytest.param("step = 0.1", "step = 0", r"rounding\.step is 0; use a number from 0, not 0", id="step 0"),
        pytest.param("step = 0.1", "stp = 1\nstep = 0.1", r"rounding\.stp is no known key", id="unknown key"),
        pytest.param("step = 0.1", "step = nan", r"rounding\.step is NaN", id="nan"),
        pytest.param('title = "', 'title = ""#', "title is ''; write a text", id="empty text"),
    ],
)
def test_a_broken_file_is_told_in_one_sentence(broken, old, new, message):
    path = broken(old, new)
    with pytest.raises(RubricError, match=message) as caught:
        load_rubric(path)
    assert "自定义.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_bytes_that_are_no_utf8_are_told(tmp_path):
    path = tmp_path / "gbk.toml"
    path.write_bytes(DEFAULT_TEXT.encode("gb18030"))
    with pytest.raises(RubricError, match="not UTF-8"):
        load_rubric(str(path))
