"""Kinds of value: what editors may write, how it is said, and what is read out of utterances."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.kinds import bare_month, find_dates, interval, read_date, read_number, say_date, say_number
from bot.core.model import Interval, Precision, Quantity
from bot.core.text import tokenize
from tests.small import LOCALES

DATES = [
    # written, first day, last day, precision, English, French
    ("2018-03-07", (2018, 3, 7), (2018, 3, 7), "day", "7 March 2018", "7 mars 2018"),
    ("2011-03-01", (2011, 3, 1), (2011, 3, 1), "day", "1 March 2011", "1er mars 2011"),
    ("2016-02", (2016, 2, 1), (2016, 2, 29), "month", "February 2016", "février 2016"),
    ("2017", (2017, 1, 1), (2017, 12, 31), "year", "2017", "2017"),
    ("2015-03-16/2015-03-27", (2015, 3, 16), (2015, 3, 27), "day", "16–27 March 2015", "16–27 mars 2015"),
    ("2015-03-16/2015-04-02", (2015, 3, 16), (2015, 4, 2), "day", "16 March – 2 April 2015", "16 mars – 2 avril 2015"),
    ("2014-12-30/2015-01-02", (2014, 12, 30), (2015, 1, 2), "day", "30 December 2014–2 January 2015", "30 décembre 2014–2 janvier 2015"),
    ("2013/2017", (2013, 1, 1), (2017, 12, 31), "year", "2013–2017", "2013–2017"),
    ("about 2009-03-23", (2009, 3, 23), (2009, 3, 23), "day", "about 23 March 2009", "vers 23 mars 2009"),
    ("c. 2009", (2009, 1, 1), (2009, 12, 31), "year", "about 2009", "vers 2009"),
    ("end of 2018", (2018, 7, 1), (2018, 12, 31), "year", "end of 2018", "fin 2018"),
]


@pytest.mark.parametrize(("written", "start", "end", "precision", "en", "fr"), DATES, ids=[d[0] for d in DATES])
def test_dates(written: str, start: tuple[int, int, int], end: tuple[int, int, int], precision: str, en: str, fr: str) -> None:
    value = read_date(written)
    assert (value.start, value.end, value.precision) == (date(*start), date(*end), Precision(precision))
    assert value.period == ("/" in written)
    assert (say_date(value, LOCALES["en"]), say_date(value, LOCALES["fr"])) == (en, fr)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "NO",
        "March 2018",
        "2018-3-7",
        "2018-13",
        "2018-02-30",
        "18-03-07",
        "2018-03-07/",
        "2018/2017",
        "2018/2019/2020",
        "end of 2018/2019",
        "end of",
    ],
)
def test_no_dates(written: str) -> None:
    with pytest.raises(ValueError, match=r"is no date|is not in the calendar|ends before it starts"):
        read_date(written)


NUMBERS = [
    ("187", Quantity(187), "187", "187"),
    ("over 50", Quantity(50, "over"), "over 50", "plus de 50"),
    ("under 10", Quantity(10, "under"), "under 10", "moins de 10"),
    ("about 20", Quantity(20, "about"), "about 20", "environ 20"),
    ("10629", Quantity(10629), "10,629", "10\u202f629"),
    ("10,629", Quantity(10629), "10,629", "10\u202f629"),
    ("2.5", Quantity(2.5), "2.5", "2.5"),
]


@pytest.mark.parametrize(("written", "value", "en", "fr"), NUMBERS, ids=[n[0] for n in NUMBERS])
def test_numbers(written: str, value: Quantity, en: str, fr: str) -> None:
    assert read_number(written) == value
    assert say_number(value, LOCALES["en"]) == en
    # Which space parts thousands in French is a matter of taste; that one does is not.
    assert " ".join(say_number(value, LOCALES["fr"]).split()) == " ".join(fr.split())


@pytest.mark.parametrize("written", ["", "fifty", "more than 50", "-3", "50 officers", "over", "2,5", "1,00"])
def test_no_numbers(written: str) -> None:
    with pytest.raises(ValueError, match="is no number"):
        read_number(written)


SAID = [
    # utterance, the dates in it
    ("signed on 7 March 2018", ["2018-03-07"]),
    ("signed 7th of march 2018", ["2018-03-07"]),
    ("on 23 march 09", ["2009-03-23"]),
    ("le 7/3/18", ["2018-03-07"]),
    ("in march 09?", ["2009-03"]),
    ("march 09 2018", ["2018-03-09"]),
    ("march 7 and 8", []),
    ("March 7, 2018", ["2018-03-07"]),
    ("le 1er mars 2011", ["2011-03-01"]),
    ("07/03/2018 or 2018-03-07", ["2018-03-07", "2018-03-07"]),
    ("in february 2015", ["2015-02"]),
    ("en août 2015", ["2015-08"]),
    ("03/2018", ["2018-03"]),
    ("between 2013 and 2017", ["2013", "2017"]),
    ("2013-2017", ["2013/2017"]),
    ("the 16-27 March 2015 course", ["2015-03-16/2015-03-27"]),
    ("back in '09", ["2009"]),
    ("march 99", ["1999-03"]),
    ("mars 09", ["2009-03"]),
    ("march 15", []),
    ("2010's plan", ["2010"]),
    ("in 18", ["2018"]),
    ("187 members, 50 officers", []),
    ("resolution 2149", []),
    ("may I ask", []),
]


@pytest.mark.parametrize(("said", "dates"), SAID, ids=[s[0] for s in SAID])
def test_dates_in_utterances(said: str, dates: list[str]) -> None:
    found = find_dates(tokenize(said), said, LOCALES)
    assert [f[2] for f in found] == [read_date(d) for d in dates]
    assert all(start < end for start, end, _ in found)


@pytest.mark.parametrize("said", ["in the 2010s", "the '10s", "the 10's", "les années 2010", "années 10"])
def test_decades(said: str) -> None:
    [(_, end, decade)] = find_dates(tokenize(said), said, LOCALES)
    assert (decade.start.year, decade.end.year, decade.period) == (2010, 2019, True)
    assert end == len(tokenize(said))


@pytest.mark.parametrize(
    ("word", "number"), [("march", 3), ("mars", 3), ("fevrier", 2), ("sept", 9), ("dec", 12), ("decembre", 12), ("marsh", 0), ("", 0)]
)
def test_months(word: str, number: int) -> None:
    assert LOCALES.month_of(word) == number


@pytest.mark.parametrize(
    ("said", "at", "expected"),
    [("on 7 March", 2, interval(2018, 3, 7)), ("in April", 1, interval(2018, 4)), ("31 April", 1, None), ("the end", 1, None)],
)
def test_a_month_without_its_year(said: str, at: int, expected: Interval | None) -> None:
    assert bare_month(tokenize(said), at, 2018, LOCALES) == expected


def test_intervals_compare() -> None:
    course, month, year = read_date("2015-03-16/2015-03-27"), read_date("2015-03"), read_date("2016")
    assert course.within(month) and course.overlaps(month) and not month.within(course) and not course.overlaps(year)
    assert (course.days, year.days) == (12, 366)
